import Signals
import Synchronization

/// Where a show takes its chat from, once a tick, without ever waiting.
public protocol ChatInlet: AnyObject, Sendable {
    /// The events that have arrived by `time` (seconds on the inlet's own clock) and were not
    /// handed out before, in their order.
    func arrived(upTo time: Double) -> [ChatEvent]
    /// Whether nothing more will ever arrive.
    var isFinished: Bool { get }
    /// How many events were lost because nobody took them in time.
    var dropped: Int { get }
}

/// A recording as an inlet: each event arrives at its own time. Nothing is ever dropped.
public final class RecordedInlet: ChatInlet {
    private let events: [ChatEvent]
    // A `Mutex`, since the show's loop and the desk may ask at once.
    private let next = Mutex(0)

    /// An inlet that plays the recording on the recording's own clock; give it
    /// `recording.startingAtZero` to play on a show's.
    public init(_ recording: Recording) { events = recording.events }

    /// The events of the recording up to `time` that were not handed out before.
    public func arrived(upTo time: Double) -> [ChatEvent] {
        next.withLock { next in
            let first = next
            while next < events.count, events[next].time <= time { next += 1 }
            return Array(events[first..<next])
        }
    }

    /// Whether the recording has been played to its end.
    public var isFinished: Bool { next.withLock { $0 == events.count } }

    /// Always 0: a recording loses nothing.
    public var dropped: Int { 0 }
}

/// A live chat as an inlet: a bounded inbox that a source fills and the show empties.
///
/// When it is full the oldest event is dropped and counted: a room that writes faster than the show
/// reads is heard as it feels now.
public final class LiveInlet: ChatInlet {
    /// How many events wait at most, if nothing else is said.
    public static let usualBound = 16_384

    private struct Inbox {
        var waiting: [ChatEvent] = []
        var oldest = 0  // `waiting` is a ring once it is full
        var dropped = 0
        var isClosed = false
    }

    private let bound: Int
    // A `Mutex`, since the source's task fills the inbox while the show's loop empties it.
    private let inbox = Mutex(Inbox())

    /// An empty inbox for at most `bound` events, 1 or more.
    public init(bound: Int = LiveInlet.usualBound) {
        precondition(bound > 0, "an inbox for \(bound) events holds none")
        self.bound = bound
    }

    /// Puts an event into the inbox; from any thread, never waiting.
    public func receive(_ event: ChatEvent) {
        inbox.withLock { inbox in
            guard inbox.waiting.count == bound else { return inbox.waiting.append(event) }
            inbox.waiting[inbox.oldest] = event
            inbox.oldest = (inbox.oldest + 1) % bound
            inbox.dropped += 1
        }
    }

    /// Says that nothing more will come.
    public func close() { inbox.withLock { $0.isClosed = true } }

    /// Everything in the inbox, oldest first: what is live has arrived, whatever time it carries.
    public func arrived(upTo time: Double) -> [ChatEvent] {
        inbox.withLock { inbox in
            let events = inbox.waiting[inbox.oldest...] + inbox.waiting[..<inbox.oldest]
            inbox.waiting = []
            inbox.oldest = 0
            return Array(events)
        }
    }

    /// Whether the source has closed the inbox and it is empty.
    public var isFinished: Bool { inbox.withLock { $0.isClosed && $0.waiting.isEmpty } }

    /// How many events the full inbox lost.
    public var dropped: Int { inbox.withLock { $0.dropped } }
}
