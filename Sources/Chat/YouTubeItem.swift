import Signals

/// One item of a YouTube chat, `{"liveChatTextMessageRenderer":{…}}`.
struct YouTubeItem {
    private let renderer: String
    private let body: JSONValue

    /// The item in an object of one renderer; nil when there is none.
    init?(_ item: JSONValue) {
        let names = item.keys?.filter { $0.hasSuffix("Renderer") || $0.hasSuffix("ViewModel") }
        guard let renderer = names?.first ?? item.keys?.first, let body = item[renderer],
            body.keys != nil
        else { return nil }
        self.renderer = renderer
        self.body = body
    }

    /// The item as an event; nil when it lacks what its renderer promises.
    var event: RecordedEvent? {
        guard let kind else { return nil }
        let clock = body["timestampUsec"]?.number.map { $0 / 1e6 }
        return RecordedEvent(
            id: body["id"]?.string ?? "", author: author, kind: kind,
            clock: clock.flatMap { $0 > 0 ? $0 : nil })
    }

    private var kind: ChatEvent.Kind? {
        switch renderer {
        case "liveChatTextMessageRenderer":
            guard let message = body["message"] else { return .message(text: "") }
            guard message.keys != nil else { return nil }
            return .message(text: message.youTubeText)
        case "liveChatPaidMessageRenderer", "liveChatPaidStickerRenderer":
            // A sticker's label is YouTube's description of a drawing, not the payer's words.
            let display = body["purchaseAmountText"]?.youTubeText ?? ""
            let money = Money(display)
            return .paid(
                text: body["message"]?.youTubeText ?? "", amount: money?.amount,
                currency: money?.currency, display: display)
        case "liveChatDonationAnnouncementRenderer":
            // For a good cause, through the platform; it says how much in a sentence.
            return .paid(
                text: "", amount: nil, currency: nil, display: firstWords(of: ["text", "message"]))
        case "liveChatLegacyPaidMessageRenderer":
            return .membership(text: firstWords(of: ["eventText", "detailText"]))
        case "liveChatMembershipItemRenderer":
            return .membership(text: firstWords(of: ["message", "headerSubtext"]))
        case "liveChatSponsorshipsGiftPurchaseAnnouncementRenderer":
            return .gift(text: giftHeader?["primaryText"]?.youTubeText ?? "")
        case "liveChatSponsorshipsGiftRedemptionAnnouncementRenderer":
            return .gift(text: firstWords(of: ["message"]))
        case "giftMessageViewModel":
            return .gift(text: firstWords(of: ["text"]))
        default:
            return .unknown(renderer: ChatText.cleaned(renderer))
        }
    }

    /// A gift of memberships names its giver in a header of its own.
    private var giftHeader: JSONValue? { body["header"]?["liveChatSponsorshipsHeaderRenderer"] }

    /// The author's own words first, then the platform's line: "Welcome to the club!".
    private func firstWords(of keys: [String]) -> String {
        keys.lazy.compactMap { body[$0]?.youTubeText }.first { !$0.isEmpty } ?? ""
    }

    private var author: ChatAuthor? {
        let named = giftHeader ?? body
        guard let name = named["authorName"]?.youTubeName else { return nil }
        // Without a channel the name stands in, so that nobody shares an empty identifier.
        let id = body["authorExternalChannelId"]?.string ?? name
        return ChatAuthor(id: id, name: name, roles: roles(named["authorBadges"]?.array ?? []))
    }

    private func roles(_ badges: [JSONValue]) -> [ChatAuthor.Role] {
        badges.compactMap { badge -> ChatAuthor.Role? in
            let badge = badge["liveChatAuthorBadgeRenderer"]
            switch badge?["icon"]?["iconType"]?.string {
            case "OWNER": return .owner
            case "MODERATOR": return .moderator
            case "VERIFIED": return .verified
            // Only members wear a drawing of the channel's own.
            default: return badge?["customThumbnail"] == nil ? nil : .member
            }
        }
    }
}

extension JSONValue {
    /// Text in any of YouTube's forms, cleaned: `simpleText`, `content`, or runs of words and emoji.
    var youTubeText: String { ChatText.cleaned(youTubeRuns) }

    /// An author's name in the same forms; nil when there is none.
    fileprivate var youTubeName: String? {
        let name = ChatText.cleaned(youTubeRuns, characters: ChatText.longestName)
        return name.isEmpty ? nil : name
    }

    private var youTubeRuns: String {
        if let text = self["simpleText"]?.string ?? self["content"]?.string { return text }
        let runs = self["runs"]?.array ?? []
        return runs.map { $0["text"]?.string ?? $0["emoji"]?.youTubeEmoji ?? "" }.joined()
    }

    /// A standard emoji as its character, a channel's own by its shortcut, `:name:`.
    private var youTubeEmoji: String {
        let id = self["emojiId"]?.string ?? ""
        // A custom emoji's identifier is CHANNEL/NAME; a standard one's is the character itself.
        if self["isCustomEmoji"]?.bool != true, !id.isEmpty, !id.contains("/") { return id }
        if let shortcut = self["shortcuts"]?.array?.first?.string { return shortcut }
        let label = self["image"]?["accessibility"]?["accessibilityData"]?["label"]?.string
        return label.map { ":\($0):" } ?? ""
    }
}
