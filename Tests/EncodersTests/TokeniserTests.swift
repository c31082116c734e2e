import Foundation
import Testing

@testable import Encoders

@Suite struct TokeniserTests {
    @Test(arguments: ["bert", "distilbert", "roberta"])
    func tokensAreThoseOfHuggingFace(_ name: String) throws {
        let expected = try Expected(name)
        let tokeniser = try Tokeniser(
            contentsOf: Fixture.folder(name).appendingPathComponent("tokenizer.json"))
        #expect(expected.lines.count > 50)
        for (line, tokens) in zip(expected.lines, expected.tokens) {
            #expect(tokeniser.encode(line) == tokens, "\(line.debugDescription)")
        }
    }

    @Test(
        .enabled(if: SharedData.has(SharedData.twitch) && SharedData.has(SharedData.youTube)),
        arguments: ["bert", "roberta"])
    func aThousandLinesOfRealChatBecomeTheSameTokens(_ name: String) throws {
        let hashes = try JSONDecoder().decode(
            [String: [UInt32]].self, from: Data(contentsOf: Fixture.folder("real-chat.json")))
        let tokeniser = try Tokeniser(
            contentsOf: Fixture.folder(name).appendingPathComponent("tokenizer.json"))
        let lines = try SharedData.realChat()
        #expect(lines.count == 1000)
        for (line, hash) in zip(lines, try #require(hashes[name])) {
            #expect(hashed(tokeniser.encode(line)) == hash, "\(line.debugDescription)")
        }
    }

    private func hashed(_ tokens: [Int32]) -> UInt32 {
        var value: UInt32 = 0x811C_9DC5
        for token in tokens {
            for shift in stride(from: 0, to: 32, by: 8) {
                value = (value ^ UInt32((token >> Int32(shift)) & 0xFF)) &* 0x0100_0193
            }
        }
        return value
    }

    @Test func aLimitKeepsTheFrame() throws {
        let tokeniser = try Tokeniser(
            contentsOf: Fixture.folder("bert").appendingPathComponent("tokenizer.json"))
        let whole = tokeniser.encode("what a show tonight, one more song")
        let cut = tokeniser.encode("what a show tonight, one more song", limit: 6)
        #expect(cut == whole.prefix(5) + whole.suffix(1))
        #expect(tokeniser.encode("what a show", limit: 2).count == 2)
    }

    @Test func wordsThatDifferOnlyInTheirComposingAreTwoWords() throws {
        let pieces: [(bytes: [UInt8], id: Int32)] = [
            (Array("[UNK]".utf8), 0), (Array("e\u{301}".utf8), 1), (Array("\u{E9}".utf8), 2),
        ]
        let plain = WordPiece.Normaliser(
            dropsControls: false, spacesChinese: false, stripsAccents: false, lowersCase: false)
        let words = WordPiece(pieces: pieces, unknown: 0, normaliser: plain)
        var tokens: [Int32] = []
        words.encode([Unicode.Scalar](" e\u{301} \u{E9}".unicodeScalars)[...], into: &tokens)
        #expect(tokens == [1, 2])
    }

    @Test(arguments: [
        (#"{"model":{"type":"Unigram","vocab":[["a",0]]}}"#, "no model"),
        (#"{"model":{"type":"WordPiece","vocab":{"a":0}}}"#, "BertPreTokenizer"),
        (
            #"{"pre_tokenizer":{"type":"Sequence"},"model":{"type":"BPE","vocab":{},"merges":[]}}"#,
            "ByteLevel"
        ),
        (
            #"{"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"vocab":{"[UNK]":0}}}"#,
            "post-processor"
        ),
        (
            #"{"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"vocab":{"a":0}}}"#,
            "unknown words"
        ),
    ])
    func aTokeniserOfAnotherKindIsRefused(_ json: String, _ reason: String) throws {
        let tree = try JSONTree(Data(json.utf8))
        #expect {
            try Tokeniser(tree)
        } throws: { error in
            guard case EncoderError.tokeniser(let words)? = error as? EncoderError else {
                return false
            }
            return words.contains(reason)
        }
    }

    @Test func aFileThatIsMissingOrNoJSONIsNamed() throws {
        let nowhere = URL(fileURLWithPath: "/nowhere/tokenizer.json")
        #expect(throws: EncoderError.unreadable(path: nowhere.path)) {
            try Tokeniser(contentsOf: nowhere)
        }
        let folder = try Fixture.copy("bert")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("tokenizer.json")
        try Data("{\"model\": ".utf8).write(to: file)
        #expect(throws: EncoderError.self) { try Tokeniser(contentsOf: file) }
    }
}

@Suite struct JSONTreeTests {
    @Test func stringsAreKeptByteForByte() throws {
        let json = #"{"\u00e9":1,"e\u0301":2,"\u2126":3,"\u03a9":4,"\ud83d\ude02\/\n":5}"#
        let members = try #require(try JSONTree(Data(json.utf8)).members)
        #expect(members.count == 5)
        #expect(Set(members.map(\.key)).count == 5)
        #expect(members[4].key == Array("😂/\n".utf8))
        #expect(members.map { $0.value.whole } == [1, 2, 3, 4, 5])
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\" 1}", "tru", "\"\\u12\"", "\"\\ud83d\"", "1 2", "{\"a\":1,}", "nan",
        String(repeating: "[", count: 100_000),
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONTree.Problem.self) { try JSONTree(Data(text.utf8)) }
    }
}
