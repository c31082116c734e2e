import Signals

/// One action of YouTube's own chat interface (`get_live_chat`, `get_live_chat_replay`): exactly one
/// event.
///
/// Copies of messages that an action carries inside it (a ticker's, a banner's) are no events.
struct YouTubeAction {
    /// The action's name: `addChatItemAction`.
    let name: String
    private let body: JSONValue

    /// The action in an object such as `{"addChatItemAction":{…},"clickTrackingParams":"…"}`; nil
    /// when the object holds none.
    init?(_ value: JSONValue) {
        let names = value.keys?.filter { $0.hasSuffix("Action") || $0.hasSuffix("Command") }
        guard let name = names?.first, let body = value[name] else { return nil }
        self.name = name
        self.body = body
    }

    /// What the action tells; nil when it lacks what its name promises.
    var event: RecordedEvent? {
        switch name {
        case "addChatItemAction": return body["item"].flatMap(YouTubeItem.init)?.event
        case "replaceChatItemAction":
            return body["replacementItem"].flatMap(YouTubeItem.init)?.event
        case "markChatItemAsDeletedAction", "removeChatItemAction":
            guard let target = body["targetItemId"]?.string else { return nil }
            return RecordedEvent(kind: .deleted(target: target))
        case "markChatItemsByAuthorAsDeletedAction", "removeChatItemByAuthorAction":
            guard let channel = body["externalChannelId"]?.string else { return nil }
            return RecordedEvent(author: ChatAuthor(id: channel, name: ""), kind: .authorCleared)
        default:
            return RecordedEvent(kind: .unknown(renderer: ChatText.cleaned(name)))
        }
    }
}
