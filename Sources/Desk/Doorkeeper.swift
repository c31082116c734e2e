import Foundation

/// Which requests come from a page of this server, and which from somewhere else.
///
/// A page of a stranger, open in the operator's browser, can send requests here. It betrays itself
/// by its `Origin`, or, where its name was bent to this machine's number (DNS rebinding), by a
/// `Host` that is a name nobody here goes by.
struct Doorkeeper: Sendable {
    /// Names that this machine goes by, in lower case; numbers are always let in.
    let names: Set<String>

    /// A doorkeeper for pages at these addresses.
    init(addresses: [WebAddress]) {
        let own = ProcessInfo.processInfo.hostName.lowercased()
        let short = own.split(separator: ".").first.map(String.init) ?? own
        names = Set(
            ["localhost", own, short, short + ".local"] + addresses.map { $0.host.lowercased() })
    }

    /// Why a request is refused; nil when it may pass.
    ///
    /// - Parameter changes: whether the request asks for a change; then a browser's word that it
    ///   comes from another site is enough to refuse it.
    func refusal(host: String?, origin: String?, fetchSite: String?, changes: Bool) -> String? {
        guard let host, isOwn(host) else { return "This machine does not go by that name." }
        if let origin, origin != "http://" + host, origin != "https://" + host {
            return "Another site's page asked for this."
        }
        if changes, let fetchSite, fetchSite != "same-origin", fetchSite != "none" {
            return "Another site's page asked for this."
        }
        return nil
    }

    private func isOwn(_ authority: String) -> Bool {
        let host = Self.host(of: authority).lowercased()
        return names.contains(host) || Self.isNumber(host)
    }

    /// The host of `host:port`, an IPv6 number without its brackets.
    private static func host(of authority: String) -> String {
        if authority.first == "[", let end = authority.firstIndex(of: "]") {
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return authority.split(separator: ":", omittingEmptySubsequences: false).first.map(
            String.init) ?? ""
    }

    /// Whether this is an IP number: a number cannot be bent to another machine.
    private static func isNumber(_ host: String) -> Bool {
        if host.contains(":") {
            return host.utf8.allSatisfy { isHexDigit($0) || ".:%".utf8.contains($0) }
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
