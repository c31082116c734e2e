import Signals
import Testing

@testable import Show

@Suite struct CueTests {
    private let calm = Mood(.neutral)

    private func angry(_ share: Double) throws -> Mood {
        try Mood([share, 0, 0, 0, 1 - share, 0, 0])
    }

    @Test func aCueAtATimeIsGivenOnceAndInItsOrder() {
        var player = CuePlayer([
            ShowCue(.at(2), [.title("late")]), ShowCue(.at(1), [.title("early")]),
            ShowCue(.at(2), [.title("last")]),
        ])
        #expect(player.due(at: 0.9, room: calm).isEmpty)
        // After a show that stood still both are due; the earlier goes first.
        #expect(player.due(at: 5, room: calm) == [.title("early"), .title("late"), .title("last")])
        #expect(player.due(at: 6, room: calm).isEmpty)
    }

    @Test func aMoodMustLast() throws {
        var player = CuePlayer([
            ShowCue(.mood([.anger: 0.6], seconds: 5, again: nil), [.title("anger")])
        ])
        #expect(player.due(at: 0, room: try angry(0.7)).isEmpty)
        #expect(player.due(at: 4, room: try angry(0.7)).isEmpty)
        #expect(player.due(at: 4.5, room: try angry(0.5)).isEmpty)
        #expect(player.due(at: 5, room: try angry(0.7)).isEmpty)
        #expect(player.due(at: 9.9, room: try angry(0.7)).isEmpty)
        #expect(player.due(at: 10, room: try angry(0.7)) == [.title("anger")])
        #expect(player.due(at: 60, room: try angry(0.7)).isEmpty)
    }

    @Test func aMoodMayComeAgain() throws {
        var player = CuePlayer([
            ShowCue(.mood([.anger: 0.6], seconds: 1, again: 30), [.title("anger")])
        ])
        var given: [Double] = []
        for second in 0...70 where !player.due(at: Double(second), room: try angry(1)).isEmpty {
            given.append(Double(second))
        }
        #expect(given == [1, 32, 63])
    }

    @Test func aTitleFadesAndGivesWayToTheNext() {
        var title = ShowTitle()
        title.show("one", at: 0)
        #expect(title.seen(at: 0)?.opacity == 0)
        #expect(title.seen(at: 0.4)?.opacity == 0.5)
        title.show("two", at: 10)
        #expect(title.seen(at: 10.2)?.words == "one")
        #expect(title.seen(at: 12) == .init(words: "two", opacity: 1))
        title.show(nil, at: 20)
        #expect(title.seen(at: 21) == nil)
    }
}
