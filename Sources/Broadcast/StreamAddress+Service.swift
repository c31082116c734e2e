extension StreamAddress {
    /// What another program that streams is told in two parts: where the stream goes, and the secret
    /// that proves whose it is. The second must never be shown.
    package var serverAndKey: (server: String, key: String) {
        let base = "\(transport.rawValue)://\(server)"
        guard transport != .srt else {
            let parts = [query, key.map { "streamid=" + $0.secret } ?? ""].filter { !$0.isEmpty }
            return (base + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&")), "")
        }
        if let key { return (base + "/" + path, key.secret) }
        // A server of one's own, with the stream's name in the address.
        let parts = path.split(separator: "/")
        let name = (parts.last.map { String($0) } ?? "") + (query.isEmpty ? "" : "?" + query)
        return (([base] + parts.dropLast().map { String($0) }).joined(separator: "/"), name)
    }
}
