import Signals

/// One `youtube#liveChatMessage` of YouTube's Data API, from a file of JSON or from the API's stream.
package struct YouTubeOfficialItem: Sendable, Equatable {
    /// What somebody paid.
    package struct Payment: Sendable, Equatable {
        /// Units of the currency.
        package var amount: Double?
        /// ISO 4217.
        package var currency: String?
        /// Both as YouTube writes them.
        package var display: String?

        /// A payment.
        package init(amount: Double?, currency: String?, display: String?) {
            self.amount = amount
            self.currency = currency
            self.display = display
        }
    }

    /// The platform's identifier.
    package var id = ""
    /// What happened, by the API's name for it: `textMessageEvent`.
    package var type: String
    /// When it happened, ISO 8601.
    package var publishedAt: String?
    /// The platform's own sentence about it, or the text of a message.
    package var displayMessage: String?
    /// What the author wrote: a message, or the words beside a payment or an anniversary.
    package var words: String?
    /// What was paid, in an item about money.
    package var payment: Payment?
    /// The identifier of the message that was taken away.
    package var target: String?
    /// Who was shut out, in place of who shut them out.
    package var banned: ChatAuthor?
    /// Who did it; nil where the item names nobody.
    package var author: ChatAuthor?

    /// An item of which only its type is known yet.
    package init(type: String) { self.type = type }

    /// The item as an event; nil when it lacks what its type promises.
    var event: RecordedEvent? {
        guard let kind else { return nil }
        return RecordedEvent(
            id: id, author: (banned ?? author).map(cleaned), kind: kind,
            clock: publishedAt.flatMap(InternetDate.seconds))
    }

    private var kind: ChatEvent.Kind? {
        switch type {
        case "textMessageEvent": return .message(text: cleaned(words) ?? sentence)
        case "superChatEvent", "superStickerEvent":
            return .paid(
                text: cleaned(words) ?? "", amount: payment?.amount, currency: payment?.currency,
                display: cleaned(payment?.display) ?? "")
        case "newSponsorEvent": return .membership(text: sentence)
        case "memberMilestoneChatEvent": return .membership(text: cleaned(words) ?? sentence)
        case "membershipGiftingEvent", "giftMembershipReceivedEvent", "giftEvent":
            return .gift(text: sentence)
        case "messageDeletedEvent", "messageRetractedEvent":
            return target.map { .deleted(target: $0) }
        case "userBannedEvent": return banned.map { _ in .authorCleared }
        case "chatEndedEvent": return .status(state: .ended, reason: nil)
        default: return .unknown(renderer: ChatText.cleaned(type))
        }
    }

    private var sentence: String { cleaned(displayMessage) ?? "" }

    private func cleaned(_ text: String?) -> String? {
        text.map { ChatText.cleaned($0) }?.nonEmpty
    }

    private func cleaned(_ author: ChatAuthor) -> ChatAuthor {
        var author = author
        author.name = ChatText.cleaned(author.name, characters: ChatText.longestName)
        return author
    }
}
