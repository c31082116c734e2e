import Signals

/// What a following with a key has told so far, and what it has cost.
actor YouTubeKeyedProgress {
    /// Units of the key's quota that one connection takes, by Google's page about `streamList`.
    static let unitsPerConnection = 5

    private let feed: EventFeed
    private let clock: any ChatClock
    private var seen = SeenEvents()
    /// How many statuses were told.
    private(set) var statuses = 0
    /// Units of the quota used so far.
    private(set) var units = 0
    /// Where the chat goes on.
    private(set) var page: String?
    /// Whether YouTube has said that the stream is off the air.
    private(set) var isOffline = false

    private var isLive = false
    /// When the chat was there first, in seconds since 1970.
    private var liveSince: Double?
    private var pieces = 0
    /// How many pieces the newest connection has brought.
    private(set) var piecesOfVisit = 0
    /// When the newest known message was written, in seconds since 1970.
    private var newest = 0.0
    private var lastHeard: Double
    private var isSending = false
    private var lastWords: String?
    private let usualQuiet: Double
    /// How long nothing may come before the connection is thought dead, in seconds.
    private var quiet: Double

    init(feed: EventFeed, clock: any ChatClock, quiet: Double) {
        self.feed = feed
        self.clock = clock
        usualQuiet = quiet
        self.quiet = quiet
        lastHeard = clock.now
    }

    /// Notes units that were used.
    func spend(_ units: Int) { self.units += units }

    /// Notes that a connection is being made.
    func begin() {
        spend(Self.unitsPerConnection)
        lastHeard = clock.now
        piecesOfVisit = 0
    }

    /// Notes that the server has accepted the connection; says once that the chat is there.
    func opened() async throws {
        lastHeard = clock.now
        guard !isLive else { return }
        isLive = true
        liveSince = liveSince ?? clock.now
        try await say(.live, "With a key: \(used).")
    }

    /// Hands on what is new in a piece; throws `YouTubeKeyTrouble` where the chat ends with it.
    func take(_ piece: YouTubeMessages) async throws {
        let (isFirst, isHistory) = (pieces == 0, piecesOfVisit == 0 && page == nil)
        pieces += 1
        piecesOfVisit += 1
        // Where the reader is far behind, sending waits, and the silence is ours.
        isSending = true
        defer {
            isSending = false
            lastHeard = clock.now
        }
        page = piece.nextPage ?? page
        isOffline = piece.isOffline
        let found = piece.items.compactMap(\.event)
        if !found.isEmpty { quiet = usualQuiet }
        // Some messages arrive after others that were written later.
        let missedSince = newest - 30
        let fresh = found.filter { seen.insert($0.event) }
        newest = max(newest, fresh.compactMap(\.clock).max() ?? 0)
        for item in fresh {
            if case .status(.ended, _) = item.event.kind {
                throw YouTubeKeyTrouble(.end, "The chat has ended.")
            }
            // History is for those who come back, not for those who come.
            if isHistory, isFirst || item.clock.map({ $0 <= missedSince }) ?? true { continue }
            if isOld(item) { continue }
            try await feed.send(item.event.at(item.clock ?? clock.now))
        }
    }

    /// Whether an item is from before the source came: history may come in several pieces.
    private func isOld(_ item: RecordedEvent) -> Bool {
        guard let liveSince, clock.now - liveSince < 5, let written = item.clock else {
            return false
        }
        return written < liveSince - 30
    }

    /// Returns when nothing has come for so long that the connection may be dead: it costs little to go
    /// on in a new one. Each time in vain the patience doubles, up to a quarter of an hour.
    func watch(by clock: any ChatClock) async throws {
        while true {
            let before = lastHeard
            try await clock.sleep(until: before + quiet)
            if isSending { lastHeard = clock.now }
            guard lastHeard == before else { continue }
            return quiet = min(900, quiet * 2)
        }
    }

    /// Forgets where the chat stood.
    func forgetPage() { page = nil }

    /// Forgets that the chat was there; whether it was.
    func leave() -> Bool {
        defer { isLive = false }
        return isLive
    }

    /// Says that the chat is over.
    func end(_ words: String) async throws { try await say(.ended, "\(words) (\(used).)") }

    /// Says that the key serves no longer; since when a follower without it should hand on, in seconds
    /// since 1970, or nil where nothing was heard yet.
    func leaveKey(_ words: String) async throws -> Double? {
        try await say(.gap, "\(words) Going on without a key (\(used)).")
        return newest > 0 ? newest : liveSince
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

    private var used: String { "\(units) units of its daily quota used" }
}
