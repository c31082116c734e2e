import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct ChatTokensTests {
    let tokens: ChatTokens

    init() throws { tokens = try ChatTokens() }

    @Test(
        arguments: [
            ("KEKW", .happiness), ("that was close monkaS", .fear), ("DansGame!", .disgust),
            (":face-purple-crying:", .sadness), ("gg", .happiness), ("GG wp", .happiness),
            ("lmaooooo", .happiness), ("LMFAO", .happiness), ("rofl", .happiness),
            ("lolol", .happiness), ("ewwww", .disgust), ("EEWW", .disgust), ("omggg", .surprise),
            ("NOOOOO", .sadness), ("ahahaha", .happiness), ("bahahah", .happiness),
            ("jajajaja", .happiness), ("kkkkk", .happiness), ("xDDD", .happiness),
            ("F", .sadness), ("f f f", .sadness), ("FFFF", .sadness), ("W", .happiness),
            ("L", .sadness), ("???", .surprise), ("what ???", .surprise), ("D:", .surprise),
            ("面白いwww", .happiness), ("ｗｗｗ", .happiness), ("8888", .happiness),
            ("草", .happiness), ("これは草", .happiness), ("你真草", .anger), ("とてもかわいいね", .happiness),
            ("カワイイ", .happiness), ("怖い", .fear), ("泣いた", .sadness), ("泣いた（笑）", .happiness),
            ("哈哈哈哈", .happiness), ("太牛逼了", .happiness), ("666", .happiness),
            ("卧槽", .surprise), ("你是sb", .anger), ("滚", .anger), ("ㅋㅋㅋ", .happiness),
            ("ㅎㅎ", .happiness), ("ㅠㅠ", .sadness), ("ㅜㅠㅜ", .sadness), ("555", .happiness),
            ("nice😂😂", .happiness), ("😭", .sadness), ("😭 lmao", .happiness), ("❤️", .happiness),
            ("👍🏽", .happiness), ("💔", .sadness), ("😨", .fear), ("🤬", .anger), ("🤢", .disgust),
            (":_catJAM:", .happiness), (":monkaS:", .fear), (":my-lol:", .happiness),
        ] as [(String, Emotion)])
    func findsTheFeeling(_ text: String, _ emotion: Emotion) throws {
        let evidence = tokens.evidence(in: text)
        #expect(evidence.mood?.strongest == emotion)
    }

    @Test(arguments: [
        "", " ", "kekw", "hello", "what?", "haa", "nothing", "solo", "rips", "gone", "F in chat",
        "no", "noo", "Well", "www.example.com", "https://example.com/KEKW", "AD: x", "88",
        "sb", "滚动", "草莓", "哈", "ㅋ", ":unknown:", "12:30:45", "a!", "W or L", "ew2",
    ])
    func leavesOtherWordsAlone(_ text: String) {
        #expect(tokens.evidence(in: text).count == 0)
        #expect(tokens.evidence(in: text).mood == nil)
    }

    @Test func meanOfAllMatchesIsTaken() throws {
        let mood = try #require(tokens.evidence(in: "monkaS Sadge").mood)
        #expect(abs(mood[.fear] - 0.425) < 1e-9)
        #expect(abs(mood[.sadness] - 0.45) < 1e-9)
    }

    @Test func exclamationsExciteButChooseNothing() throws {
        let calm = tokens.evidence(in: "LUL")
        let loud = tokens.evidence(in: "LUL !!!")
        #expect(loud.isEmphatic && !calm.isEmphatic)
        #expect(abs(loud.arousal - calm.arousal - 0.2) < 1e-9)
        #expect(loud.mood == calm.mood)
        #expect(tokens.evidence(in: "go!!!!").mood == nil)
    }

    @Test func sarcasmFlattensTheRest() throws {
        let plain = try #require(tokens.evidence(in: "REEEE REEEE").mood)
        let flat = tokens.evidence(in: "REEEE REEEE Kappa")
        #expect(flat.sarcasm?.strongest == .neutral)
        let mood = try #require(flat.mood)
        #expect(abs(mood[.anger] - plain[.anger] / 2) < 1e-9)
    }

    @Test func everyRowIsFoundByItsOwnToken() throws {
        for (token, row) in tokens.exact {
            let scan = tokens.evidence(in: Array(token))
            let mood = Mood(lanes: tokens.rows[row].weights)
            #expect(scan.mood == mood)
        }
        for (symbol, row) in tokens.symbols {
            #expect(tokens.evidence(in: [symbol]).mood == Mood(lanes: tokens.rows[row].weights))
        }
    }

    /// The shipped table gives every token of the shared one the same mood.
    @Test(.enabled(if: SharedData.has("chat_tokens.csv")))
    func agreesWithTheSharedTable() throws {
        let text = try String(contentsOf: SharedData.file("chat_tokens.csv"), encoding: .utf8)
        var count = 0
        for line in CommaSeparated(text).lines.dropFirst() where line.fields[3] != "(modifier)" {
            let token = line.fields[0].split(separator: ",").last.map(String.init) ?? ""
            let weights = try line.fields[4..<11].map { try #require(Double($0)) }
            let mood = try #require(tokens.evidence(in: token).mood, "\(token)")
            let worst = zip(mood.weights, weights).map { abs($0 - $1) }.max() ?? 1
            #expect(worst < 1e-9, "\(token)")
            count += 1
        }
        #expect(count == 103)
    }

    @Test func aBrokenTableIsNamedByLine() {
        let header = "token,also,match,role,anger,disgust,fear,happiness,neutral,sadness,surprise"
        func problem(_ line: String) -> String {
            do {
                _ = try ChatTokens(table: "\(header),arousal\n\(line)\n")
                return ""
            } catch { return "\(error)" }
        }
        #expect(problem("x,,exact,,0,0,0,1,0,0,0,.5") == "")
        #expect(problem("x,,exact,,0,0,0,.9,0,0,0,.5").contains("Line 2"))
        #expect(problem("x,,exact,,0,0,0,.9,0,0,0,.5").contains("0.9"))
        #expect(problem("x,,sometimes,,0,0,0,1,0,0,0,.5").contains("sometimes"))
        #expect(problem("x,,exact,loud,0,0,0,1,0,0,0,.5").contains("loud"))
        #expect(problem("x,,exact").contains("3 fields"))
    }
}
