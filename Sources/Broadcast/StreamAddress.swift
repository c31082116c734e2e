/// The address of a live stream. It may hold a key, which no description ever shows.
public struct StreamAddress: Sendable, Equatable {
    /// How a stream travels.
    public enum Transport: String, Sendable, CaseIterable {
        case rtmp, rtmps, srt
    }

    /// How it travels.
    public let transport: Transport
    /// The whole address with its key: for the encoder only, never for a log.
    let secret: String

    /// A stream's address, or nil where the text is not one.
    init?(_ text: String) {
        guard let mark = text.range(of: "://"), mark.upperBound < text.endIndex,
            let transport = Transport(rawValue: text[..<mark.lowerBound].lowercased()),
            !"/?".contains(text[mark.upperBound])
        else { return nil }
        self.transport = transport
        secret = transport.rawValue + String(text[mark.lowerBound...])
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
        var clean = words.replacing(secret, with: description)
        // Encoders also quote parts: the key alone, or the query.
        let parts = secret.dropFirst(transport.rawValue.count + 3).split { "/?&=@".contains($0) }
        for part in parts.dropFirst() where part.count >= 4 {
            clean = clean.replacing(part, with: "…")
        }
        return clean
    }
}

extension StreamAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Scheme and server, without the key.
    public var description: String { StreamAddress.withoutSecrets(secret) }
    /// The same as `description`, so that debugging shows no key either.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows no key either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
