import Foundation

/// A port of the loopback address that is taken and where nobody listens: whoever calls is refused, and
/// no other test can be given it meanwhile.
package final class DeafPort {
    /// Its number.
    package let number: Int
    private let end: Int32

    /// Takes a port until this is let go.
    package init() throws {
        let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard let port = bind(end) else {
            defer { close(end) }
            throw POSIXError(.init(rawValue: errno) ?? .EADDRINUSE)
        }
        self.end = end
        number = port
    }

    deinit { close(end) }
}

/// Binds a socket to a port of the loopback address that was free; nil when it cannot be.
func bind(_ end: Int32) -> Int? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(end, $0, length) == 0 && getsockname(end, $0, &length) == 0
        }
    }
    return bound ? Int(UInt16(bigEndian: address.sin_port)) : nil
}
