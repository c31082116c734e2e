/// Something that goes wrong with one answer.
public enum FakeFault: Sendable, Equatable {
    /// Another status than 200, with its `Retry-After` field.
    case status(Int, retryAfter: String? = nil)
    /// The body stops halfway and the connection closes.
    case cut
    /// The body comes a byte at a time, ten a second.
    case slow
    /// A body that is no JSON and no page.
    case wrong
    /// No answer at all.
    case hang
    /// The connection closes instead of an answer.
    case hangUp
    /// From now on the chat's continuations bring nothing, until the page is fetched again.
    case deaf
}

/// Which answers a fault is for.
public enum FakeDoor: Sendable, Equatable {
    /// Watch pages and channels' pages.
    case page
    /// The chat's own page.
    case chat
    /// The polls.
    case poll
}

/// How the fake video stands.
public enum FakeState: Sendable, Equatable {
    /// It is live.
    case live
    /// It is announced, and its chat is open.
    case upcoming
    /// It is over: the polls end without a continuation, the page has no chat.
    case ended
    /// It is over and its chat has become a recording: the polls answer 400.
    case replay
    /// Nobody may see it: the polls answer 403.
    case hidden
    /// It is gone: the polls answer 404.
    case deleted
    /// The chat is switched off, or for members only, in YouTube's words.
    case closed(words: String)
}
