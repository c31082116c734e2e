import Foundation
import Synchronization

// @unchecked Sendable: nothing changes after the start, and Foundation's Process may be asked, and
// told to end, from any thread.
/// This same program, run beside itself: what it says, line by line, and how it ended.
final class ShowChild: @unchecked Sendable {
    /// What of the child's words is read here.
    enum Reading {
        /// What it prints and what it says.
        case everything
        /// What it says; what it prints goes where this program's goes.
        case words
    }

    /// Letters of a line that are kept.
    static let longestLine = 1_000
    /// Lines that wait to be read at most; the oldest are lost.
    static let mostLines = 1_000
    /// How long a child that was told to end may take before it is made to.
    static let patience = 15.0

    /// What it says, until it has ended.
    let lines: AsyncStream<String>
    private let process = Process()
    private let ending: Task<Int32, Never>

    /// Starts it in a process group of its own, so that Ctrl-C is this program's to pass on, once.
    ///
    /// Throws the system's error when there is no such program.
    init(
        _ program: URL, _ arguments: [String], environment: [String: String], reading: Reading
    ) throws {
        let pipe = Pipe()
        let feed: AsyncStream<String>.Continuation
        (lines, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostLines))
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardError = pipe
        if reading == .everything { process.standardOutput = pipe }
        let (statuses, statusFeed) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            statusFeed.yield(
                process.terminationReason == .exit
                    ? process.terminationStatus : 128 + process.terminationStatus)
            statusFeed.finish()
            // A program that the child left behind may keep the pipe open for ever.
            DispatchQueue.global().asyncAfter(deadline: .now() + 2) { feed.finish() }
        }
        ending = Task { await statuses.first { _ in true } ?? -1 }
        try process.run()
        Thread.detachNewThread {
            var rest = Data()
            while true {
                let some = pipe.fileHandleForReading.availableData
                rest += some
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    Self.tell(rest[..<end], feed)
                    rest = Data(rest[(end + 1)...])
                }
                if some.isEmpty { break }
            }
            if !rest.isEmpty { Self.tell(rest, feed) }
            feed.finish()
        }
    }

    private static func tell(_ line: Data, _ feed: AsyncStream<String>.Continuation) {
        feed.yield(String(String(decoding: line, as: UTF8.self).prefix(longestLine)))
    }

    /// Its status when it has ended; 128 and the signal's number where one ended it.
    var status: Int32 { get async { await ending.value } }

    /// Tells it to end in order, and makes it end where it does not.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        let process = process
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }
}
