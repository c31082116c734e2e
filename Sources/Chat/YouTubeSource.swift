import Foundation
import Signals

/// A YouTube stream's live chat as everybody sees it, without a key.
///
/// The first answer is history: it is remembered, so that nothing comes twice, and not handed on. What
/// was missed while the connection was gone is handed on as far as YouTube still gives it. A chat that
/// ends says why, in a last `status` event; `events()` throws nothing.
public struct YouTubeSource: ChatSource {
    /// How a chat is followed.
    public struct Settings: Sendable {
        /// Where YouTube is, without a slash at the end; the fake server is elsewhere.
        public var base = "https://www.youtube.com"
        /// Where YouTube's Data API is, without a slash at the end.
        public var api = "https://youtube.googleapis.com"
        /// How long a message of one poll may be held back, in seconds, so that messages come as they
        /// were written and not in heaps; 0 holds nothing back.
        public var longestDelay = 2.0
        /// The chances in the waiting times follow from this number.
        public var seed: UInt64 = 1
        /// How many seconds without any message make a source look at the page again; each time in
        /// vain they double, up to a quarter of an hour.
        public var quiet = 60.0

        /// YouTube itself, messages held back two seconds at most.
        public init() {}
    }

    private let address: YouTubeAddress
    private let settings: Settings
    private let fetcher: any PageFetcher
    private let clock: any ChatClock
    /// The address as it was written.
    private let written: String

    /// A stream by its address as a person writes it; throws `ChatError.youtube` where that names
    /// none.
    public init(
        _ address: String, settings: Settings = Settings(),
        fetcher: any PageFetcher = HTTPPageFetcher(), clock: any ChatClock = SystemChatClock()
    ) throws(ChatError) {
        self.address = try YouTubeAddress(address)
        self.settings = settings
        self.fetcher = fetcher
        self.clock = clock
        written = address
    }

    /// "YouTube" and the address as it was written.
    public var name: String { "YouTube \(written)" }

    /// The chat's events from now on, until it ends or nobody reads them; throws nothing.
    public func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let site = YouTubeSite(base: settings.base, fetcher: fetcher, clock: clock)
        let settings = settings
        let address = address
        let clock = clock
        return EventFeed.events { feed in
            var session = YouTubeSession(
                address: address, site: site, settings: settings, clock: clock, feed: feed)
            try await session.run()
        }
    }
}
