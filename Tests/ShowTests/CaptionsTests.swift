import Show
import Signals
import Testing

@Suite struct CaptionsTests {
    private func reading(_ id: String, of author: String = "a") -> Reading {
        Reading(
            event: ChatEvent(
                id: id, time: 0, author: ChatAuthor(id: author, name: author),
                kind: .message(text: "hello " + id)),
            mood: Mood(.happiness), confidence: 0.5)
    }

    @Test func aMessageLeavesAfterFiveSeconds() {
        var captions = Captions()
        captions.update(readings: [reading("1")], events: [], at: 0)
        captions.update(readings: [], events: [], at: 4.9)
        #expect(captions.lines.count == 1)
        captions.update(readings: [], events: [], at: 5.1)
        #expect(captions.lines.isEmpty)
    }

    @Test func atMostFourMessagesAreShownTheNewestLast() {
        var captions = Captions()
        captions.update(readings: (1...9).map { reading("\($0)") }, events: [], at: 0)
        #expect(captions.lines.map(\.id) == ["6", "7", "8", "9"])
    }

    @Test func aMessageTakenAwayInTheChatLeavesThePicture() {
        var captions = Captions()
        captions.update(
            readings: [reading("1"), reading("2", of: "b"), reading("3", of: "b")], events: [],
            at: 0)
        captions.update(
            readings: [], events: [ChatEvent(id: "", time: 0, kind: .deleted(target: "1"))], at: 1)
        #expect(captions.lines.map(\.id) == ["2", "3"])
        let cleared = ChatEvent(
            id: "", time: 0, author: ChatAuthor(id: "b", name: ""), kind: .authorCleared)
        captions.update(readings: [], events: [cleared], at: 1)
        #expect(captions.lines.isEmpty)
    }

    @Test func aFeelingMessageWeighsMoreThanANeutralOne() {
        var captions = Captions()
        var calm = reading("2")
        calm.mood = Mood(.neutral)
        captions.update(readings: [reading("1"), calm], events: [], at: 0)
        #expect(captions.lines.map(\.weight) == [0.5, 0])
    }
}
