import Signals

/// A Twitch channel's live chat, read without an account.
///
/// A lost connection is opened again for as long as somebody listens, and a `status` event says so;
/// Twitch sends nothing of what was missed. `events()` throws nothing.
public struct TwitchSource: ChatSource {
    /// Twitch's own server.
    public static let server = LineServer(host: "irc.chat.twitch.tv", port: 6697, isSecure: true)
    /// Seconds of silence after which the connection is tested, and seconds that the test may take.
    /// Twitch itself says something every five minutes.
    static let silence = 360.0
    static let patience = 15.0

    private let channel: String
    private let server: LineServer
    private let transport: any LineTransport
    private let clock: any ChatClock
    private let seed: UInt64

    /// A channel by its name, `#name` or address; throws `ChatError.twitch` for what is none.
    ///
    /// - Parameter seed: the chances in waiting times, and the guest's number, follow from it.
    public init(
        _ channel: String, server: LineServer = TwitchSource.server,
        transport: any LineTransport = SocketLines(), clock: any ChatClock = SystemChatClock(),
        seed: UInt64 = 1
    ) throws(ChatError) {
        var name = channel.lowercased()[...]
        for start in ["https://", "http://", "www.", "m.", "twitch.tv/", "#", "@"]
        where name.hasPrefix(start) {
            name = name.dropFirst(start.count)
        }
        name = name.prefix { $0 != "?" && $0 != "/" }
        let isName = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        guard isName, (1...25).contains(name.utf8.count) else { throw .twitch(channel) }
        self.channel = String(name)
        self.server = server
        self.transport = transport
        self.clock = clock
        self.seed = seed
    }

    /// "Twitch" and the channel.
    public var name: String { "Twitch \(channel)" }

    /// The chat's events from now on, until the channel is closed or nobody reads them; throws nothing.
    public func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let session = TwitchSession(
            channel: channel, server: server, transport: transport, clock: clock, seed: seed)
        return EventFeed.events { feed in try await session.run(feed) }
    }
}
