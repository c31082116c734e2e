import ArgumentParser
import Chat
import Foundation
import YouTubeAPI

/// How live chats are followed, for every command that reads one.
struct LiveChatOptions: ParsableArguments {
    @Option(
        help: """
            Seconds that a message of YouTube's chat may be held back, so that messages come as they \
            were written and not in heaps. (default: 2)
            """)
    var chatDelay: Double?

    @Option(
        help: """
            File with a key of YouTube's Data API, for YouTube's chats; without one they are read as \
            everybody sees them. (default: the environment's EMOTIONMOTION_YOUTUBE_KEY)
            """)
    var apiKeyFile: String?

    func validate() throws {
        guard (0...60).contains(chatDelay ?? 2) else {
            throw ValidationError("--chat-delay is a number of seconds from 0 to 60.")
        }
    }

    /// The settings; waiting times draw their chances from `seed`. The environment may name servers
    /// that stand in for the platforms' own. Throws `ChatError` about the key's file.
    func settings(seed: UInt64) throws -> LiveChatSettings {
        let environment = ProcessInfo.processInfo.environment
        var settings = LiveChatSettings(environment: environment)
        settings.youtubeAccess = try YouTubeKey.found(file: apiKeyFile, environment: environment)
            .map { key in
                let server = YouTubeStream.Server(environment: environment)
                return YouTubeAccess(key: key, stream: YouTubeStream(server))
            }
        settings.youtube.longestDelay = chatDelay ?? 2
        settings.youtube.seed = seed
        return settings
    }
}
