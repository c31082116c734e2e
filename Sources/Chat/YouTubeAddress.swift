/// A YouTube stream in any way that a person writes it.
///
/// `dQw4w9WgXcQ`, `@handle`, `UC…` (a channel's identifier), and the addresses of watch pages, short
/// links, live, embedded and studio pages, popped-out chats and channels, with or without `https://`.
public enum YouTubeAddress: Sendable, Equatable {
    /// A video by its identifier, eleven signs.
    case video(String)
    /// A channel by the path of its page: `/@handle`, `/channel/UC…`, `/c/name`, `/user/name`.
    case channel(path: String)

    /// Reads an address; throws `ChatError.youtube` for what names neither a video nor a channel.
    public init(_ text: String) throws(ChatError) {
        let trimmed = ChatText.cleaned(text, characters: 2_000).filter { $0 != "<" && $0 != ">" }
        guard let found = Self.named(trimmed) ?? Self.linked(trimmed) else {
            throw .youtube(text)
        }
        self = found
    }

    /// A bare name: a video's or a channel's identifier, or a handle.
    private static func named(_ text: String) -> Self? {
        if text.hasPrefix("@"), text.count > 1, !text.contains("/") {
            return .channel(path: "/" + text)
        }
        if isChannel(text[...]) { return .channel(path: "/channel/" + text) }
        return isVideo(text[...]) ? .video(text) : nil
    }

    private static func linked(_ text: String) -> Self? {
        var rest = text[...]
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
        }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isShort = host.lowercased() == "youtu.be"
        guard isShort || isYouTube(host.lowercased()) else { return nil }
        rest = rest.dropFirst(host.count).prefix { $0 != "#" }
        let path = rest.prefix { $0 != "?" }
        let steps = path.split(separator: "/")
        if isShort { return steps.first.flatMap { isVideo($0) ? .video(String($0)) : nil } }
        let query = rest.dropFirst(path.count + 1).split(separator: "&")
        if let video = query.first(where: { $0.hasPrefix("v=") })?.dropFirst(2), isVideo(video) {
            return .video(String(video))
        }
        return linked(steps: steps)
    }

    private static func linked(steps: [Substring]) -> Self? {
        guard let first = steps.first else { return nil }
        if first.hasPrefix("@"), first.count > 1 { return .channel(path: "/" + first) }
        guard steps.count > 1 else { return nil }
        switch first {
        case "live", "embed", "shorts", "v", "e", "video", "watch":
            return isVideo(steps[1]) ? .video(String(steps[1])) : nil
        case "channel": return isChannel(steps[1]) ? .channel(path: "/channel/" + steps[1]) : nil
        case "c", "user": return .channel(path: "/\(first)/\(steps[1])")
        default: return nil
        }
    }

    private static func isYouTube(_ host: String) -> Bool {
        ["youtube.com", "youtube-nocookie.com"].contains { host == $0 || host.hasSuffix("." + $0) }
    }

    private static func isVideo(_ text: Substring) -> Bool {
        text.utf8.count == 11 && text.utf8.allSatisfy(isSign)
    }

    private static func isChannel(_ text: Substring) -> Bool {
        text.hasPrefix("UC") && text.utf8.count == 24 && text.utf8.allSatisfy(isSign)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
