import Signals

/// One following of a Twitch channel.
struct TwitchSession: Sendable {
    let channel: String
    let server: LineServer
    let transport: any LineTransport
    let clock: any ChatClock
    let seed: UInt64

    /// Why a connection was left.
    private enum Leaving: Error {
        /// Open another one, at once or after a while.
        case again(words: String, atOnce: Bool)
        /// There is nothing to wait for.
        case end(words: String)
    }

    /// Follows the channel until it is gone; throws `CancellationError` alone.
    func run(_ feed: EventFeed) async throws {
        var backoff = Backoff(seed: seed)
        let progress = TwitchProgress(feed: feed, clock: clock)
        try await progress.say(.connecting, nil)
        while true {
            let leaving: Leaving
            do {
                try await visit(progress)
                leaving = .again(words: "Twitch closed the connection.", atOnce: false)
            } catch let error as Leaving {
                leaving = error
            } catch let error as FetchError {
                leaving = .again(
                    words: "Twitch cannot be reached: \(error); trying again.", atOnce: false)
            }
            if await progress.leave() { backoff.reset() }
            switch leaving {
            case .end(let words): return try await progress.say(.ended, words)
            case .again(let words, let atOnce):
                try await progress.say(.gap, words)
                // The first time at once, where Twitch asked for it.
                let wait = backoff.next()
                if !atOnce || backoff.failures > 1 {
                    try await clock.sleep(until: clock.now + wait)
                }
            }
        }
    }

    /// One connection, from its greeting until it is left.
    private func visit(_ progress: TwitchProgress) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await transport.connect(to: server) { writer in
                    await progress.opened(writer)
                    try await greet(writer)
                } heard: { line in
                    await progress.heard()
                    try await take(line, progress)
                }
            }
            group.addTask { try await watch(progress) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func greet(_ writer: any LineWriter) async throws {
        var random = SeededRandom(seed: seed).split(1)
        try await writer.send("CAP REQ :twitch.tv/tags twitch.tv/commands")
        // The name of a guest, who may read everything and say nothing.
        try await writer.send("NICK justinfan\(10_000 + random.next() % 80_000)")
        try await writer.send("JOIN #\(channel)")
    }

    /// Tests a connection that has been silent for long, and leaves it when it stays so.
    private func watch(_ progress: TwitchProgress) async throws {
        try await clock.sleep(until: clock.now + TwitchSource.patience)
        if await !progress.isLive {
            // Twitch answers nothing at all where there is no such channel.
            try await progress.say(
                .gap, "The channel \(channel) does not answer. Is it spelt right?")
        }
        while true {
            let before = await progress.lastHeard
            try await clock.sleep(until: before + TwitchSource.silence)
            guard await progress.lastHeard == before else { continue }
            try await progress.writer?.send("PING :still there?")
            try await clock.sleep(until: clock.now + TwitchSource.patience)
            guard await progress.lastHeard > before else {
                throw Leaving.again(words: "Twitch fell silent.", atOnce: true)
            }
        }
    }

    private func take(_ text: String, _ progress: TwitchProgress) async throws {
        guard let line = TwitchLine(text) else {
            // A server's line of a kind that nobody has seen yet.
            let event = RecordedEvent(kind: .unknown(renderer: "unreadable line"))
            return try await progress.tell(event)
        }
        switch line.command {
        case "PING": try await progress.writer?.send("PONG :\(line.parameters.last ?? "")")
        case "RECONNECT":
            throw Leaving.again(words: "Twitch asks to connect anew.", atOnce: true)
        case "ROOMSTATE", "366": try await progress.becomeLive()
        case "NOTICE": try check(notice: line)
        case "PRIVMSG", "USERNOTICE", "CLEARCHAT", "CLEARMSG":
            try await progress.becomeLive()
            try await progress.tell(line.event)
        default: break  // Greetings, and who comes and goes.
        }
    }

    private func check(notice line: TwitchLine) throws {
        let words = ChatText.cleaned(line.parameters.last ?? "")
        switch line.tag("msg-id") {
        case "msg_channel_suspended", "tos_ban", "msg_banned", "invalid_user":
            throw Leaving.end(words: "The channel is closed. Twitch says: \(words)")
        default: break
        }
    }
}

/// What a following has told so far.
actor TwitchProgress {
    private let feed: EventFeed
    private let clock: any ChatClock
    private var seen = SeenEvents()
    /// Whether the chat is there.
    private(set) var isLive = false
    private var statuses = 0
    private var lastWords: String?
    /// The open connection's sending side.
    private(set) var writer: (any LineWriter)?
    /// When the server last said anything, in seconds since 1970.
    private(set) var lastHeard: Double

    init(feed: EventFeed, clock: any ChatClock) {
        self.feed = feed
        self.clock = clock
        lastHeard = clock.now
    }

    /// Notes a new connection.
    func opened(_ writer: any LineWriter) {
        self.writer = writer
        lastHeard = clock.now
    }

    /// Notes that the server said something.
    func heard() { lastHeard = clock.now }

    /// Hands an event on, unless it came before.
    func tell(_ found: RecordedEvent) async throws {
        guard seen.insert(found.event) else { return }
        try await feed.send(found.event.at(found.clock ?? clock.now))
    }

    /// Says once that the chat is there.
    func becomeLive() async throws {
        guard !isLive else { return }
        isLive = true
        try await say(.live, nil)
    }

    /// Forgets that the chat was there; whether it was.
    func leave() -> Bool {
        defer {
            isLive = false
            writer = nil
        }
        return isLive
    }

    /// Says how the connection stands; the same gap is said once.
    func say(_ state: ChatEvent.ConnectionState, _ words: String?) async throws {
        if state == .gap, words == lastWords { return }
        lastWords = words
        statuses += 1
        try await feed.send(
            ChatEvent(
                id: "status-\(statuses)", time: clock.now,
                kind: .status(state: state, reason: words)))
    }
}
