import Foundation
import LineFiles
import Signals
import Synchronization

/// Poses to a file: one OpenPose JSON object a line, with the mood and the time.
///
/// Lines are gathered and written once a second, by a thread of the file's own.
public final class PoseFile: PoseOutput {
    /// The output's name.
    public let name: String

    private let path: String
    private let framing: Framing
    private let whenFull: WhenFull
    private let report: @Sendable (OutputFault) -> Void
    private let lines: HandOver<PoseLine>
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// A file of poses in the pixels of `framing`.
    ///
    /// Throws `BroadcastError.unwritable` when the file cannot be made.
    public init(
        path: String, framing: Framing, whenFull: WhenFull = .dropOldest,
        report: @escaping @Sendable (OutputFault) -> Void
    ) throws(BroadcastError) {
        try checkWritable(file: path)
        name = OutputAddress.poses(path: path).description
        self.path = path
        self.framing = framing
        self.report = report
        self.whenFull = whenFull
        lines = HandOver(room: PoseFile.linesWaiting, whenFull: whenFull)
    }

    /// Poses that wait for a slow disk: 10 seconds.
    private static let linesWaiting = 300

    /// Poses sent, dropped and written so far.
    public var counts: OutputCounts { lines.counts }

    /// Opens the file, emptying it.
    public func start() {
        work.withLock { work in
            if work == nil { work = Task { await onOwnThread { self.write() } } }
        }
    }

    /// Hands a pose on, in torsos; `time` is in seconds since the show began.
    public nonisolated(nonsending) func send(_ pose: Pose, mood: Mood, time: Double) async {
        await lines.offer(PoseLine(pose: framing.pixels(pose), mood: mood, time: time))
    }

    /// Writes what waits and closes the file.
    public func finish(within limit: Duration? = nil) async {
        lines.close()
        guard let work = work.withLock({ $0 }) else { return }
        await wait(for: work, atMost: limit ?? whenFull.timeToFinish)
    }

    /// Takes poses until the hand-over is closed.
    private func write() {
        var file = LineFile(path: path)
        var gathered = 0
        var isLost = false
        var tried = ContinuousClock.now
        var newest = 0.0

        func flush() {
            tried = .now
            do throws(LineFile.Failure) {
                try file.flush()
                lines.countWritten(gathered)
                gathered = 0
                isLost = false
            } catch {
                if !isLost {
                    let reason = "\(error.reason); trying again every second"
                    report(OutputFault(time: newest, output: name, reason: reason))
                }
                isLost = true
            }
        }

        flush()  // makes the file
        while let line = lines.take() {
            newest = line.time
            if file.waitingBytes < PoseFile.mostBytes {
                file.gather { line.write(to: &$0) }
                gathered += 1
            } else {
                lines.countDropped(1)
            }
            let isFull = file.waitingBytes >= PoseFile.bytesAtOnce && !isLost
            if isFull || .now - tried >= .seconds(1) { flush() }
        }
        flush()
        lines.countDropped(gathered)
        file.close()
    }

    /// Bytes after which a second is not waited for.
    private static let bytesAtOnce = 64 << 10
    /// Bytes that are kept while the disk is full: about 40 seconds.
    private static let mostBytes = 1 << 20
}
