import Foundation
import Torch

// @unchecked Sendable: nothing changes after the start, and Foundation's Process may be asked from
// any thread whether it runs.
/// Workers 1 and up of a training on this machine, each a process of this same program.
public final class LocalWorkers: @unchecked Sendable {
    private let processes: [Process]
    private let first: Int

    /// Starts them; each is to run `arguments(rank)`. They share standard output and error.
    ///
    /// Throws `WorkerError.notStarted`; those that were started are ended.
    public init(
        executable: URL, ranks: Range<Int>, environment: [String: String]? = nil,
        arguments: (_ rank: Int) -> [String]
    ) throws {
        var started: [Process] = []
        for rank in ranks {
            let process = Process()
            process.executableURL = executable
            process.arguments = arguments(rank)
            if let environment { process.environment = environment }
            process.standardInput = FileHandle.nullDevice
            do {
                try process.run()
            } catch {
                for process in started { kill(process.processIdentifier, SIGKILL) }
                throw WorkerError.notStarted(
                    path: executable.path, reason: error.localizedDescription)
            }
            started.append(process)
        }
        processes = started
        first = ranks.lowerBound
    }

    /// The first worker that has come to an end of its own that is not a good one; nil when none has.
    public var fault: WorkerError? {
        for (index, process) in processes.enumerated() where !process.isRunning {
            switch (process.terminationReason, process.terminationStatus) {
            case (.exit, 0): continue
            case (.exit, let status):
                return .ended(worker: first + index, how: "ended with status \(status)")
            case (_, let signal):
                return .ended(worker: first + index, how: "was ended by signal \(signal)")
            }
        }
        return nil
    }

    /// The fault of a worker whose connection is lost: its end may be known a moment later.
    public var faultSoon: WorkerError? {
        for _ in 0..<20 {
            if let fault { return fault }
            usleep(100_000)
        }
        return fault
    }

    /// Runs `body`, and calls `onFault` from another thread should a worker end badly meanwhile.
    public func watched<Result>(
        onFault: @escaping @Sendable (WorkerError) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "workers"))
        watch.schedule(deadline: .now() + 0.2, repeating: 0.2)
        watch.setEventHandler { if let fault = self.fault { onFault(fault) } }
        watch.resume()
        defer { watch.cancel() }
        return try body()
    }

    /// Waits until all have ended by themselves.
    public func wait() { for process in processes { process.waitUntilExit() } }

    /// Ends those that still run, at once: they hold nothing that would be lost.
    public func end() {
        for process in processes where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
        }
    }

    /// A command line for worker `rank` of `count`, from the one that started all of them.
    ///
    /// - Parameter threads: those that the worker computes with.
    public static func arguments(
        from own: [String], meeting: MeetingPlace, rank: Int, of count: Int, threads: Int
    ) -> [String] {
        var kept: [String] = []
        var skipsNext = false
        for word in own {
            if skipsNext {
                skipsNext = false
            } else if ["--workers", "--threads"].contains(word) {
                skipsNext = true
            } else if !word.hasPrefix("--workers="), !word.hasPrefix("--threads=") {
                kept.append(word)
            }
        }
        return kept + [
            "--rendezvous", "\(meeting)", "--rank", "\(rank)", "--world", "\(count)",
            "--threads", "\(threads)", "--quiet",
        ]
    }
}
