import Foundation

/// A port of the loopback address that nobody listens on.
package func freePort() throws -> Int {
    let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(end) }
    guard let port = bind(end) else { throw POSIXError(.init(rawValue: errno) ?? .EADDRINUSE) }
    return port
}
