/// One event as one JSON object, the form that the command's filters read and write:
/// `{"type":"message","id":"…","time":1610000000.25,"author":{…},"text":"…"}`.
extension ChatEvent: Codable {
    private enum Key: String, CodingKey {
        case type, id, time, author, text, amount, currency, display, target, state, reason
        case renderer, source
    }

    /// Reads one event; throws `DecodingError` naming the missing or unknown key.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let text = { try values.decodeIfPresent(String.self, forKey: .text) ?? "" }
        let kind: Kind
        switch try values.decode(String.self, forKey: .type) {
        case "message": kind = .message(text: try values.decode(String.self, forKey: .text))
        case "paid":
            kind = .paid(
                text: try text(), amount: try values.decodeIfPresent(Double.self, forKey: .amount),
                currency: try values.decodeIfPresent(String.self, forKey: .currency),
                display: try values.decodeIfPresent(String.self, forKey: .display) ?? "")
        case "membership": kind = .membership(text: try text())
        case "gift": kind = .gift(text: try text())
        case "deleted": kind = .deleted(target: try values.decode(String.self, forKey: .target))
        case "author_cleared": kind = .authorCleared
        case "status":
            kind = .status(
                state: try values.decode(ConnectionState.self, forKey: .state),
                reason: try values.decodeIfPresent(String.self, forKey: .reason))
        case "unknown":
            kind = .unknown(renderer: try values.decode(String.self, forKey: .renderer))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: values, debugDescription: "no event has the type \"\(other)\"")
        }
        self.init(
            id: try values.decodeIfPresent(String.self, forKey: .id) ?? "",
            time: try values.decode(Double.self, forKey: .time),
            author: try values.decodeIfPresent(ChatAuthor.self, forKey: .author), kind: kind,
            source: try values.decodeIfPresent(String.self, forKey: .source))
    }

    /// Writes one event.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(typeName, forKey: .type)
        try values.encode(id, forKey: .id)
        try values.encode(time, forKey: .time)
        try values.encodeIfPresent(author, forKey: .author)
        try values.encodeIfPresent(source, forKey: .source)
        switch kind {
        case .message(let text), .membership(let text), .gift(let text):
            try values.encode(text, forKey: .text)
        case .paid(let text, let amount, let currency, let display):
            try values.encode(text, forKey: .text)
            try values.encodeIfPresent(amount, forKey: .amount)
            try values.encodeIfPresent(currency, forKey: .currency)
            try values.encode(display, forKey: .display)
        case .deleted(let target): try values.encode(target, forKey: .target)
        case .authorCleared: break
        case .status(let state, let reason):
            try values.encode(state, forKey: .state)
            try values.encodeIfPresent(reason, forKey: .reason)
        case .unknown(let renderer): try values.encode(renderer, forKey: .renderer)
        }
    }

    /// The event's name in JSON.
    public var typeName: String {
        switch kind {
        case .message: "message"
        case .paid: "paid"
        case .membership: "membership"
        case .gift: "gift"
        case .deleted: "deleted"
        case .authorCleared: "author_cleared"
        case .status: "status"
        case .unknown: "unknown"
        }
    }
}

extension ChatAuthor: Codable {
    private enum Key: String, CodingKey { case id, name, roles }

    /// Reads an author; `roles` may be left out, and roles that are not known are passed over.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let roles = try values.decodeIfPresent([String].self, forKey: .roles) ?? []
        self.init(
            id: try values.decode(String.self, forKey: .id),
            name: try values.decodeIfPresent(String.self, forKey: .name) ?? "",
            roles: roles.compactMap { Role(rawValue: $0) })
    }

    /// Writes an author.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(id, forKey: .id)
        try values.encode(name, forKey: .name)
        try values.encode(roles, forKey: .roles)
    }
}
