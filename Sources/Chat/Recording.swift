import Signals

/// A recorded chat: its events in the order of time, and what in its file could not be used.
public struct Recording: Sendable, Equatable {
    /// The events, earliest first.
    ///
    /// Times are the recording's own: seconds since the start of the video or chat where the file
    /// has offsets, else seconds since 1970; in a file without times the events are a second apart.
    public var events: [ChatEvent]
    /// What could not be used.
    public var problems: Problems
    /// When the show began whose chat this is, on the events' clock; nil where the file is no show's.
    public var beginning: Double?

    /// A recording of these events, which it sorts by time; equals stay in their order.
    public init(events: [ChatEvent], problems: Problems = Problems()) {
        self.events = events.map { RecordedEvent($0, clock: $0.time) }.timed
        self.problems = problems
    }

    /// When the first event happened, in seconds; nil without events.
    public var firstTime: Double? { events.first?.time }

    /// When the last event happened, in seconds; nil without events.
    public var lastTime: Double? { events.last?.time }

    /// The same recording with its beginning at 0 seconds, as a show plays it: that of the show
    /// whose chat was recorded, else the first event.
    public var startingAtZero: Recording {
        guard let zero = beginning ?? firstTime, zero != 0 else { return self }
        var moved = self
        moved.events = events.map { $0.at($0.time - zero) }
        moved.beginning = beginning.map { _ in 0 }
        return moved
    }
}

extension Recording {
    /// What in a file could not be used.
    public struct Problems: Sendable, Equatable, CustomStringConvertible {
        /// Lines or entries that could not be decoded.
        public var unreadable = 0
        /// The first few of them: line numbers from 1, or in one JSON array its element's number.
        public var firstUnreadable: [Int] = []
        /// Lines with nothing in them.
        public var emptyLines = 0
        /// Events that this program does not know, counted by their renderer's name.
        public var unknown: [String: Int] = [:]

        /// How many places of unreadable entries are kept.
        public static let placesKept = 10

        /// No problems.
        public init() {}

        /// Whether there are none.
        public var isEmpty: Bool { unreadable == 0 && emptyLines == 0 && unknown.isEmpty }

        /// The problems in a line: "2 unreadable (at 7, 31), 1 empty line, unknown: pollRenderer 3".
        public var description: String {
            var parts = [String]()
            if unreadable > 0 {
                let places = firstUnreadable.map(String.init).joined(separator: ", ")
                let more = unreadable > firstUnreadable.count ? ", …" : ""
                parts.append("\(unreadable) unreadable (at \(places)\(more))")
            }
            if emptyLines > 0 {
                parts.append("\(emptyLines) empty line\(emptyLines == 1 ? "" : "s")")
            }
            if !unknown.isEmpty {
                let names = unknown.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                parts.append("unknown: " + names.joined(separator: ", "))
            }
            return parts.isEmpty ? "no problems" : parts.joined(separator: ", ")
        }
    }
}
