import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct RoomReaderTests {
    /// A reader that finds fear in everything, counts what it was asked, and knows a token a letter.
    private final class Timid: SentenceReader, @unchecked Sendable {
        // @unchecked: one test has it, on one thread.
        var asked: [[Int32]] = []
        let readsEnglishOnly: Bool
        let thresholds = [Double](repeating: 0.5, count: Emotion.count)
        let fastShare: Double
        init(readsEnglishOnly: Bool = true, fastShare: Double = 0) {
            self.readsEnglishOnly = readsEnglishOnly
            self.fastShare = fastShare
        }
        func tokens(of text: String) -> [Int32] { text.unicodeScalars.map { Int32($0.value) } }
        func moods(of texts: [[Int32]]) -> [Mood] {
            asked += texts
            return texts.map { _ in Mood(.fear) }
        }
        var words: [String] {
            asked.map {
                String(String.UnicodeScalarView($0.compactMap { Unicode.Scalar(UInt32($0)) }))
            }
        }
    }

    private let reader: MessageReader

    init() throws { reader = try MessageReader() }

    @Test func withoutABetterReaderTheFastOneReads() {
        var room = RoomReader(reader: reader, sentences: nil)
        let texts = ["what a wonderful night", "I hate this"]
        #expect(room.read(texts) == texts.map { reader.read($0) })
        #expect(room.counts == RoomReader.Counts())
    }

    @Test func theBetterReadersMoodStandsInThePlaceOfTheFastOnes() {
        let timid = Timid()
        var room = RoomReader(reader: reader, sentences: timid, mostTokens: 100)
        let reading = room.read(["this is a good day for all of us"])[0]
        #expect(reading.mood.strongest == .fear)
        #expect(room.counts.sentences == 1)
    }

    @Test func aShareOfTheFastReadersMoodStaysWhetherReadOrRemembered() {
        let text = "this is a good day for all of us"
        var alone = RoomReader(reader: reader, sentences: Timid(), mostTokens: 100)
        var joined = RoomReader(reader: reader, sentences: Timid(fastShare: 0.5), mostTokens: 100)
        let fast = reader.read(text).mood[.fear]
        let (whole, half) = (alone.read([text])[0].mood[.fear], joined.read([text])[0].mood[.fear])
        #expect(half < whole - 0.2 && half > fast + 0.2)
        #expect(joined.read([text])[0].mood[.fear] == half)
        #expect(joined.counts.remembered == 1)
    }

    @Test func theUnsureComeFirstAndTheRestIsReadInHaste() {
        let timid = Timid()
        let sure = "thank you so much, I love this"
        let unsure = "that is the one over there now"
        let mood = { (text: String) in self.reader.read(text).mood }
        let sureness = { (text: String) in mood(text)[mood(text).strongest] }
        #expect(sureness(sure) > sureness(unsure) + 0.1)
        var room = RoomReader(
            reader: reader, sentences: timid, mostTokens: sure.unicodeScalars.count + 3)
        let readings = room.read([sure, unsure])
        #expect(timid.words == [unsure])
        #expect(readings[0] == reader.read(sure))
        #expect(readings[1].mood.strongest == .fear)
        #expect(room.counts == RoomReader.Counts(sentences: 1, remembered: 0, hurried: 1))
    }

    @Test func whatWasReadBeforeCostsNothing() {
        let timid = Timid()
        var room = RoomReader(reader: reader, sentences: timid, mostTokens: 40)
        let first = room.read(["we are here now", "we are here now"])
        #expect(timid.asked.count == 1)
        #expect(first[0] == first[1])
        let later = room.read(Array(repeating: "we are here now", count: 50))
        #expect(timid.asked.count == 1)
        #expect(later.allSatisfy { $0 == first[0] })
        #expect(room.counts == RoomReader.Counts(sentences: 2, remembered: 50, hurried: 0))
    }

    @Test func nothingIsAskedAboutEmotesOrOtherLanguages() {
        let timid = Timid()
        var room = RoomReader(reader: reader, sentences: timid)
        let readings = room.read(["LUL LUL", "\u{1F602}\u{1F602}", "これは日本語の文章です", "!drop me"])
        #expect(timid.asked.isEmpty)
        #expect(readings[2].mood.strongest == .neutral)
        #expect(readings[2].confidence == 0)
    }

    @Test func aReaderOfAnyLanguageIsAskedAboutAll() {
        let timid = Timid(readsEnglishOnly: false)
        var room = RoomReader(reader: reader, sentences: timid)
        let reading = room.read(["これは日本語の文章です"])[0]
        #expect(timid.asked.count == 1)
        #expect(reading.mood.strongest == .fear)
    }

    @Test func theSameMomentsGiveTheSameReadings() {
        let moments = [
            ["hello all of you", "what is that?", "so sad to go"], ["so sad to go", "no"],
        ]
        var (one, other) = (
            RoomReader(reader: reader, sentences: Timid(), mostTokens: 20),
            RoomReader(reader: reader, sentences: Timid(), mostTokens: 20)
        )
        for moment in moments { #expect(one.read(moment) == other.read(moment)) }
        #expect(one.counts == other.counts)
    }

    @Test func theMemoryIsBounded() {
        var memory = ReadingMemory()
        for number in 0..<Int32(3 * ReadingMemory.limit) {
            memory.remember(Mood(.anger), of: [number])
            #expect(memory.count <= ReadingMemory.limit)
        }
        #expect(memory.mood(of: [Int32(3 * ReadingMemory.limit) - 1]) == Mood(.anger))
        #expect(memory.mood(of: [0]) == nil)
    }
}
