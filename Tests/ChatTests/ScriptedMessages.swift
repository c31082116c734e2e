import Foundation
import Signals

@testable import Chat

/// A stream of YouTube's messages that plays a script, one part for each connection.
actor ScriptedMessages: YouTubeMessageStream {
    /// What happens on a connection.
    enum Step: Sendable {
        case opens
        case piece(YouTubeMessages)
        case fails(YouTubeFailure)
        /// Nothing more comes, and the connection stays open.
        case silence
    }

    private var parts: [[Step]]
    /// Where each connection was asked to go on.
    private(set) var pages: [String?] = []
    /// The chat of each connection.
    private(set) var chats: [String] = []

    init(_ parts: [[Step]]) { self.parts = parts }

    func follow(
        chat: String, after page: String?, with key: YouTubeKey,
        opened: @escaping @Sendable () async throws -> Void,
        received: @escaping @Sendable (YouTubeMessages) async throws -> Void
    ) async throws {
        guard !parts.isEmpty else {
            throw YouTubeFailure(status: "NOT_FOUND", words: "the script is over")
        }
        let part = parts.removeFirst()
        pages.append(page)
        chats.append(chat)
        for step in part {
            switch step {
            case .opens: try await opened()
            case .piece(let piece): try await received(piece)
            case .fails(let failure): throw failure
            case .silence: try await Task.sleep(for: .seconds(3_600))
            }
        }
    }
}

/// A fast clock on which waits of a minute or more never end, such as that for a silent server.
struct PatientClock: ChatClock {
    let fast: FastClock
    var now: Double { fast.now }

    func sleep(until moment: Double) async throws {
        guard moment - now < 59 else { return try await Task.sleep(for: .seconds(3_600)) }
        try await fast.sleep(until: moment)
    }
}

/// A Data API that knows one video, and hands everything else on.
struct ScriptedLookup: PageFetcher {
    static let base = "https://api.test"
    /// The answer about the video.
    var answer = #"{"items":[{"liveStreamingDetails":{"activeLiveChatId":"the chat"}}]}"#
    var status = 200
    /// What must be in the header.
    let key: YouTubeKey

    func fetch(_ request: PageRequest) async throws -> Page {
        guard request.address.hasPrefix(Self.base) else {
            return try await HTTPPageFetcher().fetch(request)
        }
        let isRight =
            request.headers["x-goog-api-key"] == key.secret
            && request.address.hasSuffix("?part=liveStreamingDetails&id=fakevideo01")
        return Page(status: isRight ? status : 418, body: Data(answer.utf8))
    }
}

extension ScriptedMessages.Step {
    /// Texts `m3…m7`, a second apart, with the page after them.
    static func texts(_ numbers: Range<Int>, next: String?, from start: Double = 0) -> Self {
        .piece(
            YouTubeMessages(
                items: numbers.map { YouTubeOfficialItem.text($0, from: start) }, nextPage: next))
    }
}

extension YouTubeOfficialItem {
    /// The text `m3`, three seconds after the start.
    static func text(_ number: Int, from start: Double = 0) -> Self {
        var item = YouTubeOfficialItem(type: "textMessageEvent")
        item.id = "m\(number)"
        item.words = "message \(number)"
        item.publishedAt = Date(timeIntervalSince1970: start + Double(number))
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        item.author = ChatAuthor(id: "UC\(number)", name: "somebody")
        return item
    }
}
