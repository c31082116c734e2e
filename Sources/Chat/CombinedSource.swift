import Signals

/// Two or more live chats as one audience: everybody's events in the order in which they come.
///
/// Each event names its source, and so does every reason of a status: one chat that ends or fails does
/// not end the others. `events()` ends when all have ended, and throws nothing.
public struct CombinedSource: ChatSource {
    private let parts: [(address: String, source: any ChatSource)]
    private let clock: any ChatClock

    /// These sources, each under the address by which its events name it.
    public init(
        _ parts: [(address: String, source: any ChatSource)],
        clock: any ChatClock = SystemChatClock()
    ) {
        self.parts = parts
        self.clock = clock
    }

    /// The names of all.
    public var name: String { parts.map(\.source.name).joined(separator: " and ") }

    /// The events of all; where the reader is far behind, every source waits.
    public func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let (parts, clock) = (parts, clock)
        return EventFeed.events { feed in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in parts {
                    group.addTask {
                        try await follow(part.source, as: part.address, by: clock, to: feed)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// Hands one source's events on under its address; what it throws becomes its end.
private func follow(
    _ source: any ChatSource, as address: String, by clock: any ChatClock, to feed: EventFeed
) async throws {
    var hasEnded = false
    func end(_ reason: String) -> ChatEvent {
        ChatEvent(
            id: "status-end", time: clock.now,
            kind: .status(state: .ended, reason: reason))
    }
    do {
        for try await event in source.events() {
            if case .status(.ended, _) = event.kind { hasEnded = true }
            try await feed.send(event.from(address))
        }
        try Task.checkCancellation()
        if !hasEnded { try await feed.send(end("It has ended.").from(address)) }
    } catch is CancellationError {
        throw CancellationError()
    } catch {
        try await feed.send(end("\(error)").from(address))
    }
}

extension ChatEvent {
    /// The same event with the address of its source, which a status also says in words.
    fileprivate func from(_ address: String) -> ChatEvent {
        var event = self
        event.source = address
        if case .status(let state, let reason?) = kind {
            event.kind = .status(state: state, reason: "\(address): \(reason)")
        }
        return event
    }
}

extension [ChatAddress] {
    /// The live source behind these addresses, several as one audience; nil where they are recordings.
    ///
    /// Throws `ChatError` for an address that names nothing, one that is given twice, and for a
    /// recording beside a live chat.
    public func liveSource(
        _ settings: LiveChatSettings = LiveChatSettings()
    ) throws(ChatError) -> (any ChatSource)? {
        try checkTogether()
        var parts: [(address: String, source: any ChatSource)] = []
        for address in self {
            guard let source = try address.liveSource(settings) else { return nil }
            let restarting = RestartingSource(source, seed: settings.youtube.seed)
            // What standard input has said is over when it is.
            let isFinal = address == .standardInput
            parts.append((address.description, isFinal ? source : restarting))
        }
        return parts.count == 1 ? parts[0].source : CombinedSource(parts)
    }

    /// The recordings behind these addresses as one, each beginning at 0 seconds where there are
    /// several; nil where they are live.
    ///
    /// Throws `ChatError` like `liveSource`, and when a file cannot be read.
    public func recording() throws(ChatError) -> Recording? {
        try checkTogether()
        guard count > 1 else { return try first?.recording() }
        var together = Recording(events: [])
        for address in self {
            guard let part = try address.recording()?.startingAtZero else { return nil }
            together.events += part.events.map { event in
                var event = event
                event.source = address.description
                return event
            }
            together.problems.add(part.problems)
        }
        together = Recording(events: together.events, problems: together.problems)
        together.beginning = 0
        return together
    }

    private func checkTogether() throws(ChatError) {
        for (place, address) in enumerated() where self[..<place].contains(address) {
            throw .twice(address.description)
        }
        let recorded = filter(\.isRecording).count
        guard recorded == 0 || recorded == count else { throw .recordingBesideLive }
    }
}

extension ChatAddress {
    /// Whether a recording plays, and nothing is live.
    fileprivate var isRecording: Bool {
        switch self {
        case .demo, .replay: true
        case .standardInput, .youtube, .twitch: false
        }
    }
}

extension Recording.Problems {
    /// Takes another file's problems in; their places in that file are left out.
    fileprivate mutating func add(_ other: Recording.Problems) {
        unreadable += other.unreadable
        emptyLines += other.emptyLines
        unknown.merge(other.unknown, uniquingKeysWith: +)
    }
}
