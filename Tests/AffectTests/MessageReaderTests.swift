import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct MessageReaderTests {
    let reader: MessageReader

    init() throws { reader = try MessageReader() }

    @Test(
        arguments: [
            ("this makes me so angry", .anger), ("I hate you", .anger),
            ("that is so disgusting", .disgust), ("ewww gross", .disgust),
            ("I'm scared", .fear), ("this is terrifying", .fear),
            ("I love this so much", .happiness), ("thank you, that was amazing!", .happiness),
            ("the stream starts at 8", .neutral), ("first time here", .neutral),
            ("I'm so sad right now", .sadness), ("I miss my dog", .sadness),
            ("wow I did not expect that", .surprise), ("what a surprise", .surprise),
        ] as [(String, Emotion)])
    func readsClearSentences(_ text: String, _ emotion: Emotion) {
        let reading = reader.read(text)
        #expect(reading.mood.strongest == emotion)
        #expect(reading.confidence > 0.4)
    }

    @Test(arguments: [
        "what song is this?", "when does the stream start?", "where are you from?",
        "how old are you?", "is this live?", "what game is this", "do you like pizza?",
        "who is that guy", "how do i join the discord?", "did he win?",
        "anyone know the name of this song?", "is there a vod?", "can someone explain?",
    ])
    func plainQuestionsAreNeutral(_ text: String) {
        #expect(reader.read(text).mood[.neutral] > 0.7)
    }

    @Test(
        arguments: [
            ("wow how did you do that?!", .surprise), ("are you kidding me??", .surprise),
            ("why are you such an idiot?", .anger), ("what the fuck is wrong with you?", .anger),
        ] as [(String, Emotion)])
    func questionsWithFeelingKeepIt(_ text: String, _ emotion: Emotion) {
        #expect(reader.read(text).mood.strongest == emotion)
    }

    @Test(arguments: [
        "", "   ", "12345", "...", "hola como estas", "das ist ja wunderbar", "こんにちは",
        "привет всем", "selam arkadaslar nasilsiniz", ":unknown-emote:", "https://example.com/joy",
        "asdfgh", "مرحبا بالجميع",
    ])
    func whatIsNotKnownIsNeutralWithoutConfidence(_ text: String) {
        let reading = reader.read(text)
        #expect(reading.mood.strongest == .neutral)
        #expect(reading.confidence < 0.1)
    }

    @Test func tokensSpeakForUnknownLanguages() {
        let reading = reader.read("今日は楽しいwww")
        #expect(reading.mood.strongest == .happiness)
        #expect(reading.confidence > 0.8)
    }

    @Test func tokensAreThreeQuartersBesideWords() throws {
        let token = try #require(reader.tokens.evidence(in: "monkaS").mood)
        #expect(reader.read("monkaS").mood == token)
        let words = reader.textReader.mood(of: "I love this so much monkaS")
        let both = reader.read("I love this so much monkaS").mood
        #expect(abs(both[.fear] - (0.75 * token[.fear] + 0.25 * words[.fear])) < 1e-6)
    }

    @Test func sarcasmTakesTheEdgeOff() {
        let plain = reader.read("I am so happy").mood[.happiness]
        #expect(reader.read("I am so happy Kappa").mood[.happiness] < plain * 0.6)
    }

    @Test func threeExclamationsSharpen() {
        let calm = reader.read("KEKW LUL 4Head").mood
        let loud = reader.read("KEKW LUL 4Head !!!").mood
        #expect(loud[.happiness] > calm[.happiness])
    }

    @Test func commandsOfTheOldShowAreOnlyText() {
        let reading = reader.read("!GALLERY INPUT!:anger=10")
        #expect(reading.mood.strongest == .neutral)
        #expect(reading.confidence == 0)
    }

    @Test func theSameTextGivesTheSameReading() throws {
        let other = try MessageReader()
        for text in ["I love it 😂", "what?!", "no way LUL"] {
            #expect(reader.read(text) == other.read(text))
        }
    }

    /// Random scalars, marks that combine, writing from right to left, walls of text.
    @Test func noMessageIsTooStrange() {
        var random = SeededRandom(seed: 11)
        var texts = [
            String(repeating: "KEKW ", count: 5000), String(repeating: "a", count: 100_000),
            String(repeating: "e\u{301}\u{302}", count: 5000),
            String(repeating: ":", count: 10_000),
            String(repeating: "!?", count: 10_000), "\u{202E}دمحم\u{202C} :) \u{200F}", "\r\n",
            "\0",
            "👩‍👩‍👧‍👦👍🏽🇫🇷", "D:D:D:", ":a", "[NAME", "[NAME]", "!", "!?", "'", "don't'", "\u{FE0F}",
        ]
        for _ in 0..<300 {
            var text = String.UnicodeScalarView()
            for _ in 0..<(random.next() % 60) {
                let narrow = random.next() % 3 == 0
                let value = UInt32(random.next() % (narrow ? 0x80 : 0x110000))
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            texts.append(String(text))
        }
        for text in texts {
            let reading = reader.read(text)
            #expect(abs(reading.mood.lanes.sum() - 1) < 1e-9)
            #expect((0...1).contains(reading.confidence))
            #expect((0...1).contains(reading.arousal))
        }
    }
}
