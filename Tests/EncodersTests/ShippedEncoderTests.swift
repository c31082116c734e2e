import Affect
import Foundation
import Signals
import Testing

@testable import Encoders

@Suite(.enabled(if: EncoderReader.shipped != nil)) struct ShippedEncoderTests {
    private let reader: EncoderReader

    init() throws {
        guard let file = EncoderReader.shipped else { throw EncoderError.unreadable(path: "") }
        reader = try EncoderReader(contentsOf: file)
    }

    @Test func itIsSmallerThanEightMegabytes() throws {
        let file = try #require(EncoderReader.shipped)
        #expect(try Data(contentsOf: file).count < 8_000_000)
        #expect(reader.configuration.shape.layers == 3)
    }

    @Test(arguments: [
        ("I am so happy for you, this is wonderful", Emotion.happiness),
        ("this makes me furious, what an idiot", .anger),
        ("I miss him so much, I can't stop crying", .sadness),
        ("that is disgusting, it made me sick", .disgust),
        ("I'm terrified, this is really scary", .fear),
        ("wow, I did not expect that at all", .surprise),
        ("the train leaves at ten from the other side", .neutral),
    ])
    func plainFeelingsAreFound(_ text: String, _ emotion: Emotion) {
        #expect(reader.moods(of: [text])[0].strongest == emotion)
    }

    @Test func aTextIsReadTheSameAloneAndAmongOthers() {
        let text = "nobody told me about this"
        let others = (0..<40).map { String(repeating: "word and mark ", count: $0 % 9) }
        let alone = reader.moods(of: [text])[0]
        let among = reader.moods(of: others + [text])[40]
        for emotion in Emotion.allCases {
            #expect(abs(alone[emotion] - among[emotion]) < 1e-3)
        }
        #expect(reader.moods(of: [String]()).isEmpty)
    }

    @Test func anythingCanBeRead() {
        let texts = [
            "", " ", "\u{0}", String(repeating: "a", count: 100_000),
            String(repeating: "\u{1F600}", count: 5000), "\u{202E}abc", "a\r\nb", "\u{FFFD}",
        ]
        for mood in reader.moods(of: texts) { #expect(abs(mood.weights.reduce(0, +) - 1) < 1e-6) }
    }

    @Test(.enabled(if: SharedData.has("emotion/goemotions_dev.tsv")))
    func itReadsTextsThatItHasNotSeen() throws {
        let texts = try LabelledText.read(SharedData.file("emotion/goemotions_dev.tsv")).prefix(600)
        let single = texts.filter { $0.emotions.count == 1 }
        let moods = reader.moods(of: single.map(\.text))
        let right = zip(moods, single).count { $0.strongest == $1.emotions[0] }
        #expect(Double(right) / Double(single.count) > 0.65)
    }
}
