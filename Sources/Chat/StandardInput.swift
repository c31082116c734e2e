import Foundation
import Signals
import Synchronization

/// Lines that arrive on standard input, or on any other file descriptor, as a live chat.
///
/// A line is a message, or an event in any form that a recording may have (`{"text":"hello"}`).
/// Text gets the clock's time; an event keeps the time it carries.
public final class StandardInput: ChatSource {
    /// The longest line in bytes; the rest of a longer one is passed over.
    public static let longestLine = 1 << 20

    private let descriptor: Int32
    private let now: @Sendable () -> Double
    // A `Mutex`, since the reading thread counts while others ask.
    private let counted = Mutex(Recording.Problems())

    /// Reads `descriptor`, which it does not close; `now` gives seconds since 1970.
    public init(
        descriptor: Int32 = 0,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        self.descriptor = descriptor
        self.now = now
    }

    /// What the desk calls this source.
    public var name: String { "standard input" }

    /// What could not be used so far.
    public var problems: Recording.Problems { counted.withLock { $0 } }

    /// The events as they come; ends with the input, or within a tenth of a second of the reader.
    ///
    /// A reader that falls `EventFeed.mostWaiting` events behind makes the input wait; nothing is lost here.
    public func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let (events, feed) = AsyncThrowingStream<ChatEvent, any Error>.makeStream(
            bufferingPolicy: .bufferingOldest(EventFeed.mostWaiting))
        let stop = StopSign()
        feed.onTermination = { _ in stop.raise() }
        let reading = LineReading(descriptor: descriptor, stop: stop)
        // A thread of its own, since reading blocks.
        Thread.detachNewThread { [self] in
            var reader = RecordingReader()
            while let line = reading.next() {
                for event in self.events(in: line, of: &reader) {
                    // Full: the input waits, as the program at the pipe's other end then does.
                    while case .dropped = feed.yield(event), !stop.isRaised {
                        Thread.sleep(forTimeInterval: 0.005)
                    }
                }
            }
            feed.finish()
        }
        return events
    }

    private func events(in line: Data, of reader: inout RecordingReader) -> [ChatEvent] {
        let isJSON = line.first { $0 > 0x20 } == UInt8(ascii: "{")
        reader.read(line: line, as: isJSON ? .json : .text)
        reader.place += 1
        let problems = reader.problems
        counted.withLock { $0 = problems }
        return reader.takeFound().map { found in
            found.event.at(found.clock ?? found.offset ?? now())
        }
    }
}

/// Says to a thread that it should end; a `Mutex` guards the flag.
private final class StopSign: Sendable {
    private let flag = Mutex(false)
    var isRaised: Bool { flag.withLock { $0 } }
    func raise() { flag.withLock { $0 = true } }
}

/// Cuts what a file descriptor delivers into lines.
///
/// `@unchecked Sendable`: only the one reading thread uses it.
private final class LineReading: @unchecked Sendable {
    private let descriptor: Int32
    private let stop: StopSign
    private var lines: [Data] = []
    private var rest = Data()
    private var hasEnded = false

    init(descriptor: Int32, stop: StopSign) {
        self.descriptor = descriptor
        self.stop = stop
    }

    /// The next line without its break; nil at the end, or when it is time to stop.
    func next() -> Data? {
        while lines.isEmpty {
            guard !hasEnded, !stop.isRaised else { return nil }
            fetch()
        }
        return lines.removeFirst()
    }

    /// Waits up to a tenth of a second for bytes, so that a stop is noticed.
    private func fetch() {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, 100) > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            hasEnded = true
            if !rest.isEmpty { lines.append(rest) }
            return
        }
        take(bytes[..<count])
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        var pieces = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let open = pieces.removeLast()
        for piece in pieces {
            add(piece)
            lines.append(rest)
            rest = Data()
        }
        add(open)
    }

    private func add(_ piece: ArraySlice<UInt8>) {
        rest.append(contentsOf: piece.prefix(StandardInput.longestLine - rest.count))
    }
}
