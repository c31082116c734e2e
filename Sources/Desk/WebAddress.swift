/// Where pages are served: a host of this machine and a port.
public struct WebAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name or a number: `127.0.0.1`, `::1`, `0.0.0.0` for every network this machine is in.
    public var host: String
    /// The port; 0 takes a free one.
    public var port: Int

    /// An address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// This machine alone, port 8088.
    public static let usualDesk = WebAddress(host: "127.0.0.1", port: 8088)

    /// Reads `HOST:PORT`, `[::1]:PORT`, `HOST` or `:PORT`; throws `DeskError.address`.
    public init(_ text: String) throws(DeskError) {
        var host = Substring(text)
        var port = Self.usualDesk.port
        if let colon = text.lastIndex(of: ":"), text.last != "]" {
            guard let number = Int(text[text.index(after: colon)...]), (0...65_535) ~= number
            else { throw .address(text) }
            host = text[..<colon]
            port = number
        }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        let isWritable = host.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }
        guard isWritable, !text.isEmpty else { throw .address(text) }
        self.init(host: host.isEmpty ? Self.usualDesk.host : String(host), port: port)
    }

    /// The address as it stands in a link.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// An address that a browser on this machine can open: `0.0.0.0` is every network, not a place.
    var reachable: WebAddress {
        switch host {
        case "0.0.0.0": WebAddress(host: "127.0.0.1", port: port)
        case "::": WebAddress(host: "::1", port: port)
        default: self
        }
    }
}
