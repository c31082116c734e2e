import Foundation

/// The address of a live stream. It may hold a key, which no description ever shows.
public struct StreamAddress: Sendable, Equatable {
    /// How a stream travels.
    public enum Transport: String, Sendable, CaseIterable {
        case rtmp, rtmps, srt
    }

    /// How it travels.
    public let transport: Transport
    /// The server, with its port where one is named.
    let server: String
    /// What follows the server, without its first slash: it may hold a key.
    let path: String
    /// What follows the question mark: it may hold a key.
    let query: String
    /// The key from a file or the environment.
    private(set) var key: StreamKey?

    /// A stream's address, or nil where the text is not one.
    init?(_ text: String) {
        guard let mark = text.range(of: "://"), mark.upperBound < text.endIndex,
            let transport = Transport(rawValue: text[..<mark.lowerBound].lowercased()),
            !"/?".contains(text[mark.upperBound]), !text.contains(where: \.isWhitespace)
        else { return nil }
        self.transport = transport
        let halves = text[mark.upperBound...].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        server = String(parts[0])
        path = parts.count > 1 ? parts[1].trimmingCharacters(in: ["/"]) : ""
        query = halves.count > 1 ? String(halves[1]) : ""
    }

    /// An address with only its scheme and server left: what follows may be a key.
    static func withoutSecrets(_ address: String) -> String {
        guard let mark = address.range(of: "://") else { return address }
        let rest = address[mark.upperBound...]
        let server = rest.prefix { $0 != "/" && $0 != "?" }
        // A name and a password may stand before the server.
        let host = server.split(separator: "@").last ?? ""
        let tail = server.endIndex == rest.endIndex ? "" : "/…"
        return address[..<mark.upperBound] + host + tail
    }

    /// Words from elsewhere, such as an encoder's complaint, with this address's secrets blotted out.
    func redacting(_ words: String) -> String {
        let secrets = [path, query, key?.secret ?? ""]
        var clean = words.replacing(spelledOut, with: description)
        // Encoders also quote parts: the key alone, or a part of the query. The longest goes first.
        let parts = secrets + secrets.flatMap { $0.split { "/?&=".contains($0) }.map(String.init) }
        for part in parts.sorted(by: { $0.count > $1.count }) where part.count >= 4 {
            clean = clean.replacing(part, with: "…")
        }
        return clean
    }

    /// The address as it was written, without a key from elsewhere.
    private var spelledOut: String {
        "\(transport.rawValue)://\(server)" + (path.isEmpty ? "" : "/" + path)
            + (query.isEmpty ? "" : "?" + query)
    }
}

// MARK: - Keys

extension StreamAddress {
    /// This address with its key from the show's keys.
    ///
    /// Throws where the address itself holds a key or a password that belongs elsewhere, where no key
    /// is there for it, or where the address names no application.
    func keyed(by keys: StreamKeys) throws(BroadcastError) -> StreamAddress {
        if server.contains("@") { throw .passwordInAddress(description) }
        guard transport != .srt else {
            var keyed = self
            if !query.contains("streamid=") { keyed.key = keys.key(for: server) }
            return keyed
        }
        if path.isEmpty { throw .noApplication(description) }
        if path.contains("/") {
            if isPlatform { throw .keyInAddress(description) }
            return self
        }
        guard let key = keys.key(for: server) else { throw .noKey(description) }
        var keyed = self
        keyed.key = key
        return keyed
    }

    /// Whether the server is one of the large platforms', where what follows the application is
    /// always a person's key.
    private var isPlatform: Bool {
        let host = server.lowercased().prefix { $0 != ":" }
        return ["youtube.com", "twitch.tv", "live-video.net", "facebook.com"].contains {
            host == $0 || host.hasSuffix("." + $0)
        }
    }
}

// MARK: - What the encoder is told

extension StreamAddress {
    /// The address for the encoder's command line, which everybody on the machine can read: nothing in
    /// it can be a key.
    var openPart: String {
        let open = srtOptions.filter { !$0.isSecret }.map(\.text).joined(separator: "&")
        return "\(transport.rawValue)://\(server)"
            + (transport == .srt ? (open.isEmpty ? "" : "?" + open) : "/")
    }

    /// The rest, as lines `option=value` of a preset, which the encoder reads from `PrivateLines`.
    var secretPart: [String] {
        if transport == .srt {
            let secret = srtOptions.filter(\.isSecret).map(\.text)
            guard let key = key?.secret else { return secret }
            // A key may be a whole query, for servers that want a passphrase too.
            let isQuery = key.hasPrefix("streamid=") || key.hasPrefix("passphrase=")
            return secret
                + (isQuery ? key.split(separator: "&").map(String.init) : ["streamid=" + key])
        }
        let tail = query.isEmpty ? "" : "?" + query
        guard let slash = path.lastIndex(of: "/") else {
            return ["rtmp_app=" + path + tail, "rtmp_playpath=" + (key?.secret ?? "")]
        }
        return [
            "rtmp_app=" + path[..<slash],
            "rtmp_playpath=" + path[path.index(after: slash)...] + tail,
        ]
    }

    private var srtOptions: [(text: String, isSecret: Bool)] {
        guard transport == .srt else { return [] }
        return query.split(separator: "&").map { item in
            let isSecret = ["streamid=", "srt_streamid=", "passphrase="].contains {
                item.hasPrefix($0)
            }
            // In an option, unlike in an address, nothing is escaped.
            return (
                isSecret ? item.removingPercentEncoding ?? String(item) : String(item), isSecret
            )
        }
    }
}

extension StreamAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Scheme and server, without the key.
    public var description: String { StreamAddress.withoutSecrets(spelledOut) }
    /// The same as `description`, so that debugging shows no key either.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows no key either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
