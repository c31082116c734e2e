/// Where a chat comes from, as it is written on the command line: `demo`, `replay:FILE`, `stdin`,
/// `youtube:ID|URL|@handle` or `twitch:CHANNEL`.
public enum ChatAddress: Sendable, Equatable {
    /// The two minutes that come with this project.
    case demo
    /// A recorded chat in the file at this path.
    case replay(path: String)
    /// Lines from standard input.
    case standardInput
    /// A YouTube video's identifier or address, or a channel's handle.
    case youtube(String)
    /// A Twitch channel's name.
    case twitch(String)

    /// Reads an address; throws `ChatError.address` when it names no source or lacks its object.
    public init(_ text: String) throws(ChatError) {
        switch text {
        case "demo": self = .demo
        case "stdin", "-": self = .standardInput
        default:
            guard let colon = text.firstIndex(of: ":") else { throw .address(text) }
            let object = String(text[text.index(after: colon)...])
            guard !object.isEmpty else { throw .address(text) }
            switch text[..<colon] {
            case "replay": self = .replay(path: object)
            case "youtube": self = .youtube(object)
            case "twitch": self = .twitch(object)
            default: throw .address(text)
            }
        }
    }

    /// The recording behind `demo` and `replay:`; nil for the others, which are live.
    ///
    /// Throws `ChatError` when the file cannot be read.
    public func recording() throws(ChatError) -> Recording? {
        switch self {
        case .demo: try Recording.demo()
        case .replay(let path): try Recording(contentsOf: path)
        case .standardInput, .youtube, .twitch: nil
        }
    }
}

extension ChatAddress: CustomStringConvertible {
    /// The address as it is written on the command line.
    public var description: String {
        switch self {
        case .demo: "demo"
        case .replay(let path): "replay:" + path
        case .standardInput: "stdin"
        case .youtube(let object): "youtube:" + object
        case .twitch(let channel): "twitch:" + channel
        }
    }
}
