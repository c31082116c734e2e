import Clips
import Foundation
import Motion
import Signals
import TestSupport
import Testing
import Torch

@testable import Training

/// Several workers as threads of this process, each with a model of its own; they meet over sockets of
/// the loopback address as processes do.
@Suite struct WorkersTests {
    private func together<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (WorkerGroup) throws -> Value
    ) throws -> [Result<Value, any Error>] {
        let door = try MeetingDoor(at: MeetingPlace(host: "127.0.0.1", port: 0))
        let place = door.place
        nonisolated(unsafe) let first = door
        return onThreads(count) { rank in
            try body(
                WorkerGroup(
                    at: place, door: rank == 0 ? first : nil, rank: rank, of: count,
                    patience: 120))
        }
    }

    private static func training(
        steps: Int = 20, windows: Int = 6, with workers: WorkerGroup? = nil
    ) throws -> DancerTraining {
        let stream = try MotionStream(fourClips())
        var settings = smallSettings(steps: steps)
        settings.windows = windows
        return try DancerTraining(
            on: stream, validating: stream, configuration: smallSizes(), settings: settings,
            workers: workers)
    }

    private struct Run: Sendable {
        var losses: [Double] = []
        var norms: [Double] = []
        var weights: [Float] = []
        var validation: [Int: Double] = [:]
        var saves: [Int] = []
    }

    private static func run(_ training: DancerTraining) throws -> Run {
        var run = Run()
        try training.meet(state: nil)
        try training.run(
            record: {
                run.losses.append($0.loss)
                run.norms.append($0.gradientNorm)
            }, save: { run.saves.append(training.step) })
        run.weights = training.model.parameters.flatMap(\.tensor.floats)
        run.validation = training.validationLosses
        return run
    }

    private func expectClose(_ a: [Double], _ b: [Double], within tolerance: Double) {
        #expect(a.count == b.count)
        for (a, b) in zip(a, b) { #expect(abs(a - b) < tolerance) }
    }

    /// The same losses to 1e-5. Sums in another order differ in their last bits,
    /// and Adam divides by the root of small numbers: weights drift a little more than losses.
    @Test(arguments: [2, 3, 4]) func workersLearnWhatOneAloneLearns(count: Int) throws {
        let alone = try Self.run(Self.training())
        let runs = try together(count) { try Self.run(Self.training(with: $0)) }.map {
            try $0.get()
        }
        let first = runs[0]
        #expect(alone.losses.count == 20)
        expectClose(first.losses, alone.losses, within: 1e-5)
        expectClose(first.norms, alone.norms, within: 1e-4)
        expectClose(first.weights.map(Double.init), alone.weights.map(Double.init), within: 1e-4)
        #expect(alone.weights.contains { abs($0) > 0.1 })
        #expect(first.validation.keys.sorted() == [5, 10, 15, 20])
        for (step, loss) in alone.validation {
            #expect(abs((first.validation[step] ?? .nan) - loss) < 1e-5)
        }
        #expect(first.saves == alone.saves)
        for other in runs.dropFirst() {
            #expect(other.weights == first.weights, "every worker has the same weights to the bit")
            #expect(other.saves.isEmpty && other.losses.isEmpty)
        }
    }

    @Test func oneStepsGradientsAreThoseOfTheWholeBatch() throws {
        let alone = try Self.training(windows: 7)
        _ = try alone.takeStep()
        let expected = alone.model.parameters.compactMap { $0.tensor.gradient?.floats }
        let found = try together(2) { workers in
            let training = try Self.training(windows: 7, with: workers)
            _ = try training.takeStep()
            return training.model.parameters.compactMap { $0.tensor.gradient?.floats }
        }.map { try $0.get() }
        #expect(expected.count == found[0].count && !expected.isEmpty)
        #expect(found[0] == found[1])
        for (a, b) in zip(expected.joined(), found[0].joined()) { #expect(abs(a - b) < 1e-6) }
    }

    @Test func aRunGoesOnWithFewerOrMoreWorkers() throws {
        let state = temporaryFile()
        defer { try? FileManager.default.removeItem(at: state) }
        let alone = try Self.run(Self.training())
        let begun = try Self.training()
        let stopped = try begun.run(isStopped: { begun.step == 7 })
        #expect(stopped == .stopped)
        try begun.saveState(to: state)
        let losses = try together(2) { workers -> [Double] in
            let training = try Self.training(with: workers)
            // Only the first has the file.
            try training.meet(state: workers.isFirst ? state : nil)
            #expect(training.step == 7)
            var losses: [Double] = []
            let end = try training.run(
                // One is asked, and all stop at the same step.
                isStopped: { workers.rank == 1 && training.step == 12 },
                record: { losses.append($0.loss) })
            #expect(end == .stopped && training.step == 12)
            if workers.isFirst { try training.saveState(to: state) }
            return losses
        }.map { try $0.get() }
        let last = try Self.training()
        try last.resume(from: state)
        var rest: [Double] = []
        try last.run(record: { rest.append($0.loss) })
        expectClose(losses[0] + rest, Array(alone.losses.dropFirst(7)), within: 1e-5)
    }

    @Test func whenAWorkerIsGoneTheFirstSavesAndNothingIsLost() throws {
        let state = temporaryFile()
        defer { try? FileManager.default.removeItem(at: state) }
        let alone = try Self.run(Self.training())
        let results = try together(2) { workers -> [Double] in
            let training = try Self.training(with: workers)
            try training.meet(state: nil)
            var losses: [Double] = []
            if workers.rank == 1 {
                // What `run` does, and after seven steps it is gone without a word.
                for _ in 0..<7 {
                    _ = try training.agreed(false)
                    _ = try training.takeStep()
                }
                return []
            }
            let error = #expect(throws: WorkerGroupError.self) {
                try training.run(
                    record: { losses.append($0.loss) }, save: { try training.saveState(to: state) })
            }
            #expect(error?.description.contains("has lost another worker") == true)
            return losses
        }.map { try $0.get() }
        let resumed = try Self.training()
        try resumed.resume(from: state)
        #expect(resumed.step == 7)
        var rest: [Double] = []
        try resumed.run(record: { rest.append($0.loss) })
        expectClose(results[0] + rest, alone.losses, within: 1e-5)
    }

    @Test func workersOfOtherSettingsOrMotionAreNamedOnAll() throws {
        let results = try together(3) { workers -> Int in
            let training = try Self.training(
                steps: workers.rank == 2 ? 21 : 20, with: workers)
            try training.meet(state: nil)
            return 0
        }
        for result in results {
            #expect(throws: WorkerError.differ(workers: [2], inMotion: false)) { try result.get() }
        }
        let others = try together(2) { workers -> Int in
            let stream = try MotionStream(Array(fourClips().prefix(4 - workers.rank)))
            let training = try DancerTraining(
                on: stream, validating: stream, configuration: smallSizes(),
                settings: smallSettings(steps: 5), workers: workers)
            try training.meet(state: nil)
            return 0
        }
        let varied = try together(2) { workers -> Int in
            var stream = try MotionStream(fourClips())
            stream.variation.speed = workers.isFirst ? 0 : 0.25
            let training = try DancerTraining(
                on: stream, validating: stream, configuration: smallSizes(),
                settings: smallSettings(steps: 5), workers: workers)
            try training.meet(state: nil)
            return 0
        }
        for result in others + varied {
            #expect(throws: WorkerError.differ(workers: [1], inMotion: true)) { try result.get() }
        }
    }

    @Test func moreWorkersThanWindowsAreRefused() throws {
        let results = try together(3) { try Self.training(windows: 2, with: $0).step }
        for result in results {
            #expect(throws: WorkerError.tooMany(workers: 3, windows: 2)) { try result.get() }
        }
    }
}

