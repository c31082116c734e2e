import Signals

/// The chat command by which the channel's owner and its moderators push the mood:
/// `!GALLERY INPUT!:anger=7`, a score of 0 to 10. From anybody else it says nothing.
public struct GalleryCommand: Sendable, Equatable {
    /// Where the mood is pushed.
    public let emotion: Emotion
    /// How hard, 0 to 1.
    public let strength: Double

    private static let opening = "!gallery input!:"

    /// The command in an event; nil where there is none, or where its author may give none.
    public init?(_ event: ChatEvent) {
        guard case .message(let text) = event.kind, let roles = event.author?.roles,
            roles.contains(.owner) || roles.contains(.moderator)
        else { return nil }
        self.init(text)
    }

    /// The command in a text, whoever wrote it; nil where there is none.
    init?(_ text: String) {
        let text = text.lowercased()
        guard text.hasPrefix(Self.opening) else { return nil }
        let parts = text.dropFirst(Self.opening.count)
            .split(separator: "=", omittingEmptySubsequences: false)
            .map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2, let score = Double(parts[1]), score.isFinite,
            let emotion = parts[0] == "joy" ? .happiness : Emotion(rawValue: parts[0])
        else { return nil }
        self.emotion = emotion
        strength = min(max(score / 10, 0), 1)
    }
}
