/// Where a server of lines is.
public struct LineServer: Sendable, Equatable {
    /// The host's name or address.
    public var host: String
    /// Its TCP port.
    public var port: Int
    /// Whether the way there is encrypted and the server's certificate checked.
    public var isSecure: Bool

    /// A server.
    public init(host: String, port: Int, isSecure: Bool) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }
}

/// The sending side of an open connection that carries lines.
public protocol LineWriter: Sendable {
    /// Sends a line; the break is added. Throws when the connection is gone.
    func send(_ line: String) async throws
}

/// Something that opens connections for lines.
public protocol LineTransport: Sendable {
    /// Opens a connection, gives its sending side to `opened`, then every line, without its break,
    /// to `heard`, one after the other. Returns when the other side has closed.
    ///
    /// Throws `FetchError` when the connection cannot be made or breaks, what the two closures throw,
    /// and `CancellationError` as soon as the task is cancelled; the connection is then closed.
    func connect(
        to server: LineServer, opened: @Sendable (any LineWriter) async throws -> Void,
        heard: @Sendable (String) async throws -> Void
    ) async throws
}

/// Cuts what a connection delivers into lines.
struct LineCutter {
    /// The longest line in bytes, above Twitch's 8,191 for tags and 512 for the rest; more is passed
    /// over.
    static let longest = 16_384

    private var rest: [UInt8] = []

    /// The lines that are whole with these bytes, without their breaks; empty ones are left out.
    mutating func lines(with bytes: some Sequence<UInt8>) -> [String] {
        var lines = [String]()
        for byte in bytes {
            if byte == 0x0A {
                if rest.last == 0x0D { rest.removeLast() }
                if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
                rest.removeAll(keepingCapacity: true)
            } else if rest.count < Self.longest {
                rest.append(byte)
            }
        }
        return lines
    }
}
