import Foundation

/// How live chats are reached and followed.
public struct LiveChatSettings: Sendable {
    /// How YouTube's chats are followed.
    public var youtube = YouTubeSource.Settings()
    /// What reads YouTube's chats with a key; nil reads them as everybody sees them.
    package var youtubeAccess: YouTubeAccess?
    /// Where Twitch's server is.
    public var twitch = TwitchSource.server

    /// The platforms themselves.
    public init() {}

    /// The platforms, or what stands in for them by variables of the environment:
    /// `EMOTIONMOTION_YOUTUBE=http://127.0.0.1:8080` and `EMOTIONMOTION_TWITCH=127.0.0.1:6667`, the
    /// second without encryption; `EMOTIONMOTION_YOUTUBE_API` is the Data API's pages.
    public init(environment: [String: String]) {
        if let base = environment["EMOTIONMOTION_YOUTUBE"]?.nonEmpty { youtube.base = base }
        if let base = environment["EMOTIONMOTION_YOUTUBE_API"]?.nonEmpty { youtube.api = base }
        let twitch = environment["EMOTIONMOTION_TWITCH"]?.split(separator: ":") ?? []
        if twitch.count == 2, let port = Int(twitch[1]) {
            self.twitch = LineServer(host: String(twitch[0]), port: port, isSecure: false)
        }
    }
}

extension ChatAddress {
    /// The live source behind `stdin`, `youtube:` and `twitch:`; nil for recordings.
    ///
    /// Throws `ChatError` for an address that names no stream and no channel.
    public func liveSource(
        _ settings: LiveChatSettings = LiveChatSettings()
    ) throws(ChatError) -> (any ChatSource)? {
        switch self {
        case .demo, .replay: nil
        case .standardInput: StandardInput()
        case .youtube(let address):
            if let access = settings.youtubeAccess {
                try YouTubeKeyedSource(address, access: access, settings: settings.youtube)
            } else {
                try YouTubeSource(address, settings: settings.youtube)
            }
        case .twitch(let channel):
            try TwitchSource(channel, server: settings.twitch, seed: settings.youtube.seed)
        }
    }
}
