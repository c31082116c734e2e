import Signals

/// The newest messages by their numbers at the desk, so that an author can be muted and a reading
/// corrected some time after they came.
struct EventMemory {
    /// A message that can still be spoken of.
    struct Entry {
        var number: Int
        /// The event's key among all chats.
        var key: String
        /// The author's key among all chats.
        var author: String?
        /// The author's name.
        var name: String
        /// All that was said.
        var text: String
    }

    /// Messages remembered: what a page shows, and some more.
    static let most = 400

    private var entries: [Entry] = []

    /// The message of a number; nil where it is too old, or was taken away.
    subscript(number: Int) -> Entry? { entries.last { $0.number == number } }

    /// Remembers a message.
    mutating func remember(_ event: ChatEvent, number: Int) {
        entries.append(
            Entry(
                number: number, key: event.key, author: event.authorKey,
                name: event.author?.name ?? "", text: event.text ?? ""))
        // Half as many again, so that the moving stays rare.
        if entries.count > Self.most * 3 / 2 { entries.removeFirst(entries.count - Self.most) }
    }

    /// Forgets the messages that `isGone` says; their numbers.
    mutating func forget(where isGone: (Entry) -> Bool) -> Set<Int> {
        let numbers = Set(entries.filter(isGone).map(\.number))
        entries.removeAll { numbers.contains($0.number) }
        return numbers
    }
}
