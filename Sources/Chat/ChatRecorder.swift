import Foundation
import LineFiles
import Signals

/// Writes a show's chat to a file of JSON Lines, which `replay:FILE` performs again: the same events
/// at the same moments of the show.
///
/// The first line, `{"type":"recording","time":0,…}`, says when the show began; it is no event. The
/// file is written by a thread of its own, several times a second and in whole lines, so that what is
/// there is playable whatever happens to the program. The show never waits: where the disk is too
/// slow or full, events beyond `mostWaiting` are not recorded, and counted.
///
/// `@unchecked Sendable`: every stored property that changes is read and written under `condition`.
public final class ChatRecorder: @unchecked Sendable {
    /// What became of the events that were handed over.
    public struct Counts: Sendable, Equatable, Codable {
        /// Events in the file.
        public var written = 0
        /// Events lost because the file took no more.
        public var dropped = 0

        /// Nothing yet.
        public init() {}
    }

    /// Events that wait for the disk at most: three seconds of the loudest room.
    public static let mostWaiting = 32_768

    private let mostWaiting: Int
    private let condition = NSCondition()
    private var waiting: [ChatEvent] = []
    private var counted = Counts()
    private var trouble: String?
    private var isClosed = false
    private var isDone = false

    /// Makes the file, or empties it, and writes its first line.
    ///
    /// - Parameter began: when the show began, in seconds since 1970.
    /// - Parameter mostWaiting: events that wait for the disk at most.
    ///
    /// Throws `ChatError.cannotRecord` where there can be no such file.
    public init(
        path: String, began: Double = Date().timeIntervalSince1970,
        mostWaiting: Int = ChatRecorder.mostWaiting
    ) throws(ChatError) {
        let path = NSString(string: path).expandingTildeInPath
        self.mostWaiting = mostWaiting
        var file = LineFile(path: path)
        let first = #"{"type":"recording","time":0,"began":\#(began)}"# + "\n"
        file.gather { $0 += first.utf8 }
        do throws(LineFile.Failure) {
            try file.flush()
        } catch {
            throw .cannotRecord(path: path, reason: error.reason)
        }
        let opened = file
        Thread.detachNewThread { [self] in write(to: opened) }
    }

    /// What became of the events so far.
    public var counts: Counts { condition.withLock { counted } }

    /// Why the file cannot be written any more, a sentence, where that is new since this was last
    /// asked; it is tried again all the same.
    public func takeTrouble() -> String? {
        condition.withLock {
            defer { trouble = nil }
            return trouble
        }
    }

    /// Hands events over, each with the moment of the show at which it is to be performed again; at
    /// once, whatever the disk does.
    public func record(_ events: [ChatEvent]) {
        guard !events.isEmpty else { return }
        condition.withLock {
            let room = isClosed ? 0 : max(0, mostWaiting - waiting.count)
            waiting.append(contentsOf: events.prefix(room))
            counted.dropped += max(0, events.count - room)
            condition.signal()
        }
    }

    /// Writes what waits and closes the file; waits for that `seconds` at most.
    public func close(within seconds: Double = 1) {
        let end = Date(timeIntervalSinceNow: seconds)
        condition.withLock {
            isClosed = true
            condition.broadcast()
            while !isDone, condition.wait(until: end) {}
        }
    }

    /// Seconds for which lines are gathered before they are written together.
    private static let gathering = 0.2
    /// Bytes that are kept while the disk takes none.
    private static let mostBytes = 8 << 20

    private func write(to file: LineFile) {
        var file = file
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var gathered = 0
        var isLost = false
        var isOver = false
        while !isOver {
            let events = take(isOver: &isOver)
            var lost = 0
            for event in events {
                guard file.waitingBytes < Self.mostBytes, let line = try? encoder.encode(event)
                else {
                    lost += 1
                    continue
                }
                file.gather { $0 += line + [UInt8(ascii: "\n")] }
                gathered += 1
            }
            do throws(LineFile.Failure) {
                try file.flush()
                isLost = false
                count(written: gathered, dropped: lost)
                gathered = 0
            } catch {
                if !isLost {
                    let words = "The chat is not recorded: \(error.reason). Trying again."
                    condition.withLock { trouble = words }
                }
                isLost = true
                count(written: 0, dropped: lost + (isOver ? gathered : 0))
            }
        }
        file.close()
        condition.withLock {
            isDone = true
            condition.broadcast()
        }
    }

    /// What waits, after a moment of gathering; waits for something, or for the end.
    private func take(isOver: inout Bool) -> [ChatEvent] {
        condition.withLock {
            while waiting.isEmpty, !isClosed { condition.wait() }
            let due = Date(timeIntervalSinceNow: Self.gathering)
            while !isClosed, condition.wait(until: due) {}
            isOver = isClosed
            defer { waiting = [] }
            return waiting
        }
    }

    private func count(written: Int, dropped: Int) {
        condition.withLock {
            counted.written += written
            counted.dropped += dropped
        }
    }
}
