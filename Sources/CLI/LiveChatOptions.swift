import ArgumentParser
import Chat
import Foundation

/// How live chats are followed, for every command that reads one.
struct LiveChatOptions: ParsableArguments {
    @Option(
        help: """
            Seconds that a message of YouTube's chat may be held back, so that messages come as they \
            were written and not in heaps. (default: 2)
            """)
    var chatDelay: Double?

    func validate() throws {
        guard (0...60).contains(chatDelay ?? 2) else {
            throw ValidationError("--chat-delay is a number of seconds from 0 to 60.")
        }
    }

    /// The settings; waiting times draw their chances from `seed`. The environment may name servers
    /// that stand in for the platforms' own.
    func settings(seed: UInt64) -> LiveChatSettings {
        var settings = LiveChatSettings(environment: ProcessInfo.processInfo.environment)
        settings.youtube.longestDelay = chatDelay ?? 2
        settings.youtube.seed = seed
        return settings
    }
}
