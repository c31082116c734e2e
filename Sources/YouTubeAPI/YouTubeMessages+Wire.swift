import Chat
import Signals

extension YouTubeMessages {
    /// A piece as it came over the wire.
    init(_ wire: WireLiveChatMessageListResponse) {
        self.init(
            items: wire.items.map(YouTubeOfficialItem.init),
            nextPage: wire.nextPageToken.isEmpty ? nil : wire.nextPageToken,
            isOffline: !wire.offlineAt.isEmpty)
    }
}

extension YouTubeOfficialItem {
    /// An item as it came over the wire.
    init(_ wire: WireLiveChatMessage) {
        let snippet = wire.snippet
        self.init(type: snippet.hasType ? snippet.type.officialName : "liveChatMessage")
        id = wire.id
        publishedAt = snippet.publishedAt
        displayMessage = snippet.displayMessage
        switch snippet.displayedContent {
        case .textMessageDetails(let details): words = details.messageText
        case .memberMilestoneChatDetails(let details): words = details.userComment
        case .superChatDetails(let details):
            words = details.userComment
            payment = Payment(
                amount: details.hasAmountMicros ? Double(details.amountMicros) / 1e6 : nil,
                currency: details.hasCurrency ? details.currency : nil,
                display: details.amountDisplayString)
        case .superStickerDetails(let details):
            payment = Payment(
                amount: details.hasAmountMicros ? Double(details.amountMicros) / 1e6 : nil,
                currency: details.hasCurrency ? details.currency : nil,
                display: details.amountDisplayString)
        case .messageDeletedDetails(let details):
            target = details.hasDeletedMessageID ? details.deletedMessageID : nil
        case .messageRetractedDetails(let details):
            target = details.hasRetractedMessageID ? details.retractedMessageID : nil
        case .userBannedDetails(let details):
            let user = details.bannedUserDetails
            if user.hasChannelID {
                banned = ChatAuthor(id: user.channelID, name: user.displayName)
            }
        case nil: break
        }
        author = Self.author(of: wire)
    }

    private static func author(of wire: WireLiveChatMessage) -> ChatAuthor? {
        let details = wire.authorDetails
        let id = details.hasChannelID ? details.channelID : wire.snippet.authorChannelID
        guard !id.isEmpty else { return nil }
        let flags: [(isSet: Bool, role: ChatAuthor.Role)] = [
            (details.isChatOwner, .owner), (details.isChatModerator, .moderator),
            (details.isChatSponsor, .member), (details.isVerified, .verified),
        ]
        return ChatAuthor(
            id: id, name: details.displayName, roles: flags.filter(\.isSet).map(\.role))
    }
}

extension WireLiveChatMessageSnippet.TypeWrapper.TypeEnum {
    /// The API's name for the type in JSON.
    fileprivate var officialName: String {
        switch self {
        case .invalidType: "invalidType"
        case .textMessageEvent: "textMessageEvent"
        case .tombstone: "tombstone"
        case .fanFundingEvent: "fanFundingEvent"
        case .chatEndedEvent: "chatEndedEvent"
        case .sponsorOnlyModeStartedEvent: "sponsorOnlyModeStartedEvent"
        case .sponsorOnlyModeEndedEvent: "sponsorOnlyModeEndedEvent"
        case .newSponsorEvent: "newSponsorEvent"
        case .messageDeletedEvent: "messageDeletedEvent"
        case .messageRetractedEvent: "messageRetractedEvent"
        case .userBannedEvent: "userBannedEvent"
        case .superChatEvent: "superChatEvent"
        case .superStickerEvent: "superStickerEvent"
        case .memberMilestoneChatEvent: "memberMilestoneChatEvent"
        case .membershipGiftingEvent: "membershipGiftingEvent"
        case .giftMembershipReceivedEvent: "giftMembershipReceivedEvent"
        case .pollEvent: "pollEvent"
        case .giftEvent: "giftEvent"
        }
    }
}
