import Signals
import Testing

@testable import Chat

@Suite struct SpreadTests {
    private func found(_ clocks: [Double?]) -> [RecordedEvent] {
        clocks.enumerated().map { place, clock in
            RecordedEvent(id: "\(place)", kind: .message(text: ""), clock: clock)
        }
    }

    @Test func messagesKeepTheirDistances() {
        let spread = Spread(found([100, 100.5, 101.25]), at: 200, longest: 2)
        #expect(spread.events.map(\.due) == [200, 200.5, 201.25])
        #expect(spread.events.map(\.event.time) == [100, 100.5, 101.25])
    }

    @Test func noMessageIsHeldBackLongerThanTheBound() {
        let spread = Spread(found([100, 104, 110]), at: 200, longest: 2)
        #expect(spread.events.map(\.due) == [200, 200.8, 202])
        let none = Spread(found([100, 104, 110]), at: 200, longest: 0)
        #expect(none.events.map(\.due) == [200, 200, 200])
    }

    @Test func eachMessageIsWaitedForUntilItIsDue() async throws {
        let clock = FastClock(at: 200)
        let spread = Spread(found([100, 100.5, 101.25]), at: 200, longest: 2)
        var ids = [String]()
        for try await event in EventFeed.events(from: { try await $0.send(spread, by: clock) }) {
            ids.append(event.id)
        }
        #expect(ids == ["0", "1", "2"])
        #expect(clock.waits == [200.5, 201.25])
    }

    @Test func aSlowReaderLosesNothing() async throws {
        let spread = Spread(found(Array(repeating: 1, count: 5_000)), at: 2, longest: 2)
        let clock = FastClock(at: 2)
        var ids = [String]()
        for try await event in EventFeed.events(from: { try await $0.send(spread, by: clock) }) {
            if ids.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            ids.append(event.id)
        }
        #expect(difference(ids, (0..<5_000).map(String.init)) == nil)
    }

    @Test func messagesOutOfTurnOrWithoutATimeKeepTheirPlace() {
        let spread = Spread(found([101, nil, 100, 102]), at: 200, longest: 2)
        #expect(spread.events.map(\.event.id) == ["0", "1", "2", "3"])
        #expect(spread.events.map(\.due) == [201, 201, 201, 202])
        #expect(spread.events[1].event.time == 200)
    }

    @Test func waitsGrowToHalfAMinuteAndDifferByAFifth() {
        var backoff = Backoff(seed: 3)
        let waits = (0..<10).map { _ in backoff.next() }
        for (wait, whole) in zip(waits, [1, 2, 4, 8, 16, 30, 30, 30, 30, 30.0]) {
            #expect(wait >= whole * 0.8 && wait <= whole * 1.2)
        }
        var same = Backoff(seed: 3)
        #expect(waits == (0..<10).map { _ in same.next() })
        backoff.reset()
        #expect(backoff.next() <= 1.2)
    }

    @Test func theMemoryOfWhatWasSeenIsBounded() {
        var seen = SeenEvents(capacity: 3)
        func event(_ id: String, _ kind: ChatEvent.Kind = .message(text: "")) -> ChatEvent {
            ChatEvent(id: id, time: 0, kind: kind)
        }
        let first = ["a", "b", "a", "c", "d", "a"].map { seen.insert(event($0)) }
        #expect(first == [true, true, false, true, true, true])
        // The words that replace a placeholder are new.
        let replaced = [event("e", .unknown(renderer: "placeholder")), event("e")]
        #expect(replaced.map { seen.insert($0) } == [true, true])
        #expect(["", ""].map { seen.insert(event($0)) } == [true, true])
    }
}
