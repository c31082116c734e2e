extension YouTubeStreamTests {
    /// An item of each kind, written for the purpose: as the wire's message in protobuf's JSON, as the
    /// Data API's JSON, and the type of the event that both are.
    static let kinds: [(wire: String, json: String, type: String)] = [
        kind(
            "TEXT_MESSAGE_EVENT", "textMessageEvent",
            #""textMessageDetails":{"messageText":"hi ♥"}"#,
            is: "message"),
        kind(
            "SUPER_CHAT_EVENT", "superChatEvent",
            #""superChatDetails":{"amountMicros":"1500000","currency":"EUR","#
                + #""amountDisplayString":"€1.50","userComment":"for you"}"#,
            is: "paid"),
        kind(
            "SUPER_STICKER_EVENT", "superStickerEvent",
            #""superStickerDetails":{"amountMicros":"2000000","currency":"USD","#
                + #""amountDisplayString":"$2.00"}"#,
            is: "paid"),
        kind("NEW_SPONSOR_EVENT", "newSponsorEvent", is: "membership"),
        kind(
            "MEMBER_MILESTONE_CHAT_EVENT", "memberMilestoneChatEvent",
            #""memberMilestoneChatDetails":{"userComment":"a year!"}"#, is: "membership"),
        kind(
            "MEMBERSHIP_GIFTING_EVENT", "membershipGiftingEvent",
            is: "gift"),
        kind(
            "GIFT_MEMBERSHIP_RECEIVED_EVENT", "giftMembershipReceivedEvent",
            is: "gift"),
        kind("GIFT_EVENT", "giftEvent", is: "gift"),
        kind(
            "MESSAGE_DELETED_EVENT", "messageDeletedEvent",
            #""messageDeletedDetails":{"deletedMessageId":"m1"}"#, is: "deleted"),
        kind(
            "MESSAGE_RETRACTED_EVENT", "messageRetractedEvent",
            #""messageRetractedDetails":{"retractedMessageId":"m2"}"#, is: "deleted"),
        kind(
            "USER_BANNED_EVENT", "userBannedEvent",
            #""userBannedDetails":{"bannedUserDetails":"#
                + #"{"channelId":"UCbanned","displayName":"them"}}"#,
            is: "author_cleared"),
        kind("CHAT_ENDED_EVENT", "chatEndedEvent", is: "status"),
        kind("TOMBSTONE", "tombstone", is: "unknown"),
    ]

    private static func kind(
        _ wireType: String, _ jsonType: String, _ details: String? = nil, is type: String
    ) -> (wire: String, json: String, type: String) {
        func item(_ type: String) -> String {
            #"{"id":"the item","snippet":{"type":"\#(type)","displayMessage":"said so","#
                + #""publishedAt":"2025-03-17T17:06:00.748015Z","authorChannelId":"UCsnippet""#
                + (details.map { "," + $0 } ?? "") + #"},"authorDetails":{"channelId":"UC1","#
                + #""displayName":"somebody","isChatOwner":true,"isChatSponsor":true}}"#
        }
        return (item(wireType), item(jsonType), type)
    }
}
