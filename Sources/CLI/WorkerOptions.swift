import ArgumentParser
import Foundation
import Torch
import Training

/// How a training is spread over processes.
struct WorkerOptions: ParsableArguments {
    @Option(help: "Processes on this machine, each with its part of every step's windows.")
    var workers: Int?

    @Option(
        help: """
            HOST:PORT where the worker of rank 0 waits for those on other machines; start each with \
            the same options and its own --rank. `environment`: where Slurm or torchrun says. Only \
            on a network that you trust.
            """)
    var rendezvous: String?

    @Option(help: "Which worker this is, from 0. (default: what Slurm or torchrun says)")
    var rank: Int?

    @Option(help: "How many workers there are. (default: what Slurm or torchrun says)")
    var world: Int?

    @Option(
        help: """
            Seconds that a worker which does nothing is waited for before the training ends; one \
            whose network is cut, 15.
            """)
    var workerTimeout = 300.0

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers is 1 or more.") }
        guard workers == nil || rendezvous == nil else {
            throw ValidationError(
                "--workers is for one machine, --rendezvous for several: give one.")
        }
        guard rendezvous != nil || (rank == nil && world == nil) else {
            throw ValidationError("--rank and --world go with --rendezvous.")
        }
        guard workerTimeout >= 1, workerTimeout.isFinite else {
            throw ValidationError("--worker-timeout is 1 second or more.")
        }
    }

    /// The threads of this process, of those that all of this machine have together.
    func threads(of all: Int) -> Int { max(1, all / (workers ?? 1)) }

    /// Runs `body` with the workers that learn together, those of this machine started for it; with
    /// nil where there is one alone.
    func withWorkers(
        threads: Int, isQuiet: Bool, _ body: (WorkerGroup?) throws -> Void
    ) throws {
        if let rendezvous {
            let place = try WorkerPlace(
                rendezvous: rendezvous, rank: rank, count: world,
                environment: ProcessInfo.processInfo.environment)
            if !isQuiet {
                say(
                    "Worker \(place.rank) of \(place.count) waits for the others at "
                        + "\(place.meeting).")
                if place.rank == 0, let address = place.meeting.addressOfNoOther {
                    say(
                        "\(place.meeting.host) is \(address) on this machine, where none but its own "
                            + "workers reach it. For others give its address in numbers.")
                }
            }
            try body(
                WorkerGroup(
                    at: place.meeting, rank: place.rank, of: place.count, patience: workerTimeout))
        } else if let workers, workers > 1 {
            try withLocalWorkers(workers, threads: self.threads(of: threads), body)
        } else {
            try body(nil)
        }
    }

    private func withLocalWorkers(
        _ count: Int, threads: Int, _ body: (WorkerGroup?) throws -> Void
    ) throws {
        let door = try MeetingDoor(at: MeetingPlace(host: "127.0.0.1", port: 0))
        let own = CommandLine.arguments
        let others = try LocalWorkers(
            executable: Bundle.main.executableURL ?? URL(fileURLWithPath: own[0]), ranks: 1..<count
        ) { rank in
            LocalWorkers.arguments(
                from: Array(own.dropFirst()), meeting: door.place, rank: rank, of: count,
                threads: threads)
        }
        do {
            // Gloo notices a worker that is gone only once all have met.
            let group = try others.watched(onFault: { fault in
                say("Error: \(fault)")
                others.end()
                Foundation.exit(EXIT_FAILURE)
            }) {
                try WorkerGroup(
                    at: door.place, door: door, rank: 0, of: count, patience: workerTimeout)
            }
            try body(group)
            others.wait()
        } catch let error as WorkerGroupError {
            let fault = others.faultSoon
            others.end()
            throw fault ?? error
        } catch {
            others.end()
            throw error
        }
    }
}
