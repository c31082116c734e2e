import NIOCore

extension WebAddress {
    /// An address that the phones of the room can open: `0.0.0.0` is every network, so this machine's
    /// own place in one of them; where it is in none, the one that it can open itself.
    var reachableFromTheRoom: WebAddress {
        guard host == "0.0.0.0" || host == "::" else { return reachable }
        let devices = (try? System.enumerateDevices()) ?? []
        let places = devices.filter { !Self.isForContainers($0.name) }
            .compactMap { $0.address?.ipAddress }
        guard let place = places.first(where: Self.isOfANetwork) else { return reachable }
        return WebAddress(host: place, port: port)
    }

    /// Whether this is an IPv4 address that other machines can reach.
    static func isOfANetwork(_ place: String) -> Bool {
        place.contains(".") && !place.contains(":")
            && !["127.", "169.254.", "0."].contains { place.hasPrefix($0) }
    }

    /// Bridges to containers and virtual machines lead to no phone.
    private static func isForContainers(_ device: String) -> Bool {
        ["docker", "br-", "veth", "virbr", "lxc"].contains { device.hasPrefix($0) }
    }
}
