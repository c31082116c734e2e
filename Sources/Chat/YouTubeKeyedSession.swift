/// One following of a chat with a key.
struct YouTubeKeyedSession {
    /// The shortest time from one connection to the next, in seconds, since each costs quota.
    static let shortestVisit = 5.0

    let address: YouTubeAddress
    let access: YouTubeAccess
    let lookup: YouTubeVideoLookup
    var site: YouTubeSite
    let clock: any ChatClock
    let progress: YouTubeKeyedProgress
    var backoff: Backoff

    private var chat: String?
    private var notBefore = 0.0

    init(
        address: YouTubeAddress, access: YouTubeAccess, lookup: YouTubeVideoLookup,
        site: YouTubeSite, clock: any ChatClock, progress: YouTubeKeyedProgress, backoff: Backoff
    ) {
        self.address = address
        self.access = access
        self.lookup = lookup
        self.site = site
        self.clock = clock
        self.progress = progress
        self.backoff = backoff
    }

    /// Follows the chat until it ends, or until the key serves no longer: then why.
    ///
    /// Throws `CancellationError` alone.
    mutating func run() async throws -> String? {
        try await progress.say(.connecting, nil)
        while true {
            let trouble: YouTubeKeyTrouble
            do {
                try await clock.sleep(until: notBefore)
                try await visit()
                // YouTube closes long connections now and then; the next goes on where this ended.
                guard await !progress.isOffline else {
                    try await progress.end("The stream is over.")
                    return nil
                }
                if await progress.piecesOfVisit > 0 {
                    backoff.reset()
                } else {
                    notBefore = max(notBefore, clock.now + backoff.next())
                }
                continue
            } catch let error as YouTubeKeyTrouble {
                trouble = error
            } catch let error as YouTubeTrouble {
                trouble = YouTubeKeyTrouble(error)
            } catch let failure as YouTubeFailure {
                let hadPage = await progress.page != nil
                trouble = YouTubeKeyTrouble(failure, key: access.key, hadPage: hadPage)
            }
            if await progress.leave() { backoff.reset() }
            if trouble.remedy == .keyless { return trouble.words }
            let isOver = await progress.isOffline
            if trouble.remedy == .end || isOver {
                try await progress.end(isOver ? "The stream is over." : trouble.words)
                return nil
            }
            if trouble.remedy == .afresh { await progress.forgetPage() }
            if case .wait(let seconds) = trouble.remedy {
                notBefore = clock.now + seconds
            } else {
                notBefore = clock.now + backoff.next()
            }
            try await progress.say(.gap, trouble.words)
        }
    }

    /// One connection, from looking the chat up until the server closes it.
    private mutating func visit() async throws {
        let chat = try await knownChat()
        let (access, progress, clock) = (access, progress, clock)
        notBefore = clock.now + Self.shortestVisit
        await progress.begin()
        let page = await progress.page
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await access.stream.follow(chat: chat, after: page, with: access.key) {
                    try await progress.opened()
                } received: {
                    try await progress.take($0)
                }
            }
            group.addTask { try await progress.watch(by: clock) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private mutating func knownChat() async throws -> String {
        if let chat { return chat }
        // A channel's stream is found on its page, where that costs no quota: a search takes 100 units.
        let video = try await site.video(at: address)
        await progress.spend(YouTubeVideoLookup.units)
        let found = try await lookup.chat(of: video)
        chat = found
        return found
    }
}
