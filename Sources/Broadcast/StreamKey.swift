import Foundation

/// What proves to a platform whose stream this is. No description or dump shows it.
public struct StreamKey: Sendable, Equatable {
    /// The key itself: for the encoder's ears only.
    let secret: String

    /// A key of printable ASCII without spaces, at most 512 characters; nil for anything else.
    init?(_ text: some StringProtocol) {
        let isKey =
            (1...512).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
        guard isKey else { return nil }
        secret = String(text)
    }
}

extension StreamKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// An ellipsis.
    public var description: String { "…" }
    /// An ellipsis.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The keys of a show's streams: one for all, or one for each server.
public struct StreamKeys: Sendable, Equatable {
    /// The variable of the environment that may hold what a key file holds.
    public static let variable = "EMOTIONMOTION_STREAM_KEY"

    private var common: StreamKey?
    private var byHost: [String: StreamKey] = [:]

    /// No keys.
    public init() {}

    /// Reads keys: a line `KEY` is for every server, a line `HOST KEY` for one. Empty lines and
    /// lines that begin with `#` are skipped.
    ///
    /// - Parameter place: where the text is from, for the error.
    ///
    /// Throws `BroadcastError.badKeyLine`, which shows no key.
    public init(_ text: String, from place: String) throws(BroadcastError) {
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let last = words.last, !line.hasPrefix("#") else { continue }
            guard words.count <= 2, let key = StreamKey(last) else {
                throw .badKeyLine(place: place, line: index + 1)
            }
            if words.count == 2 { byHost[words[0].lowercased()] = key } else { common = key }
        }
    }

    /// The keys in a file, or else in the environment; none where neither is given.
    ///
    /// Throws `BroadcastError` when the file cannot be read or a line is no key.
    public static func found(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(BroadcastError) -> StreamKeys {
        guard let file else {
            return try StreamKeys(environment[variable] ?? "", from: variable)
        }
        // Not `String(contentsOfFile:)`, which refuses a pipe such as a password store's.
        guard let data = try? FileHandle(forReadingAtPath: file)?.readToEnd(),
            let text = String(data: data, encoding: .utf8)
        else { throw .unreadableKeyFile(file) }
        let keys = try StreamKeys(text, from: file)
        if keys == StreamKeys() { throw .unreadableKeyFile(file) }
        return keys
    }

    /// The key for a server, named with or without its port.
    func key(for server: String) -> StreamKey? {
        let server = server.lowercased()
        let host = server.split(separator: ":").first.map { String($0) } ?? server
        return byHost[server] ?? byHost[host] ?? common
    }
}
