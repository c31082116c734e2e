import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct ListenerTests {
    private func message(_ text: String, by author: String, id: String) -> ChatEvent {
        ChatEvent(
            id: id, time: 0, author: ChatAuthor(id: author, name: author),
            kind: .message(text: text))
    }

    private func event(_ kind: ChatEvent.Kind, by author: String? = nil) -> ChatEvent {
        ChatEvent(
            id: "", time: 0, author: author.map { ChatAuthor(id: $0, name: $0) }, kind: kind)
    }

    @Test func chatBecomesTheRoomsMood() throws {
        var listener = Listener(reader: try MessageReader())
        let events = (0..<30).map { message("KEKW", by: "a\($0)", id: "\($0)") }
        let readings = listener.hear(events, at: 5)
        #expect(readings.count == 30)
        #expect(readings.allSatisfy { $0.mood.strongest == .happiness })
        #expect(listener.mood(at: 5).strongest == .happiness)
        #expect(listener.mood(at: 90).strongest == .neutral)
        #expect(listener.counts.read == 30)
    }

    @Test func aTappedFaceIsOneVoiceHoweverOftenItIsTapped() throws {
        var once = Listener(reader: try MessageReader())
        let quiet = once.mood(at: 1)[.fear]
        once.feel(Mood(.fear), author: "gallery a", time: 1)
        var often = once
        for _ in 1...50 { often.feel(Mood(.fear), author: "gallery a", time: 1) }
        var crowd = once
        for number in 1...50 { crowd.feel(Mood(.fear), author: "gallery \(number)", time: 1) }
        #expect(once.mood(at: 1)[.fear] > quiet)
        #expect(often.mood(at: 1)[.fear] - quiet < 2 * (once.mood(at: 1)[.fear] - quiet))
        #expect(crowd.mood(at: 1).strongest == .fear && often.mood(at: 1).strongest != .fear)
        #expect(often.counts == Listener.Counts())
    }

    @Test func theGallerysVoicesWeighWhatTheDeskSaysAndAtOnce() throws {
        var room = RoomSettings()
        room.galleryWeight = 0.5
        var listener = Listener(reader: try MessageReader(), room: room)
        #expect(listener.galleryWeight == 0.5)
        let quiet = listener.mood(at: 1)
        for number in 1...6 { listener.feel(Mood(.fear), author: "gallery \(number)", time: 1) }
        let half = listener.mood(at: 1)[.fear]
        listener.galleryWeight = 2
        let twice = listener.mood(at: 1)[.fear]
        listener.galleryWeight = 0
        #expect(listener.mood(at: 1) == quiet)
        #expect(quiet[.fear] < half && half < twice)
        listener.galleryWeight = 0.5
        #expect(listener.mood(at: 1)[.fear] == half)
    }

    @Test func aGalleryOfWeightTwoIsTwoVoicesOfTheChat() throws {
        var one = MoodEstimator()
        one.galleryWeight = 2
        one.add(Mood(.fear), author: "gallery a", time: 1, isGallery: true)
        one.add(Mood(.anger), author: "a", time: 1)
        var other = MoodEstimator()
        other.add(Mood(.fear), author: "b", time: 1, weight: 2)
        other.add(Mood(.anger), author: "a", time: 1)
        for time in [1.0, 4, 20] {
            for emotion in Emotion.allCases {
                #expect(abs(one.mood(at: time)[emotion] - other.mood(at: time)[emotion]) < 1e-12)
            }
        }
        // The chat's voices are as they were, and what is taken back is taken from its own side.
        one.remove(author: "gallery a")
        other.remove(author: "b")
        #expect(abs(one.mood(at: 20)[.anger] - other.mood(at: 20)[.anger]) < 1e-12)
        #expect(abs(one.mood(at: 20)[.fear] - other.mood(at: 20)[.fear]) < 1e-12)
    }

    @Test func whatIsTakenBackIsForgotten() throws {
        var listener = Listener(reader: try MessageReader())
        let quiet = listener.mood(at: 1)
        _ = listener.hear([message("I hate you", by: "a", id: "1")], at: 0)
        #expect(listener.mood(at: 1)[.anger] > quiet[.anger])
        _ = listener.hear([event(.deleted(target: "1"))], at: 1)
        #expect(abs(listener.mood(at: 1)[.anger] - quiet[.anger]) < 1e-9)

        _ = listener.hear(
            [message("I hate you", by: "b", id: "2"), message("REEEE", by: "b", id: "3")], at: 2)
        _ = listener.hear([event(.authorCleared, by: "b")], at: 3)
        #expect(abs(listener.mood(at: 3)[.anger] - quiet[.anger]) < 1e-9)
        #expect(listener.counts.removed == 3)
        _ = listener.hear([event(.deleted(target: "2")), event(.deleted(target: "x"))], at: 3)
        #expect(listener.counts.removed == 3)
    }

    @Test func whatHasNoWordsIsCounted() throws {
        var listener = Listener(reader: try MessageReader())
        let readings = listener.hear(
            [
                event(.paid(text: "", amount: 5, currency: "EUR", display: "5 €"), by: "a"),
                event(.unknown(renderer: "new")), event(.status(state: .live, reason: nil)),
            ], at: 0)
        #expect(readings.isEmpty)
        #expect(listener.counts == Listener.Counts(read: 0, skipped: 2, removed: 0))
    }

    @Test func commandsDoNotSteer() throws {
        var listener = Listener(reader: try MessageReader())
        let before = listener.mood(at: 1)
        for id in 0..<100 {
            _ = listener.hear(
                [message("!GALLERY INPUT!:anger=10", by: "a\(id)", id: "\(id)")], at: 0)
        }
        #expect(listener.mood(at: 1) == before)
        #expect(listener.counts.read == 100)
    }

    @Test func deletionFindsOnlyTheNewestMessages() {
        var memory = MessageMemory()
        for id in 0..<(MessageMemory.limit + 10) { memory.remember("\(id)", of: "a\(id % 2)") }
        #expect(memory.forget(message: "9") == nil)
        #expect(memory.forget(message: "10") == "a0")
        #expect(memory.forget(message: "10") == nil)
        memory.remember("new", of: "b")
        #expect(memory.forget(message: "new") == "b")
        #expect(memory.forget(author: "a1") == MessageMemory.limit / 2)
        #expect(memory.forget(author: "a0") == MessageMemory.limit / 2 - 1)
    }
}

