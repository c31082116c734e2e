import Signals

/// An event as a file holds it, before its time is settled.
struct RecordedEvent {
    /// The event; its `time` means nothing yet.
    var event: ChatEvent
    /// Seconds since the start of the chat or the video.
    var offset: Double?
    /// Seconds since 1970, or whatever clock the file keeps.
    var clock: Double?

    /// An event at the times that its file names; one that is no number is none.
    init(_ event: ChatEvent, offset: Double? = nil, clock: Double? = nil) {
        self.event = event
        self.offset = offset.flatMap { $0.isFinite ? $0 : nil }
        self.clock = clock.flatMap { $0.isFinite ? $0 : nil }
    }

    /// An event of nobody and no name yet.
    init(
        id: String = "", author: ChatAuthor? = nil, kind: ChatEvent.Kind, clock: Double? = nil
    ) {
        self.init(ChatEvent(id: id, time: 0, author: author, kind: kind), clock: clock)
    }
}

extension [RecordedEvent] {
    /// The events with their times settled, in the order of time; equals stay in the file's order.
    ///
    /// Offsets count where there are any, else the file's clock. An event without either happened
    /// when the one before it did. In a file without times the events are a second apart.
    var timed: [ChatEvent] {
        let onOffsets = contains { $0.offset != nil }
        guard onOffsets || contains(where: { $0.clock != nil }) else {
            return enumerated().map { place, found in found.event.at(Double(place)) }
        }
        var shift = lazy.compactMap(\.clockAheadOfOffset).first
        var times = [Double?]()
        for found in self {
            shift = found.clockAheadOfOffset ?? shift
            let clock = found.clock.flatMap { clock in shift.map { clock - $0 } }
            times.append(onOffsets ? found.offset ?? clock : found.clock)
        }
        var last = times.lazy.compactMap { $0 }.first ?? 0
        let events = zip(self, times).map { found, time in
            last = time ?? last
            return found.event.at(last)
        }
        return events.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}

extension RecordedEvent {
    fileprivate var clockAheadOfOffset: Double? {
        guard let clock, let offset else { return nil }
        return clock - offset
    }
}

extension ChatEvent {
    /// The same event at another time, in seconds.
    public func at(_ time: Double) -> ChatEvent {
        var event = self
        event.time = time
        return event
    }
}
