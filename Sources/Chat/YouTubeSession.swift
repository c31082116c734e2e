import Signals

/// One following of a chat, from the first page to the last word.
struct YouTubeSession {
    private let address: YouTubeAddress
    private var site: YouTubeSite
    private let settings: YouTubeSource.Settings
    private let clock: any ChatClock
    private let feed: EventFeed

    private var room: YouTubeRoom?
    private var backoff: Backoff
    private var seen = SeenEvents()
    /// When anything may be asked again, in seconds since 1970.
    private var notBefore = 0.0
    /// Whether the chat has been live, so that what is new in the history was missed.
    private var hasBeenLive: Bool
    private var isLive = false
    /// When the newest known message was written, in seconds since 1970.
    private var newest: Double
    /// Since when what the history holds was missed, where another source was followed until then.
    private let since: Double
    /// When the last poll brought anything, and how long the next quiet may be.
    private var lastAction = 0.0
    private var quiet: Double
    /// How often in a row the chat sent us back to the page.
    private var looksInVain = 0
    private var statuses: Int
    private var lastRemedy: YouTubeTrouble.Remedy?

    init(
        address: YouTubeAddress, site: YouTubeSite, settings: YouTubeSource.Settings,
        clock: any ChatClock, feed: EventFeed, since: Double? = nil, statuses: Int = 0
    ) {
        self.since = since ?? -.infinity
        self.statuses = statuses
        hasBeenLive = since != nil
        newest = since ?? 0
        self.address = address
        self.site = site
        self.settings = settings
        self.clock = clock
        self.feed = feed
        backoff = Backoff(seed: settings.seed)
        quiet = settings.quiet
    }

    /// Follows the chat until it ends; throws `CancellationError` alone.
    mutating func run() async throws {
        try await say(.connecting, nil)
        var spread = Spread()
        while true {
            // What the last poll brought is handed on while the next is waited for and asked.
            let (feed, clock, due) = (feed, clock, spread)
            async let delivered: Void = feed.send(due, by: clock)
            let step: Result<Spread, YouTubeTrouble>
            do {
                step = .success(try await advance())
            } catch let trouble as YouTubeTrouble {
                step = .failure(trouble)
            }
            try await delivered
            spread = Spread()
            switch step {
            case .success(let next):
                spread = next
                if room?.isHistory == false, !isLive {
                    isLive = true
                    try await say(.live, nil)
                }
            case .failure(let trouble):
                guard try await answer(trouble) else { return }
            }
        }
    }

    /// The next step: into the room, or one poll. Throws `YouTubeTrouble`.
    private mutating func advance() async throws -> Spread {
        try await clock.sleep(until: max(notBefore, room?.due ?? 0))
        guard var room else {
            self.room = try await site.room(at: address)
            return Spread()
        }
        let asked = clock.now
        let poll = try await site.poll(room.continuation, as: room.client)
        if let words = poll.closed { throw YouTubeTrouble.closed(words) }
        guard let next = poll.next else {
            // An old continuation may have been forgotten; the page knows.
            if asked - room.given > 90 {
                throw YouTubeTrouble(.pageOnce, "The chat has ended.")
            }
            throw YouTubeTrouble(.end, "The chat has ended.")
        }
        if next.isReplay {
            throw YouTubeTrouble(.end, "The stream is over: its chat is a recording now.")
        }
        backoff.reset()
        let now = clock.now
        let events = news(in: poll, isHistory: room.isHistory)
        if !room.isHistory { looksInVain = 0 }
        if room.isHistory || poll.actions > 0 { lastAction = now }
        if room.isHistory ? !events.isEmpty : poll.actions > 0 { quiet = settings.quiet }
        room.continuation = next.token
        room.given = now
        room.due = now + next.wait
        room.isHistory = false
        hasBeenLive = true
        self.room = room
        try checkQuiet(at: now)
        return Spread(events, at: now, longest: min(settings.longestDelay, next.wait))
    }

    /// What in a poll has not been handed on before.
    private mutating func news(in poll: YouTubePoll, isHistory: Bool) -> [RecordedEvent] {
        // Some messages arrive after others that were written later.
        let missedSince = max(newest - 30, since)
        let fresh = poll.events.filter { seen.insert($0.event) }
        newest = max(newest, fresh.compactMap(\.clock).max() ?? 0)
        if !hasBeenLive, newest == 0 { newest = clock.now }
        guard isHistory else { return fresh }
        guard hasBeenLive else { return [] }
        return fresh.filter { found in found.clock.map { $0 > missedSince } ?? false }
    }

    /// A chat that goes quiet may have lost us without a word: its page is asked.
    private mutating func checkQuiet(at now: Double) throws {
        guard now - lastAction >= quiet else { return }
        let seconds = Int(now - lastAction)
        quiet = min(900, max(1, quiet) * 2)
        lastAction = now
        throw YouTubeTrouble(
            .page, "No message for \(seconds) s; looking at the page again.")
    }

    /// Says what is wrong and prepares the next try; false where there is none.
    private mutating func answer(_ trouble: YouTubeTrouble) async throws -> Bool {
        switch trouble.remedy {
        case .end:
            try await say(.ended, trouble.words)
            return false
        case .again: notBefore = clock.now + backoff.next()
        case .wait(let seconds): notBefore = clock.now + seconds
        case .page: room = nil
        case .pageOnce:
            looksInVain += 1
            guard looksInVain < 2, room != nil else {
                try await say(.ended, trouble.words)
                return false
            }
            room = nil
        }
        // One gap is said once, unless something else is done about it.
        if isLive || trouble.remedy != lastRemedy { try await say(.gap, trouble.words) }
        lastRemedy = trouble.remedy
        isLive = false
        return true
    }

    private mutating func say(_ state: ChatEvent.ConnectionState, _ words: String?) async throws {
        statuses += 1
        try await feed.send(
            ChatEvent(
                id: "status-\(statuses)", time: clock.now,
                kind: .status(state: state, reason: words)))
    }
}
