import Foundation

/// Hears what programs say to the room over OSC, at a port of this machine.
///
/// A socket of our own, since liblo's servers listen on every network of the machine, whatever is asked.
///
/// Nobody waits: whoever takes gets what has come, at most `mostAtOnce` datagrams; what the system
/// cannot keep until then is lost, as UDP may lose anything.
public final class OSCInput: Sendable {
    /// Something said, and the network address it came from, which UDP lets anybody claim.
    public struct Heard: Sendable, Equatable {
        /// The key and the mood.
        public var voice: OSCVoice
        /// The address of its sender.
        public var place: String
    }

    /// Datagrams that are looked at in one go.
    public static let mostAtOnce = 64
    private static let longestDatagram = 1_536

    private let descriptor: Int32
    /// The port that is listened at.
    public let port: Int

    /// Listens at a number of this machine (`127.0.0.1`, `0.0.0.0` for every network, `::1`) and a
    /// port, of which 0 is a free one. Throws `OSCError.cannotListen`.
    public init(host: String, port: Int) throws(OSCError) {
        let place = "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_flags = AI_PASSIVE
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        #else
            hints.ai_socktype = SOCK_DGRAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        guard status == 0, let first = found else {
            throw .cannotListen(place, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(first) }
        let opened = socket(first.pointee.ai_family, hints.ai_socktype, 0)
        guard opened >= 0, fcntl(opened, F_SETFD, FD_CLOEXEC) == 0,
            bind(opened, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0
        else {
            let reason = String(cString: strerror(errno))
            if opened >= 0 { close(opened) }
            throw .cannotListen(place, reason: reason)
        }
        descriptor = opened
        self.port = Self.port(of: opened) ?? port
    }

    deinit { close(descriptor) }

    /// What was said since the last call, in its order.
    public func take() -> [Heard] {
        var heard: [Heard] = []
        var bytes = [UInt8](repeating: 0, count: Self.longestDatagram + 1)
        var sender = sockaddr_storage()
        for _ in 0..<Self.mostAtOnce {
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutablePointer(to: &sender) { sender in
                sender.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT), $0, &size)
                }
            }
            guard count >= 0 else { break }
            guard count <= Self.longestDatagram,
                let messages = OSCReading.messages(in: Array(bytes[..<count]))
            else { continue }
            let place = Self.number(of: sender, size: size)
            heard += messages.compactMap(OSCVoice.init).map { Heard(voice: $0, place: place) }
        }
        return heard
    }

    private static func number(of sender: sockaddr_storage, size: socklen_t) -> String {
        var sender = sender
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = withUnsafePointer(to: &sender) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo($0, size, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
            }
        }
        guard status == 0 else { return "" }
        return String(
            decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func port(of descriptor: Int32) -> Int? {
        var place = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(descriptor, address, &size) == 0 else { return nil }
                // The port lies at the same place in both kinds of address.
                return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
    }
}
