/// Who wrote in the chat.
public struct ChatAuthor: Sendable, Equatable {
    /// What a person may be in a chat, beside a viewer.
    public enum Role: String, Sendable, Codable, CaseIterable {
        case owner, moderator, member, verified
    }

    /// The platform's own identifier.
    public var id: String
    /// The name shown.
    public var name: String
    /// The author's roles; empty for an ordinary viewer.
    public var roles: [Role]

    /// An author.
    public init(id: String, name: String, roles: [Role] = []) {
        self.id = id
        self.name = name
        self.roles = roles
    }
}

/// One thing that happened in a live chat.
public struct ChatEvent: Sendable, Equatable {
    /// What happened.
    public enum Kind: Sendable, Equatable {
        /// Somebody wrote.
        case message(text: String)
        /// Somebody paid; `text` may be empty. `amount` is in units of `currency` (ISO 4217, or nil
        /// when the symbol is not known); `display` is the platform's own writing of both.
        case paid(text: String, amount: Double?, currency: String?, display: String)
        /// Somebody became a member or has been one for a while.
        case membership(text: String)
        /// Somebody gave memberships away, or was given one.
        case gift(text: String)
        /// The message with this identifier was taken away.
        case deleted(target: String)
        /// All messages of the event's author were taken away.
        case authorCleared
        /// The connection changed.
        case status(state: ConnectionState, reason: String?)
        /// Something that this program does not know, by its renderer's name.
        case unknown(renderer: String)
    }

    /// How a source stands.
    public enum ConnectionState: String, Sendable, Codable {
        case connecting, live, gap, ended
    }

    /// The platform's identifier of the event, unique within its chat.
    public var id: String
    /// Seconds: since 1970 from a live source, since the chat's start from a recording that has no
    /// dates.
    public var time: Double
    /// Who did it; nil where nobody is named.
    public var author: ChatAuthor?
    /// What happened.
    public var kind: Kind
    /// Which chat it comes from, as its address is written; nil where there is but one.
    public var source: String?

    /// An event.
    public init(
        id: String, time: Double, author: ChatAuthor? = nil, kind: Kind, source: String? = nil
    ) {
        self.id = id
        self.time = time
        self.author = author
        self.kind = kind
        self.source = source
    }

    /// The event's identifier among those of all chats.
    public var key: String { keyed(id) }

    /// The author's identifier among those of all chats of all platforms; nil where nobody is named.
    ///
    /// Somebody who writes in two chats of one platform is one person.
    public var authorKey: String? {
        guard let author else { return nil }
        guard let source, let platform = source.split(separator: ":").first else {
            return author.id
        }
        return "\(platform) \(author.id)"
    }

    /// The identifier among those of all chats of the message that this event takes away; nil where it
    /// takes none away.
    public var targetKey: String? {
        if case .deleted(let target) = kind { keyed(target) } else { nil }
    }

    private func keyed(_ id: String) -> String {
        guard let source, !id.isEmpty else { return id }
        return "\(source) \(id)"
    }

    /// The words a person wrote, where there are any.
    public var text: String? {
        switch kind {
        case .message(let text), .paid(let text, _, _, _), .membership(let text), .gift(let text):
            text.isEmpty ? nil : text
        case .deleted, .authorCleared, .status, .unknown: nil
        }
    }
}
