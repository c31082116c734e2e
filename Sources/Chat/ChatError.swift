/// Why a chat cannot be read.
public enum ChatError: Error, Equatable, CustomStringConvertible {
    /// The words after `chat` name no source.
    case address(String)
    /// A source that will come, but not in this version.
    case notYet(platform: String)
    /// The file cannot be opened; the system's own words.
    case file(path: String, reason: String)
    /// The file holds nothing that is a chat.
    case notAChat(path: String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .address(let text):
            "\"\(text)\" is no chat. Use demo, replay:FILE or stdin."
        case .notYet(let platform):
            "This version does not read live chat from \(platform) yet. Record the chat (with "
                + "yt-dlp or chat-downloader) and use replay:FILE, or pipe it in and use stdin."
        case .file(let path, let reason):
            "Cannot read the chat at \(path): \(reason)"
        case .notAChat(let path, let reason):
            "\(path) holds no chat that can be read: \(reason). A replay is a .live_chat.json of "
                + "yt-dlp, a file of chat-downloader, a get_live_chat response, Twitch IRC lines, "
                + "JSON Lines or plain text, one message a line."
        }
    }
}
