import Foundation
import Signals

/// An entry in this project's own form, or in the plain one that anybody would write:
/// `{"text":"hello","author":"Ada","time":1.5}`.
struct SimpleItem {
    private let item: JSONValue

    /// An entry in an object; nil when it is neither an event nor has words.
    init?(_ value: JSONValue) {
        let text = value["text"] ?? value["message"]
        guard value["type"]?.string != nil || text?.string != nil else { return nil }
        item = value
    }

    /// The entry as an event; nil when it lacks what its type promises.
    var event: RecordedEvent? {
        if item["type"] != nil, let event = item.bytes.flatMap(SimpleItem.decoded) {
            return RecordedEvent(event.cleaned, clock: event.time)
        }
        guard ["message", nil].contains(item["type"]?.string) else { return nil }
        guard let text = (item["text"] ?? item["message"])?.string else { return nil }
        let date = (item["published_at"] ?? item["publishedAt"])?.string
        return RecordedEvent(
            id: item["id"]?.string ?? "", author: author,
            kind: .message(text: ChatText.cleaned(text)),
            clock: item["time"]?.number ?? date.flatMap(InternetDate.seconds))
    }

    private static func decoded(_ bytes: Data) -> ChatEvent? {
        try? JSONDecoder().decode(ChatEvent.self, from: bytes)
    }

    private var author: ChatAuthor? {
        let author = item["author"]
        guard let name = author?.string ?? author?["name"]?.string else { return nil }
        return ChatAuthor(
            id: author?["id"]?.string ?? name,
            name: ChatText.cleaned(name, characters: ChatText.longestName),
            roles: (author?["roles"]?.array ?? []).compactMap {
                $0.string.flatMap(ChatAuthor.Role.init)
            })
    }
}

extension ChatEvent {
    /// The same event with words that are safe to draw.
    fileprivate var cleaned: ChatEvent {
        var event = self
        event.author?.name = ChatText.cleaned(author?.name ?? "", characters: ChatText.longestName)
        switch kind {
        case .message(let text): event.kind = .message(text: ChatText.cleaned(text))
        case .paid(let text, let amount, let currency, let display):
            event.kind = .paid(
                text: ChatText.cleaned(text), amount: amount, currency: currency,
                display: ChatText.cleaned(display))
        case .membership(let text): event.kind = .membership(text: ChatText.cleaned(text))
        case .gift(let text): event.kind = .gift(text: ChatText.cleaned(text))
        case .deleted, .authorCleared, .status, .unknown: break
        }
        return event
    }
}
