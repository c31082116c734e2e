import Signals

extension YouTubeOfficialItem {
    /// The item in an object `{"snippet":{…},"authorDetails":{…}}`; nil when it has no snippet with a
    /// type.
    init?(_ item: JSONValue) {
        guard let snippet = item["snippet"], let type = snippet["type"]?.string else { return nil }
        self.init(type: type)
        id = item["id"]?.string ?? ""
        publishedAt = snippet["publishedAt"]?.string
        displayMessage = snippet["displayMessage"]?.string
        let money = snippet["superChatDetails"] ?? snippet["superStickerDetails"]
        payment = money.map {
            Payment(
                amount: $0["amountMicros"]?.number.map { $0 / 1e6 },
                currency: $0["currency"]?.string, display: $0["amountDisplayString"]?.string)
        }
        words =
            (snippet["textMessageDetails"]?["messageText"] ?? money?["userComment"]
            ?? snippet["memberMilestoneChatDetails"]?["userComment"])?.string
        target =
            (snippet["messageDeletedDetails"]?["deletedMessageId"]
            ?? snippet["messageRetractedDetails"]?["retractedMessageId"])?.string
        banned = snippet["userBannedDetails"]?["bannedUserDetails"].flatMap { user in
            user["channelId"]?.string.map {
                ChatAuthor(id: $0, name: user["displayName"]?.string ?? "")
            }
        }
        author = Self.author(item["authorDetails"], channel: snippet["authorChannelId"]?.string)
    }

    private static func author(_ details: JSONValue?, channel: String?) -> ChatAuthor? {
        guard let channel = details?["channelId"]?.string ?? channel else { return nil }
        let flags: [(key: String, role: ChatAuthor.Role)] = [
            ("isChatOwner", .owner), ("isChatModerator", .moderator), ("isChatSponsor", .member),
            ("isVerified", .verified),
        ]
        return ChatAuthor(
            id: channel, name: details?["displayName"]?.string ?? "",
            roles: flags.filter { details?[$0.key]?.bool == true }.map(\.role))
    }
}
