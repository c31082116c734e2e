import Foundation

/// A socket that sends datagrams to one place and never waits.
///
/// liblo's own sending would look names up again and wait where the network is busy.
final class OSCSocket: Sendable {
    /// What became of a datagram.
    enum Outcome: Equatable {
        case sent
        /// The machine answered to an earlier one that nobody listens at that port.
        case nobodyListens
        /// The system had no room for it, or no way to go.
        case lost(reason: String)
    }

    private let descriptor: Int32

    /// Looks the host up and opens a socket towards it; may take as long as a name server does.
    ///
    /// Throws `OSCError` when there is no such host.
    init(host: String, port: Int) throws(OSCError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        #else
            hints.ai_socktype = SOCK_DGRAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        // An IPv6 number may be written in brackets, as in web addresses.
        let name =
            host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let status = getaddrinfo(name, String(port), &hints, &found)
        guard status == 0, let first = found else {
            throw .unknownHost(host, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(first) }
        var reason = "no address"
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let place = next {
            let opened = socket(
                place.pointee.ai_family, place.pointee.ai_socktype, place.pointee.ai_protocol)
            if opened >= 0, Self.prepare(opened),
                connect(opened, place.pointee.ai_addr, place.pointee.ai_addrlen) == 0
            {
                descriptor = opened
                return
            }
            reason = String(cString: strerror(errno))
            if opened >= 0 { close(opened) }
            next = place.pointee.ai_next
        }
        throw .noSocket(reason)
    }

    deinit { close(descriptor) }

    /// Lets a datagram go to everybody on the network where the address means that, and keeps the
    /// socket from child processes.
    private static func prepare(_ descriptor: Int32) -> Bool {
        var yes: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_BROADCAST, &yes, socklen_t(MemoryLayout<Int32>.size))
        return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    }

    /// Sends a datagram, or does not; never waits.
    func send(_ bytes: [UInt8]) -> Outcome {
        let first = attempt(bytes)
        guard first == .nobodyListens else { return first }
        // What was refused is an earlier one: send this one too, in case somebody listens by now.
        _ = attempt(bytes)
        return first
    }

    private func attempt(_ bytes: [UInt8]) -> Outcome {
        let count = bytes.withUnsafeBytes {
            Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        if count == bytes.count { return .sent }
        return errno == ECONNREFUSED
            ? .nobodyListens : .lost(reason: String(cString: strerror(errno)))
    }
}
