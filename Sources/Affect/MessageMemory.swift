/// Who wrote the newest messages, so that a deletion, which names only the message, finds its author.
struct MessageMemory: Sendable {
    /// Messages remembered at most; the oldest are forgotten, and their deletion comes too late.
    static let limit = 4096

    private var authors: [String: String] = [:]
    private var messages: [String] = []
    private var next = 0

    /// Remembers a message; one without an identifier cannot be deleted and is not kept.
    mutating func remember(_ message: String, of author: String) {
        guard !message.isEmpty, authors.updateValue(author, forKey: message) == nil else { return }
        if messages.count < Self.limit {
            messages.append(message)
        } else {
            authors[messages[next]] = nil
            messages[next] = message
            next = (next + 1) % Self.limit
        }
    }

    /// Forgets a message; its author, where it is remembered.
    mutating func forget(message: String) -> String? {
        guard let author = authors[message] else { return nil }
        authors[message] = nil
        messages.removeAll { $0 == message }
        if next >= messages.count { next = 0 }
        return author
    }

    /// Forgets all messages of an author; how many were remembered.
    mutating func forget(author: String) -> Int {
        let written = Set(authors.filter { $0.value == author }.keys)
        for message in written { _ = forget(message: message) }
        return written.count
    }
}
