import Signals
import Testing

@testable import Chat

@Suite struct ChatInletTests {
    private func message(_ number: Int, at time: Double = 0) -> ChatEvent {
        ChatEvent(id: "\(number)", time: time, kind: .message(text: "m\(number)"))
    }

    @Test func aRecordingHandsOutEachEventOnceItsTimeHasCome() {
        let inlet = RecordedInlet(
            Recording(events: [message(3, at: 2), message(1, at: 0), message(2, at: 1)]))
        #expect(inlet.arrived(upTo: -1).isEmpty)
        #expect(inlet.arrived(upTo: 1).map(\.id) == ["1", "2"])
        #expect(inlet.arrived(upTo: 1).isEmpty)
        #expect(!inlet.isFinished)
        #expect(inlet.arrived(upTo: 99).map(\.id) == ["3"])
        #expect(inlet.isFinished)
    }

    @Test func equalTimesKeepTheirOrder() {
        let recording = Recording(events: (0..<500).map { message($0, at: Double($0 % 2)) })
        let ids = recording.events.compactMap { Int($0.id) }
        #expect(
            ids == Array(stride(from: 0, to: 500, by: 2)) + Array(stride(from: 1, to: 500, by: 2)))
    }

    @Test func aFullInboxDropsTheOldestAndCountsThem() {
        let inlet = LiveInlet(bound: 3)
        for number in 1...5 { inlet.receive(message(number)) }
        #expect(inlet.dropped == 2)
        #expect(inlet.arrived(upTo: 0).map(\.id) == ["3", "4", "5"])
        inlet.receive(message(6))
        #expect(inlet.arrived(upTo: 0).map(\.id) == ["6"])
        #expect(inlet.dropped == 2)
    }

    @Test func aClosedInletIsFinishedOnceItIsEmpty() {
        let inlet = LiveInlet()
        inlet.receive(message(1, at: 1e12))
        inlet.close()
        #expect(!inlet.isFinished)
        #expect(inlet.arrived(upTo: 0).count == 1)
        #expect(inlet.isFinished)
    }

    @Test func manyThreadsLoseNothing() async {
        let inlet = LiveInlet(bound: 10_000)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<500 { inlet.receive(message(writer * 500 + number)) }
                }
            }
        }
        #expect(Set(inlet.arrived(upTo: 0).map(\.id)).count == 4_000)
    }
}
