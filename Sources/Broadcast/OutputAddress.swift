/// Where a show goes, as it is written after `--output`.
public enum OutputAddress: Sendable, Equatable {
    /// A window on this machine; the stage draws it.
    case window
    /// An MP4 or QuickTime file with H.264 pictures and AAC sound, or a QuickTime file with ProRes 4444
    /// pictures that have an alpha channel.
    case movie(path: String)
    /// A folder of numbered PNG files.
    case frames(folder: String)
    /// A file of poses, one OpenPose JSON object a line.
    case poses(path: String)
    /// A live stream.
    case stream(StreamAddress)
    /// OBS on this machine.
    case obs
    /// Moods and poses for other programs, over OSC.
    case osc(host: String, port: Int)

    /// Reads an address; a stream's key is looked for in `keys`.
    ///
    /// Throws `BroadcastError` saying what an address may look like, or where a key belongs.
    public init(_ text: String, keys: StreamKeys = StreamKeys()) throws(BroadcastError) {
        if let stream = StreamAddress(text) {
            self = .stream(try stream.keyed(by: keys))
            return
        }
        let (scheme, rest) = OutputAddress.split(text)
        switch scheme {
        case "frames" where !rest.isEmpty: self = .frames(folder: rest)
        case "poses" where !rest.isEmpty: self = .poses(path: rest)
        case "osc": self = try OutputAddress.osc(rest)
        case nil where text == "window": self = .window
        case nil where text == "obs": self = .obs
        default:
            // Anything with `://` is somebody's server, and may hold a key.
            guard !text.contains("://"), let name = text.split(separator: "/").last,
                !text.hasSuffix("/"), name.count > 4, OutputAddress.isMovie(String(name))
            else { throw .unknownAddress(StreamAddress.withoutSecrets(text)) }
            self = .movie(path: text)
        }
    }

    private static func isMovie(_ name: String) -> Bool {
        [".mp4", ".mov"].contains { name.lowercased().hasSuffix($0) }
    }

    private static func split(_ text: String) -> (scheme: String?, rest: String) {
        guard let colon = text.firstIndex(of: ":") else { return (nil, text) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func osc(_ rest: String) throws(BroadcastError) -> OutputAddress {
        guard let colon = rest.lastIndex(of: ":"), colon != rest.startIndex,
            let port = Int(rest[rest.index(after: colon)...]), (1...65535).contains(port)
        else { throw .unknownAddress("osc:" + rest) }
        return .osc(host: String(rest[..<colon]), port: port)
    }
}

extension OutputAddress {
    /// Whether pictures become video on their way there.
    public var isEncoded: Bool {
        switch self {
        case .movie, .stream, .obs: true
        case .window, .frames, .poses, .osc: false
        }
    }
}

extension OutputAddress {
    /// Whether what goes there may have an alpha channel.
    public var keepsAlpha: Bool {
        switch self {
        case .movie(let path): path.lowercased().hasSuffix(".mov")
        case .frames: true
        case .window, .poses, .osc: true  // no picture goes there, or only this machine sees it
        case .stream, .obs: false
        }
    }
}

extension OutputAddress: CustomStringConvertible {
    /// The address as it may be shown: a stream's key is left out.
    public var description: String {
        switch self {
        case .window: "window"
        case .movie(let path): path
        case .frames(let folder): "frames:" + folder
        case .poses(let path): "poses:" + path
        case .stream(let stream): stream.description
        case .obs: "obs"
        case .osc(let host, let port): "osc:\(host):\(port)"
        }
    }
}
