import Signals

/// One `youtube#liveChatMessage` of YouTube's Data API, `{"snippet":{…},"authorDetails":{…}}`.
struct YouTubeOfficialItem {
    private let item: JSONValue
    private let snippet: JSONValue
    private let type: String

    /// The item in an object; nil when it has no snippet with a type.
    init?(_ value: JSONValue) {
        guard let snippet = value["snippet"], let type = snippet["type"]?.string else { return nil }
        item = value
        self.snippet = snippet
        self.type = type
    }

    /// The item as an event; nil when it lacks what its type promises.
    var event: RecordedEvent? {
        guard let kind else { return nil }
        return RecordedEvent(
            id: item["id"]?.string ?? "", author: author, kind: kind,
            clock: snippet["publishedAt"]?.string.flatMap(InternetDate.seconds))
    }

    private var kind: ChatEvent.Kind? {
        switch type {
        case "textMessageEvent":
            return .message(
                text: words(snippet["textMessageDetails"]?["messageText"]) ?? displayMessage)
        case "superChatEvent": return paid(snippet["superChatDetails"])
        case "superStickerEvent": return paid(snippet["superStickerDetails"])
        case "newSponsorEvent": return .membership(text: displayMessage)
        case "memberMilestoneChatEvent":
            let comment = words(snippet["memberMilestoneChatDetails"]?["userComment"])
            return .membership(text: comment ?? displayMessage)
        case "membershipGiftingEvent", "giftMembershipReceivedEvent", "giftEvent":
            return .gift(text: displayMessage)
        case "messageDeletedEvent":
            return snippet["messageDeletedDetails"]?["deletedMessageId"]?.string
                .map { .deleted(target: $0) }
        case "userBannedEvent": return bannedUser.map { _ in .authorCleared }
        case "chatEndedEvent": return .status(state: .ended, reason: nil)
        default: return .unknown(renderer: ChatText.cleaned(type))
        }
    }

    private var displayMessage: String { words(snippet["displayMessage"]) ?? "" }

    private var bannedUser: JSONValue? { snippet["userBannedDetails"]?["bannedUserDetails"] }

    private func words(_ value: JSONValue?) -> String? {
        value?.string.map { ChatText.cleaned($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func paid(_ details: JSONValue?) -> ChatEvent.Kind {
        .paid(
            text: words(details?["userComment"]) ?? "",
            amount: details?["amountMicros"]?.number.map { $0 / 1e6 },
            currency: details?["currency"]?.string,
            display: words(details?["amountDisplayString"]) ?? "")
    }

    private var author: ChatAuthor? {
        if let user = bannedUser, let id = user["channelId"]?.string {
            return ChatAuthor(id: id, name: name(user["displayName"]))
        }
        let details = item["authorDetails"]
        let channel = details?["channelId"]?.string ?? snippet["authorChannelId"]?.string
        guard let channel else { return nil }
        let flags: [(key: String, role: ChatAuthor.Role)] = [
            ("isChatOwner", .owner), ("isChatModerator", .moderator), ("isChatSponsor", .member),
            ("isVerified", .verified),
        ]
        return ChatAuthor(
            id: channel, name: name(details?["displayName"]),
            roles: flags.filter { details?[$0.key]?.bool == true }.map(\.role))
    }

    private func name(_ value: JSONValue?) -> String {
        ChatText.cleaned(value?.string ?? "", characters: ChatText.longestName)
    }
}
