import Foundation

/// A key of YouTube's Data API. No description or dump shows it.
public struct YouTubeKey: Sendable, Equatable {
    /// The variable of the environment that may hold the key.
    public static let variable = "EMOTIONMOTION_YOUTUBE_KEY"

    /// The key itself: for YouTube's ears only.
    package let secret: String

    /// A key of printable ASCII without spaces, at most 512 characters; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let isKey =
            (1...512).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
        guard isKey else { return nil }
        secret = String(text)
    }

    /// The key in a file, or else in the environment; nil where neither is given.
    ///
    /// The first line counts that is not empty and does not begin with `#`. Throws `ChatError` when the
    /// file cannot be read or that line is no key.
    public static func found(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ChatError) -> YouTubeKey? {
        guard let file else {
            return try environment[variable]?.nonEmpty.map { text throws(ChatError) in
                try YouTubeKey(text, from: variable)
            }
        }
        // Not `String(contentsOfFile:)`, which refuses a pipe such as a password store's.
        guard let data = try? FileHandle(forReadingAtPath: file)?.readToEnd(),
            let text = String(data: data, encoding: .utf8)
        else { throw .unreadableKeyFile(file) }
        return try YouTubeKey(text, from: file)
    }

    private init(_ text: String, from place: String) throws(ChatError) {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard let line = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }),
            let key = YouTubeKey(line)
        else { throw .noKey(place: place) }
        self = key
    }

    /// A server's words with the key, should it stand in them, made illegible.
    func hidden(in words: String) -> String {
        words.replacingOccurrences(of: secret, with: "…")
    }
}

extension YouTubeKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// An ellipsis.
    public var description: String { "…" }
    /// An ellipsis.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
