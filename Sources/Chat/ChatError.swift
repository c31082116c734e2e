/// Why a chat cannot be read.
public enum ChatError: Error, Equatable, CustomStringConvertible {
    /// The words after `chat` name no source.
    case address(String)
    /// The same chat is given twice.
    case twice(String)
    /// A recording and a live chat are given together.
    case recordingBesideLive
    /// The words after `youtube:` name no stream.
    case youtube(String)
    /// The words after `twitch:` name no channel.
    case twitch(String)
    /// The file with the key cannot be read.
    case unreadableKeyFile(String)
    /// A file or a variable of the environment, by its name, holds no key.
    case noKey(place: String)
    /// The file cannot be opened; the system's own words.
    case file(path: String, reason: String)
    /// The chat cannot be recorded in this file; the system's own words.
    case cannotRecord(path: String, reason: String)
    /// The file holds nothing that is a chat.
    case notAChat(path: String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .address(let text):
            "\"\(text)\" is no chat. Use demo, replay:FILE, stdin, youtube:ID, youtube:ADDRESS, "
                + "youtube:@handle or twitch:CHANNEL."
        case .twice(let text): "\(text) is given twice. Name each chat once."
        case .recordingBesideLive:
            "A recording and a live chat cannot be one audience. Give live chats alone, or "
                + "recordings alone."
        case .youtube(let text):
            "\"\(text)\" names no stream on YouTube. Copy the address of its page, or use the "
                + "eleven signs after v= in it, or the channel's @handle."
        case .twitch(let text):
            "\"\(text)\" names no channel on Twitch. Use the last part of its address: "
                + "twitch.tv/CHANNEL."
        case .unreadableKeyFile(let path):
            "The key's file at \(path) cannot be read. Name a file of text with the key in a line."
        case .noKey(let place):
            "\(place) holds no key of YouTube's API: one line, without spaces. Make one at "
                + "https://console.cloud.google.com/apis/credentials."
        case .file(let path, let reason):
            "Cannot read the chat at \(path): \(reason)"
        case .cannotRecord(let path, let reason):
            "The chat cannot be recorded in \(path): \(reason). Name a file in a folder that is "
                + "there and may be written to."
        case .notAChat(let path, let reason):
            "\(path) holds no chat that can be read: \(reason). A replay is a .live_chat.json of "
                + "yt-dlp, a file of chat-downloader, a get_live_chat response, Twitch IRC lines, "
                + "JSON Lines or plain text, one message a line."
        }
    }
}
