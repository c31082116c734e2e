import Foundation

/// Where OBS's WebSocket server listens.
public struct OBSAddress: Sendable, Equatable, CustomStringConvertible {
    /// The machine's name or number.
    public var host: String
    /// The port.
    public var port: Int

    /// Where OBS listens unless it is told otherwise.
    public static let usual = OBSAddress(host: "127.0.0.1", port: 4455)

    /// A known address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, or a host or a port alone. Throws `OBSError.badAddress` for anything else.
    public init(_ text: String) throws(OBSError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isPort = parts.count == 1 && Int(parts[0]) != nil
        host = isPort ? OBSAddress.usual.host : String(parts[0])
        let digits = isPort ? parts[0] : parts.count == 2 ? parts[1] : "4455"
        guard parts.count <= 2, !host.isEmpty, !host.contains(where: \.isWhitespace),
            let port = Int(digits), (1...65535).contains(port)
        else { throw .badAddress(text) }
        self.port = port
    }

    /// `HOST:PORT`.
    public var description: String { "\(host):\(port)" }
}

/// What proves to OBS who asks. No description or dump shows it.
public struct OBSPassword: Sendable, Equatable {
    /// The variable of the environment that may hold it.
    public static let variable = "EMOTIONMOTION_OBS_PASSWORD"

    let secret: String

    /// A password; nil for an empty one.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        secret = text
    }

    /// The password in a file's first line, or else in the environment; nil where neither is given.
    ///
    /// Throws `OBSError.unreadablePasswordFile`.
    public static func found(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(OBSError) -> OBSPassword? {
        guard let file else { return OBSPassword(environment[variable] ?? "") }
        guard let data = try? FileHandle(forReadingAtPath: file)?.readToEnd(),
            let line = String(data: data, encoding: .utf8)?.split(whereSeparator: \.isNewline)
                .first,
            let password = OBSPassword(line.trimmingCharacters(in: .whitespaces))
        else { throw .unreadablePasswordFile(file) }
        return password
    }
}

extension OBSPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// An ellipsis.
    public var description: String { "…" }
    /// An ellipsis.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
