import Signals

/// The events of one poll, spread over the time until the next by their own timestamps: a chat that is
/// asked every five seconds should not laugh every five seconds.
struct Spread: Sendable {
    /// The events in their order, each with the moment it is due, in seconds since 1970.
    let events: [(event: ChatEvent, due: Double)]

    /// Nothing to hand on.
    init() { events = [] }

    /// Plans events that arrived at `moment`.
    ///
    /// The first is due at once, the others as long after it as they were written after it; where
    /// that is more than `longest` seconds, all distances shrink alike. No event comes before the one
    /// that was listed before it.
    init(_ found: [RecordedEvent], at moment: Double, longest: Double) {
        let clocks = found.compactMap(\.clock)
        let first = clocks.min() ?? 0
        let span = (clocks.max() ?? 0) - first
        let scale = span > longest ? longest / span : 1
        var last = 0.0
        events = found.map { found in
            last = max(last, found.clock.map { ($0 - first) * scale } ?? last)
            return (found.event.at(found.clock ?? moment), moment + last)
        }
    }
}

/// The way from a source's work to whoever reads its events.
struct EventFeed: Sendable {
    /// Events between a source and its reader; beyond them the source waits.
    static let mostWaiting = 2_000

    private let continuation: AsyncThrowingStream<ChatEvent, any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<ChatEvent, any Error>.Continuation) {
        self.continuation = continuation
    }

    /// Hands one event on. Where the reader is far behind it waits: nothing is lost here.
    func send(_ event: ChatEvent) async throws {
        while case .dropped = continuation.yield(event) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Hands events on, each when it is due.
    func send(_ spread: Spread, by clock: some ChatClock) async throws {
        for (event, due) in spread.events {
            if due > clock.now { try await clock.sleep(until: due) }
            try await send(event)
        }
    }

    /// Events from `work`, which runs in a task of its own until it returns, throws or nobody reads
    /// any more.
    static func events(
        from work: @escaping @Sendable (EventFeed) async throws -> Void
    ) -> AsyncThrowingStream<ChatEvent, any Error> {
        let (events, continuation) = AsyncThrowingStream<ChatEvent, any Error>.makeStream(
            bufferingPolicy: .bufferingOldest(mostWaiting))
        let task = Task {
            do {
                try await work(EventFeed(continuation))
                continuation.finish()
            } catch is CancellationError {
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return events
    }
}
