import Foundation
import Signals

/// One answer of `get_live_chat`.
struct YouTubePoll: Sendable {
    /// What happened, in YouTube's order.
    private(set) var events: [RecordedEvent] = []
    /// How many actions there were, known or not.
    private(set) var actions = 0
    /// The way on; nil where the chat has ended.
    let next: YouTubeContinuation?
    /// Why the chat is closed, in YouTube's words.
    let closed: String?

    /// Reads an answer; nil where it is not JSON or not an answer of YouTube's at all.
    init?(_ bytes: Data) {
        guard let parsed = JSONValue(parsing: bytes), parsed.keys != nil else { return nil }
        // An older form has an envelope.
        let answer = parsed["response"] ?? parsed
        let chat = answer["continuationContents"]?["liveChatContinuation"]
        let message = answer["contents"]?["messageRenderer"]
        guard chat != nil || message != nil || answer["responseContext"] != nil else { return nil }
        next = chat?.continuation
        closed = message?["text"]?.youTubeText
        for action in chat?["actions"]?.array ?? [] {
            actions += 1
            let read = YouTubeAction(action)
            // A ticker repeats a message that the chat itself shows.
            if read?.name == "addLiveChatTickerItemAction" { continue }
            // One that cannot be decoded is counted like one that is not known; the others are kept.
            let name = "unreadable \(read?.name ?? "action")"
            events.append(read?.event ?? RecordedEvent(kind: .unknown(renderer: name)))
        }
    }
}

/// Where a chat goes on.
struct YouTubeContinuation: Sendable, Equatable {
    /// What to ask with.
    let token: String
    /// Seconds until it may be asked.
    let wait: Double
    /// Whether it leads into the recording of a stream that is over.
    let isReplay: Bool
}

extension JSONValue {
    /// The first of a chat's `continuations`; nil where there is none.
    var continuation: YouTubeContinuation? {
        for entry in self["continuations"]?.array ?? [] {
            for name in entry.keys ?? [] {
                guard let token = entry[name]?["continuation"]?.string, !token.isEmpty else {
                    continue
                }
                // Never faster than five times a second, never slower than once a minute.
                let wait = entry[name]?["timeoutMs"]?.number.map { $0 / 1e3 } ?? 5
                return YouTubeContinuation(
                    token: token, wait: min(60, max(0.2, wait)),
                    isReplay: name == "liveChatReplayContinuationData")
            }
        }
        return nil
    }
}
