import Foundation

/// What stands between a source with a key and its chat, and what is to be done about it.
struct YouTubeKeyTrouble: Error, Equatable {
    /// What is to be done.
    enum Remedy: Equatable {
        /// Nothing: the chat is over.
        case end
        /// The same again, after a while that grows with every failure.
        case again
        /// The same again, no sooner than after this many seconds.
        case wait(seconds: Double)
        /// The same again without the place where to go on.
        case afresh
        /// On without the key.
        case keyless
    }

    var remedy: Remedy
    /// What a person should know, a sentence or two.
    var words: String

    init(_ remedy: Remedy, _ words: String) {
        self.remedy = remedy
        self.words = words
    }

    /// What a failure of the API means; `hadPage` says whether it was asked to go on somewhere.
    init(_ failure: YouTubeFailure, key: YouTubeKey, hadPage: Bool) {
        let said = ChatText.cleaned(key.hidden(in: failure.words), characters: 300)
        let stop = said.last.map { ".!?…".contains($0) } ?? true ? "" : "."
        let quote = said.isEmpty ? "" : " YouTube says: \(said)\(stop)"
        func says(_ words: String...) -> Bool {
            words.contains { failure.words.localizedCaseInsensitiveContains($0) }
        }
        // Google names the same things by status, by reason or in words, as the way of asking is.
        var status = failure.status
        if says("quotaExceeded", "LimitExceeded") { status = "RESOURCE_EXHAUSTED" }
        if says("API key", "API_KEY_INVALID", "keyInvalid", "keyExpired") {
            status = "UNAUTHENTICATED"
        }
        switch status {
        case "RESOURCE_EXHAUSTED":
            if says("per minute", "per 100 seconds", "rateLimitExceeded"), !says("per day") {
                self.init(.wait(seconds: 60), "The key was used too often; again in 60 s.\(quote)")
            } else {
                self.init(.keyless, "The key's quota is used up.\(quote)")
            }
        case "UNAUTHENTICATED":
            self.init(.keyless, "YouTube does not accept the key.\(quote)")
        case "PERMISSION_DENIED" where says("disabled", "not been used", "accessNotConfigured"):
            self.init(
                .keyless,
                "The key's project has not switched the YouTube Data API v3 on.\(quote)")
        case "PERMISSION_DENIED":
            self.init(.keyless, "The key may not read this chat.\(quote)")
        case "NOT_FOUND":
            self.init(.end, "There is no such chat (any more): it was deleted.\(quote)")
        case "FAILED_PRECONDITION":
            self.init(.end, "The chat has ended or is switched off.\(quote)")
        case "INVALID_ARGUMENT" where hadPage:
            self.init(.afresh, "YouTube has forgotten where the chat stood; beginning afresh.")
        case "INVALID_ARGUMENT":
            self.init(.end, "YouTube does not know this chat.\(quote)")
        default:
            self.init(.again, "YouTube's chat broke off (\(failure.status)); trying again.\(quote)")
        }
    }

    /// What a fault of YouTube's pages means here.
    init(_ trouble: YouTubeTrouble) {
        let remedy: Remedy =
            switch trouble.remedy {
            case .end: .end
            case .wait(let seconds): .wait(seconds: seconds)
            case .again, .page, .pageOnce: .again
            }
        self.init(remedy, trouble.words)
    }
}