@Suite struct WorkerPlaceTests {
    @Test func whatTheWordsDoNotSaySlurmAndPyTorchsLauncherDo() throws {
        let slurm = ["SLURM_PROCID": "2", "SLURM_NTASKS": "4"]
        let place = try WorkerPlace(
            rendezvous: "ada:29500", rank: nil, count: nil, environment: slurm)
        #expect(place.rank == 2 && place.count == 4 && place.meeting.port == 29500)
        let launched = ["RANK": "1", "WORLD_SIZE": "3", "SLURM_PROCID": "0"]
        #expect(
            try WorkerPlace(rendezvous: "ada:1", rank: nil, count: nil, environment: launched).rank
                == 1)
        #expect(
            try WorkerPlace(rendezvous: "ada:1", rank: 0, count: 2, environment: slurm).count == 2)
    }

    private func place(_ environment: [String: String]) throws -> String {
        let place = try WorkerPlace(
            rendezvous: "environment", rank: nil, count: nil, environment: environment)
        return "\(place.rank) of \(place.count) at \(place.meeting)"
    }

    @Test func slurmSaysWhereWorker0Waits() throws {
        let job = [
            "SLURM_PROCID": "2", "SLURM_NTASKS": "4", "SLURM_JOB_ID": "1234567",
            "SLURM_LAUNCH_NODE_IPADDR": "10.0.0.9",
        ]
        let listed = job.merging(["SLURM_JOB_NODELIST": "node[07-09,12],login"]) { $1 }
        #expect(try place(job) == "2 of 4 at 10.0.0.9:24567")
        #expect(try place(listed) == "2 of 4 at node07:24567")
        // A step has its own machines, and fewer workers than its job has room for.
        let step = listed.merging(
            ["SLURM_STEP_NODELIST": "node[08-09]", "SLURM_STEP_NUM_TASKS": "3"]
        ) { $1 }
        #expect(try place(step) == "2 of 3 at node08:24567")
        let told = step.merging(["MASTER_ADDR": "ada", "MASTER_PORT": "29500"]) { $1 }
        #expect(try place(told) == "2 of 3 at ada:29500")
    }

    @Test(arguments: [
        ("ada", "ada"), ("ada,grace", "ada"), ("gpu-a[3,5-7]", "gpu-a3"), ("n[001-128]", "n001"),
        ("rack[2-3]node[10-12,14],n1", "rack2node10"), ("n[5]-ib", "n5-ib"), ("a-b-c", "a-b-c"),
    ])
    func theFirstMachineOfSlurmsListIsFound(list: String, first: String) {
        #expect(LaunchedEnvironment.firstHost(of: list) == first)
    }

    @Test func pyTorchsLauncherSaysWhereWorker0Waits() throws {
        let launched = [
            "RANK": "1", "WORLD_SIZE": "3", "MASTER_ADDR": "fe80::1", "MASTER_PORT": "29400",
        ]
        #expect(try place(launched) == "1 of 3 at [fe80::1]:29400")
        // Where torchrun itself listens at that port.
        let shared = launched.merging(["TORCHELASTIC_USE_AGENT_STORE": "True"]) { $1 }
        #expect(try place(shared) == "1 of 3 at [fe80::1]:29401")
    }

    @Test(arguments: [
        [:], ["MASTER_ADDR": "ada"], ["MASTER_PORT": "29500"],
        ["MASTER_ADDR": "ada", "MASTER_PORT": "70000"], ["SLURM_JOB_NODELIST": "node1"],
    ])
    func anEnvironmentThatDoesNotSayWhereIsNamed(environment: [String: String]) {
        let ranked = environment.merging(["RANK": "0", "WORLD_SIZE": "2"]) { $1 }
        let error = #expect(throws: WorkerError.self) { try place(ranked) }
        #expect(error?.description.contains("needs MASTER_ADDR and MASTER_PORT") == true)
    }

    @Test func whatIsMissingOrDoesNotGoTogetherIsNamed() {
        func reason(_ words: String, _ rank: Int?, _ count: Int?) -> String {
            do {
                _ = try WorkerPlace(
                    rendezvous: words, rank: rank, count: count, environment: [:])
                return ""
            } catch { return "\(error)" }
        }
        #expect(reason("ada", 0, 2).contains("not HOST:PORT"))
        #expect(reason("ada:1", nil, 2).contains("needs --rank"))
        #expect(reason("ada:1", 0, nil).contains("needs --world"))
        #expect(reason("ada:1", 2, 2).contains("no worker 2 of 2"))
    }

    @Test func aWorkersCommandLineIsTheFirstOnesWithItsPlace() {
        let own = [
            "train", "dancer", "data", "--workers", "3", "--threads=6", "--output", "runs/x",
        ]
        let words = LocalWorkers.arguments(
            from: own, meeting: MeetingPlace(host: "127.0.0.1", port: 4000), rank: 2, of: 3,
            threads: 2)
        #expect(
            words.joined(separator: " ")
                == "train dancer data --output runs/x --rendezvous 127.0.0.1:4000 --rank 2 "
                + "--world 3 --threads 2 --quiet")
    }

    @Test func aWorkerThatEndsBadlyIsNamedWithHow() throws {
        let workers = try LocalWorkers(
            executable: URL(fileURLWithPath: "/bin/sh"), ranks: 1..<4
        ) { rank in ["-c", rank == 2 ? "kill -9 $$" : "exit 0"] }
        workers.wait()
        #expect(workers.fault == .ended(worker: 2, how: "was ended by signal 9"))
        #expect(workers.fault?.description.contains("Worker 2 was ended by signal 9") == true)
        #expect(throws: WorkerError.self) {
            try LocalWorkers(
                executable: URL(fileURLWithPath: "/nowhere/program"), ranks: 1..<2
            ) { _ in [] }
        }
    }
}
