import Foundation
import Motion
import Synchronization
import TestSupport
import Testing
import Torch

@testable import Training

/// Three machines of a network of their own, a worker on each.
@Suite(.enabled(if: HostNetwork.isAllowed)) struct SeveralHostsTests {
    private static let port: UInt16 = 29_500

    private func together<Value: Sendable>(
        _ count: Int, in network: HostNetwork,
        _ body: @escaping @Sendable (WorkerGroup) throws -> Value
    ) async -> [Result<Value, any Error>] {
        // They wait long for names that nobody knows there; other tests go on meanwhile.
        await withCheckedContinuation { ended in
            Thread.detachNewThread {
                ended.resume(
                    returning: onThreads(count) { host in
                        try network.enter(host)
                        return try body(
                            WorkerGroup(
                                at: MeetingPlace(host: network.address(of: 0), port: Self.port),
                                rank: host, of: count, patience: 600, silence: 4))
                    })
            }
        }
    }

    private static func training(with workers: WorkerGroup? = nil) throws -> DancerTraining {
        let stream = try MotionStream(fourClips())
        return try DancerTraining(
            on: stream, validating: stream, configuration: smallSizes(),
            settings: smallSettings(steps: 20), workers: workers)
    }

    /// The losses of a run, which goes on from `state` and keeps its state there.
    private static func losses(
        with workers: WorkerGroup? = nil, state: URL? = nil,
        isStopped: (Int) -> Bool = { _ in false },
        after: (TrainingStep) throws -> Void = { _ in }
    ) throws -> [Double] {
        let training = try Self.training(with: workers)
        let isThere = state.map { FileManager.default.fileExists(atPath: $0.path) } ?? false
        try training.meet(state: isThere && training.isFirst ? state : nil)
        var losses: [Double] = []
        try training.run(
            isStopped: { isStopped(training.step) },
            record: {
                losses.append($0.loss)
                try after($0)
            }, save: { if let state { try training.saveState(to: state) } })
        return losses
    }

    private func expectClose(_ a: [Double], _ b: [Double]) {
        #expect(a.count == b.count)
        for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-5) }
    }

    @Test func theyFindTheWayToEachOtherAndLearnWhatOneAloneLearns() async throws {
        let alone = try Self.losses()
        let network = try HostNetwork(hosts: 3)
        let runs = await together(3, in: network) { try Self.losses(with: $0) }
        expectClose(try runs[0].get(), alone)
        #expect(alone.count == 20)
        #expect(try runs[1].get().isEmpty && runs[2].get().isEmpty)
    }

    @Test func aCutCableEndsAllAndTheRunGoesOnWhenItIsBackAndWithFewer() async throws {
        let state = temporaryFile()
        defer { try? FileManager.default.removeItem(at: state) }
        let alone = try Self.losses()
        let network = try HostNetwork(hosts: 3)
        let clock = ContinuousClock()
        let cut = Mutex<ContinuousClock.Instant?>(nil)
        let reached = Mutex<[Double]>([])
        let ends = await together(3, in: network) { workers in
            try Self.losses(
                with: workers, state: workers.isFirst ? state : nil,
                after: { step in
                    reached.withLock { $0.append(step.loss) }
                    guard step.number == 7 else { return }
                    try network.cut(2)
                    cut.withLock { $0 = clock.now }
                })
        }
        // Not by their patience with each other, which is ten minutes.
        let began = try #require(cut.withLock { $0 })
        #expect(began.duration(to: clock.now) < .seconds(120))
        for end in ends {
            let error = #expect(throws: WorkerGroupError.self) { try end.get() }
            #expect(error?.description.contains("has lost another worker") == true)
        }
        var losses = reached.withLock { $0 }
        #expect(losses.count == 7)

        try network.restore(2)
        losses += try await together(3, in: network) { workers in
            try Self.losses(
                with: workers, state: workers.isFirst ? state : nil, isStopped: { $0 == 12 })
        }[0].get()
        #expect(losses.count == 12)
        losses += try await together(2, in: network) { workers in
            try Self.losses(with: workers, state: workers.isFirst ? state : nil)
        }[0].get()
        expectClose(losses, alone)
    }
}
