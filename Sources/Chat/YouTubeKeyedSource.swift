import Signals

/// A YouTube stream's live chat through the Data API, with a key.
///
/// Messages come as YouTube pushes them, not in polls. What the key costs is counted in units of its
/// daily quota: 1 to find the chat of a video, 5 for each connection to it. Where the quota is gone or
/// the key is refused, the chat is followed without a key from there on. The first answer is history
/// and not handed on; a chat that ends says why; `events()` throws nothing.
package struct YouTubeKeyedSource: ChatSource {
    private let address: YouTubeAddress
    private let access: YouTubeAccess
    private let settings: YouTubeSource.Settings
    private let fetcher: any PageFetcher
    private let clock: any ChatClock
    /// The address as it was written.
    private let written: String

    /// A stream by its address as a person writes it; throws `ChatError.youtube` where that names none.
    package init(
        _ address: String, access: YouTubeAccess,
        settings: YouTubeSource.Settings = YouTubeSource.Settings(),
        fetcher: any PageFetcher = HTTPPageFetcher(), clock: any ChatClock = SystemChatClock()
    ) throws(ChatError) {
        self.address = try YouTubeAddress(address)
        self.access = access
        self.settings = settings
        self.fetcher = fetcher
        self.clock = clock
        written = address
    }

    /// "YouTube" and the address as it was written.
    package var name: String { "YouTube \(written)" }

    /// The chat's events from now on, until it ends or nobody reads them; throws nothing.
    package func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let (address, access, settings, clock) = (address, access, settings, clock)
        let site = YouTubeSite(base: settings.base, fetcher: fetcher, clock: clock)
        let lookup = YouTubeVideoLookup(base: settings.api, key: access.key, fetcher: fetcher)
        return EventFeed.events { feed in
            let progress = YouTubeKeyedProgress(
                feed: feed, clock: clock, quiet: settings.quiet)
            var session = YouTubeKeyedSession(
                address: address, access: access, lookup: lookup, site: site, clock: clock,
                progress: progress, backoff: Backoff(seed: settings.seed))
            guard let words = try await session.run() else { return }
            // What was written while the key still served is not handed on twice.
            let since = try await progress.leaveKey(words)
            var keyless = YouTubeSession(
                address: address, site: site, settings: settings, clock: clock, feed: feed,
                since: since, statuses: await progress.statuses)
            try await keyless.run()
        }
    }
}
