import Foundation

/// What stands between a source and its chat, and what is to be done about it.
struct YouTubeTrouble: Error, Equatable {
    /// What is to be done.
    enum Remedy: Equatable {
        /// Nothing: the chat is over.
        case end
        /// The same again, after a while that grows with every failure.
        case again
        /// The same again, no sooner than after this many seconds.
        case wait(seconds: Double)
        /// From the page, at once.
        case page
        /// From the page, to see whether the stream goes on; a second time in a row ends the chat.
        case pageOnce
    }

    var remedy: Remedy
    /// What a person should know, a sentence.
    var words: String

    init(_ remedy: Remedy, _ words: String) {
        self.remedy = remedy
        self.words = words
    }

    /// The trouble that a status means at the moment `now`; nil where it means none.
    init?(of page: Page, now: Double) {
        switch page.status {
        case 200..<300: return nil
        case 400: self.init(.pageOnce, "The stream is over: its chat is a recording now.")
        case 401, 403: self.init(.end, "The stream is private: YouTube shows its chat to nobody.")
        case 404, 410: self.init(.end, "There is no such stream (any more): it was deleted.")
        case 429:
            let seconds = min(3_600, max(60, page.secondsToWait(from: now) ?? 60))
            self.init(
                .wait(seconds: seconds),
                "YouTube finds that it was asked too often; asking again in \(Int(seconds)) s.")
        default:
            self.init(.again, "YouTube answers with an error (\(page.status)); trying again.")
        }
    }

    /// The trouble of a video that cannot be watched.
    init(_ refusal: YouTubePage.Refusal) {
        let said = refusal.words.isEmpty ? "" : " YouTube says: \(refusal.words)"
        switch refusal.status {
        case "LOGIN_REQUIRED": self.init(.end, "The stream is private or needs a sign-in.\(said)")
        case "ERROR": self.init(.end, "There is no such stream (any more).\(said)")
        case _ where refusal.isForMembers:
            self.init(.end, "The stream is for the channel's members only.\(said)")
        default: self.init(.end, "The stream cannot be watched from here.\(said)")
        }
    }

    /// The trouble of a chat that is closed, with YouTube's reason for it.
    static func closed(_ words: String) -> YouTubeTrouble {
        YouTubeTrouble(
            .end, "The chat is switched off or for members only. YouTube says: \(words)")
    }
}

extension Page {
    /// Seconds that the server asks to wait, from a number or from a date as HTTP writes it.
    fileprivate func secondsToWait(from now: Double) -> Double? {
        guard let retryAfter else { return nil }
        if let seconds = Double(retryAfter), seconds.isFinite { return seconds }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: retryAfter).map { $0.timeIntervalSince1970 - now }
    }
}
