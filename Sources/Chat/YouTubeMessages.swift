/// What YouTube's API answers in one piece of its stream of messages.
package struct YouTubeMessages: Sendable, Equatable {
    /// The messages, oldest first.
    package var items: [YouTubeOfficialItem]
    /// Where a new stream goes on after this piece; nil where there is nothing more.
    package var nextPage: String?
    /// Whether the stream that the chat belongs to is off the air.
    package var isOffline: Bool

    /// A piece.
    package init(items: [YouTubeOfficialItem], nextPage: String?, isOffline: Bool = false) {
        self.items = items
        self.nextPage = nextPage
        self.isOffline = isOffline
    }
}

/// Why YouTube's API refused or stopped, in the API's own terms.
package struct YouTubeFailure: Error, Sendable, Equatable {
    /// The name of the gRPC status, as `RESOURCE_EXHAUSTED`.
    package var status: String
    /// What the server says about it, with the reasons it names.
    package var words: String

    /// A failure.
    package init(status: String, words: String) {
        self.status = status
        self.words = words
    }
}

/// The way to YouTube's stream of messages (`liveChatMessages.streamList`).
package protocol YouTubeMessageStream: Sendable {
    /// Follows a chat over one connection until the server ends it.
    ///
    /// `opened` is called when the server has accepted the request, then `received` for each piece, the
    /// next only when it has returned. Throws `YouTubeFailure`, what the two throw, and
    /// `CancellationError` as soon as the task is cancelled.
    ///
    /// - Parameters:
    ///   - chat: the live chat's identifier, not the video's.
    ///   - page: where to go on; nil begins with the chat's recent history.
    func follow(
        chat: String, after page: String?, with key: YouTubeKey,
        opened: @escaping @Sendable () async throws -> Void,
        received: @escaping @Sendable (YouTubeMessages) async throws -> Void
    ) async throws
}

/// What reading YouTube's chats with a key takes.
package struct YouTubeAccess: Sendable {
    /// The key.
    package var key: YouTubeKey
    /// The way to the messages.
    package var stream: any YouTubeMessageStream

    /// A key and a way.
    package init(key: YouTubeKey, stream: any YouTubeMessageStream) {
        self.key = key
        self.stream = stream
    }
}