@Suite struct MoodFilterTests {
    private func reading(_ time: Double, _ author: String, _ mood: String) -> Data {
        Data(
            """
            {"type":"message","id":"\(author)\(time)","time":\(time),"text":"x",\
            "author":{"id":"\(author)","name":"\(author)","roles":[]},"mood":\(mood)}
            """.utf8)
    }

    /// Weights rounded to six decimals sum to a little more than 1; a `Mood` would scale them.
    @Test func weightsAreTakenAsWritten() throws {
        var filter = MoodFilter()
        var estimator = MoodEstimator()
        let rounded = """
            {"anger":0.016667,"disgust":0.016667,"fear":0.016667,"happiness":0.900000,\
            "neutral":0.016667,"sadness":0.016667,"surprise":0.016667}
            """
        let lanes = SIMD8(0.016667, 0.016667, 0.016667, 0.9, 0.016667, 0.016667, 0.016667, 0)
        for (time, author) in [(0, "a"), (0.5, "b"), (1, "a")] as [(Double, String)] {
            try filter.hear(reading(time, author, rounded))
            estimator.add(lanes, author: author, time: time)
        }
        #expect(filter.time == 1)
        #expect(filter.mood(at: 1) == estimator.mood(at: 1))
    }

    @Test func readingsWithoutConfidenceSayNothing() throws {
        var filter = MoodFilter()
        try filter.hear(
            Data(
                """
                {"type":"message","id":"1","time":3,"text":"x","mood":{"anger":1},"confidence":0}
                """.utf8))
        #expect(filter.time == 3)
        #expect(filter.mood(at: 3) == MoodEstimator().mood(at: 3))
    }

    @Test func deletionsAreHeard() throws {
        var filter = MoodFilter()
        try filter.hear(reading(0, "a", #"{"fear":1}"#))
        try filter.hear(Data(#"{"type":"deleted","id":"d","time":0,"target":"a0.0"}"#.utf8))
        #expect(abs(filter.mood(at: 0)[.fear] - 0.02) < 1e-12)
    }

    @Test func whatIsNoMoodIsRefused() {
        var filter = MoodFilter()
        #expect(throws: MoodError.self) { try filter.hear(reading(0, "a", #"{"fear":2}"#)) }
        #expect(throws: (any Error).self) { try filter.hear(Data("{}".utf8)) }
        #expect(filter.time == nil)
    }
}
