import Foundation

extension MeetingPlace {
    /// The address of a name that means this machine alone here, as Debian writes a machine's own name
    /// into its list of hosts: 127.0.1.1. Nil for other names, for "localhost" and for addresses, which
    /// say what they are.
    public var addressOfNoOther: String? {
        guard host != "localhost" else { return nil }
        var wanted = addrinfo()
        wanted.ai_flags = AI_NUMERICHOST
        guard address(wanted) == nil, let found = address(addrinfo()) else { return nil }
        return found.hasPrefix("127.") || found == "::1" ? found : nil
    }

    /// The first address of the host in numbers.
    private func address(_ wanted: addrinfo) -> String? {
        var wanted = wanted
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &wanted, &found) == 0, let found else { return nil }
        defer { freeaddrinfo(found) }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(
            found.pointee.ai_addr, found.pointee.ai_addrlen, &name, socklen_t(name.count), nil, 0,
            NI_NUMERICHOST)
        guard status == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
