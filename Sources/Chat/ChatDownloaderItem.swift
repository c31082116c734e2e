import Signals

/// One entry of a file that chat-downloader wrote:
/// `{"action_type":"add_chat_item","message_type":"text_message","message":"…","author":{…},…}`.
struct ChatDownloaderItem {
    private let item: JSONValue
    private let type: String
    private let action: String

    /// The entry in an object; nil when it names neither its message's type nor its action's.
    init?(_ value: JSONValue) {
        let type = value["message_type"]?.string
        let action = value["action_type"]?.string
        guard type != nil || action != nil else { return nil }
        item = value
        self.type = type ?? ""
        self.action = action ?? ""
    }

    /// The entry as an event; nil when it lacks what its type promises.
    var event: RecordedEvent? {
        guard let kind else { return nil }
        var found = RecordedEvent(id: item["message_id"]?.string ?? "", author: author, kind: kind)
        found.offset = item["time_in_seconds"]?.number
        found.clock = item["timestamp"]?.number.map { $0 / 1e6 }
        return found
    }

    private var kind: ChatEvent.Kind? {
        switch action {
        // A ticker repeats a message that the chat itself has shown.
        case "add_live_chat_ticker_item": return .unknown(renderer: ChatText.cleaned(type))
        case "mark_chat_item_as_deleted", "remove_chat_item", "delete_message":
            return item["target_message_id"]?.string.map { .deleted(target: $0) }
        case "mark_chat_items_by_author_as_deleted", "remove_chat_item_by_author", "ban_user":
            return author == nil ? nil : .authorCleared
        default: break
        }
        switch type {
        case "text_message": return .message(text: text)
        case "paid_message", "paid_sticker": return paid
        case "membership_item", "subscription", "resubscription":
            return .membership(text: text)
        case "sponsorships_gift_purchase_announcement",
            "sponsorships_gift_redemption_announcement", "subscription_gift",
            "mystery_subscription_gift":
            return .gift(text: text)
        default: return .unknown(renderer: ChatText.cleaned(type.isEmpty ? action : type))
        }
    }

    private var text: String { ChatText.cleaned(item["message"]?.string ?? "") }

    private var paid: ChatEvent.Kind {
        let money = item["money"]
        let display = ChatText.cleaned(money?["text"]?.string ?? "")
        let read = Money(display)
        return .paid(
            text: text, amount: money?["amount"]?.number ?? read?.amount, currency: read?.currency,
            display: display)
    }

    private var author: ChatAuthor? {
        let author = item["author"]
        let name = author?["display_name"]?.string ?? author?["name"]?.string
        guard let id = author?["id"]?.string ?? item["author_id"]?.string ?? name else {
            return nil
        }
        return ChatAuthor(
            id: id, name: ChatText.cleaned(name ?? "", characters: ChatText.longestName),
            roles: (author?["badges"]?.array ?? []).compactMap(role))
    }

    private func role(_ badge: JSONValue) -> ChatAuthor.Role? {
        switch badge["icon_name"]?.string ?? badge["name"]?.string {
        case "owner", "broadcaster": .owner
        case "moderator": .moderator
        case "verified", "partner": .verified
        case "subscriber", "founder": .member
        // On YouTube only members wear a drawing of the channel's own, which has no icon's name.
        case nil: badge["icons"] == nil ? nil : .member
        default: nil
        }
    }
}
