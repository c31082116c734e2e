import Foundation
import TestSupport
import Testing

@testable import Torch

@Suite struct WorkerGroupTests {
    /// Runs `body` as each of the workers, every one on a thread of its own, and gives what they gave.
    private func together<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (WorkerGroup) throws -> Value
    ) throws -> [Result<Value, any Error>] {
        let door = try MeetingDoor(at: MeetingPlace(host: "127.0.0.1", port: 0))
        let place = door.place
        #expect(place.port > 0)
        nonisolated(unsafe) let first = door
        return onThreads(count) { rank in
            try body(
                WorkerGroup(
                    at: place, door: rank == 0 ? first : nil, rank: rank, of: count,
                    patience: 120))
        }
    }

    @Test func sumsAndSharesReachEveryWorker() throws {
        let results = try together(3) { group in
            let sums = try group.sum([Double(group.rank), 1, 0.25])
            let tensor = Tensor([Float(group.rank), 5], shape: [2])
            try group.share([tensor])
            let bytes = try group.share(Data("worker \(group.rank)".utf8))
            let nothing = try group.share(Data())
            return (sums, tensor.floats, bytes, nothing, group.part(of: 8))
        }.map { try $0.get() }
        for (sums, floats, bytes, nothing, _) in results {
            #expect(sums == [3, 3, 0.75])
            #expect(floats == [0, 5])
            #expect(bytes == Data("worker 0".utf8))
            #expect(nothing.isEmpty)
        }
        #expect(results.map(\.4) == [0..<2, 2..<5, 5..<8])
    }

    @Test func gradientsAreAddedUpAndWhereNobodyHasOneThereIsNone() throws {
        let results = try together(2) { group -> [[Float]?] in
            let both = Tensor([1, 2] as [Float], shape: [2]).requiringGradient()
            let one = Tensor([3] as [Float], shape: [1]).requiringGradient()
            let none = Tensor([4] as [Float], shape: [1]).requiringGradient()
            var sum = (both * Double(group.rank + 1)).sum()
            if group.isFirst { sum = sum + one.sum() }
            sum.backward()
            try group.sumGradients(of: [both, one, none])
            return [both, one, none].map { $0.gradient?.floats }
        }.map { try $0.get() }
        for gradients in results {
            #expect(gradients[0] == [3, 3])
            #expect(gradients[1] == [1])
            #expect(gradients[2] == nil)
        }
    }

    @Test func aWorkerThatLeavesIsNoticedByTheOthers() throws {
        let results = try together(2) { group -> Int in
            if group.rank == 1 { return 0 }
            var sums = 0
            while sums < 1000 {
                _ = try group.sum([1])
                sums += 1
            }
            return sums
        }
        #expect(throws: Never.self) { try results[1].get() }
        do {
            _ = try results[0].get()
            Issue.record("worker 0 went on alone")
        } catch let error as WorkerGroupError {
            #expect("\(error)".contains("Worker 0 has lost another worker"))
        }
    }

    @Test func aPlaceIsReadFromItsWords() {
        #expect(MeetingPlace("ada.local:29500") == MeetingPlace(host: "ada.local", port: 29500))
        #expect(MeetingPlace("[::1]:80") == MeetingPlace(host: "::1", port: 80))
        #expect(MeetingPlace("[::1]:80")?.description == "[::1]:80")
        for words in ["ada", "ada:", ":80", "ada:0", "ada:70000", "ada:port"] {
            #expect(MeetingPlace(words) == nil)
        }
    }

    @Test func aPlaceThatIsNotOfThisMachineIsNamed() {
        // TEST-NET-1 of RFC 5737 is nobody's address.
        let place = MeetingPlace(host: "192.0.2.1", port: 29500)
        let error = #expect(throws: WorkerGroupError.self) { _ = try MeetingDoor(at: place) }
        #expect(error?.description.contains("192.0.2.1:29500") == true)
    }
}
