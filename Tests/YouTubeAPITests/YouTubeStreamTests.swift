import Foundation
import GRPCCore
import Signals
import Synchronization
import Testing

@testable import Chat
@testable import YouTubeAPI

@Suite(.timeLimit(.minutes(1))) struct YouTubeStreamTests {
    private static let secret = "AIzaSyTheSecretOfNobody_0123456789"
    private let key = YouTubeKey(secret)!

    @Test func theQuestionNamesTheChatThePlaceAndTheKey() async throws {
        let server = ChatServer([[.piece(piece([text(1)], next: "p1"))]])
        let pieces = try await pieces(from: server, after: "p0")
        #expect(pieces.map(\.nextPage) == ["p1"])
        let question = try #require(server.questions.first)
        #expect(question.request.liveChatID == "the chat")
        #expect(question.request.pageToken == "p0")
        #expect(question.request.part == ["id", "snippet", "authorDetails"])
        #expect(question.key == Self.secret)
    }

    @Test func everyKindOfItemIsTheEventThatItsJSONIs() async throws {
        let wire = try Self.kinds.map { try WireLiveChatMessage(jsonUTF8Data: Data($0.wire.utf8)) }
        let server = ChatServer([[.piece(piece(wire, next: nil))]])
        let pieces = try await pieces(from: server)
        let items = try #require(pieces.first?.items)
        for (item, kind) in zip(items, Self.kinds) {
            let fromJSON = JSONValue(parsing: Data(kind.json.utf8)).flatMap(
                YouTubeOfficialItem.init)
            #expect(item.event?.event == fromJSON?.event?.event, "\(kind.json)")
            #expect(item.event?.clock == fromJSON?.event?.clock)
            #expect(item.event?.event.typeName == kind.type)
        }
        #expect(items.count == Self.kinds.count)
    }

    @Test func aTypeOfLaterYearsIsUnknownAndHarmsNothing() async throws {
        var strange = WireLiveChatMessage()
        // Field 2, the snippet: its type is 99.
        try strange.merge(serializedBytes: [0x12, 0x02, 0x08, 0x63])
        let server = ChatServer([[.piece(piece([strange, text(1)], next: nil))]])
        let pieces = try await pieces(from: server)
        #expect(
            pieces.first?.items.compactMap { $0.event?.event.typeName } == ["unknown", "message"])
    }

    @Test(arguments: [
        (RPCError.Code.resourceExhausted, "RESOURCE_EXHAUSTED"), (.notFound, "NOT_FOUND"),
        (.permissionDenied, "PERMISSION_DENIED"), (.unavailable, "UNAVAILABLE"),
        (.failedPrecondition, "FAILED_PRECONDITION"), (.invalidArgument, "INVALID_ARGUMENT"),
        (.unauthenticated, "UNAUTHENTICATED"), (.internalError, "INTERNAL"),
    ])
    func aStatusKeepsItsNameAndWords(code: RPCError.Code, name: String) async throws {
        let server = ChatServer([[.fails(RPCError(code: code, message: "so it is"))]])
        await #expect(throws: YouTubeFailure(status: name, words: "so it is")) {
            try await pieces(from: server)
        }
    }

    @Test func aServerThatIsNotThereIsUnavailableAtOnce() async throws {
        // Nobody listens on the port that a server has just left.
        let server = ChatServer([])
        let stream = try await server.serve { $0 }
        let failure = await #expect(throws: YouTubeFailure.self) { try await pieces(of: stream) }
        #expect(failure?.status == "UNAVAILABLE")
    }

    @Test func cancellingEndsTheWait() async throws {
        let server = ChatServer([[.piece(piece([text(1)], next: "p1")), .silence]])
        try await server.serve { stream -> Void in
            let heard = AsyncStream.makeStream(of: Void.self)
            let following = Task {
                try await stream.follow(chat: "the chat", after: nil, with: key) {
                } received: { _ in
                    heard.continuation.yield()
                }
            }
            for await _ in heard.stream { break }
            following.cancel()
            await #expect(throws: CancellationError.self) { try await following.value }
        }
    }

    @Test func overTheWireAStreamThatIsCutGoesOnWithoutLossOrDoubles() async throws {
        let cut = RPCError(code: .unavailable, message: "the server goes away")
        let server = ChatServer([
            [
                .piece(piece([text(0)], next: "p1")),
                .piece(piece([text(1), text(2)], next: "p2")),
                .fails(cut),
            ],
            [.piece(piece([text(2), text(3)], next: "p3"))],
            [.piece(piece([text(4)], next: "p4")), .silence],
        ])
        let key = key
        let events = try await server.serve { stream -> [ChatEvent] in
            var settings = YouTubeSource.Settings()
            settings.api = "https://api.test"
            let source = try YouTubeKeyedSource(
                "fakevideo01", access: YouTubeAccess(key: key, stream: stream),
                settings: settings, fetcher: OneVideo(), clock: HastyClock())
            var events = [ChatEvent]()
            for try await event in source.events() {
                events.append(event)
                if event.id == "m4" { break }
            }
            return events
        }
        #expect(events.compactMap(\.text) == (1...4).map { "message \($0)" })
        #expect(server.questions.map(\.request.pageToken) == ["", "p2", "p3"])
        #expect(!"\(events)".contains(Self.secret))
    }

    private func pieces(
        from server: ChatServer, after page: String? = nil
    ) async throws -> [YouTubeMessages] {
        try await server.serve { stream -> [YouTubeMessages] in
            try await pieces(of: stream, after: page)
        }
    }

    private func pieces(
        of stream: YouTubeStream, after page: String? = nil
    ) async throws -> [YouTubeMessages] {
        let found = Mutex<[YouTubeMessages]>([])
        try await stream.follow(chat: "the chat", after: page, with: key) {
        } received: { piece in
            found.withLock { $0.append(piece) }
        }
        return found.withLock { $0 }
    }
}

/// A Data API with one video's chat.
private struct OneVideo: PageFetcher {
    func fetch(_ request: PageRequest) async throws -> Page {
        let answer = #"{"items":[{"liveStreamingDetails":{"activeLiveChatId":"the chat"}}]}"#
        return Page(status: 200, body: Data(answer.utf8))
    }
}

/// A clock on which waits below a minute are over at once, and longer ones never.
private struct HastyClock: ChatClock {
    var now: Double { 1_700_000_000 }

    func sleep(until moment: Double) async throws {
        guard moment - now < 59 else { return try await Task.sleep(for: .seconds(3_600)) }
        await Task.yield()
    }
}

private func text(_ number: Int) -> WireLiveChatMessage {
    var message = WireLiveChatMessage()
    message.id = "m\(number)"
    message.snippet.type = .textMessageEvent
    message.snippet.publishedAt = "2023-11-14T22:13:\(20 + number).25Z"
    message.snippet.textMessageDetails.messageText = "message \(number)"
    message.authorDetails.channelID = "UC\(number)"
    message.authorDetails.displayName = "somebody"
    return message
}

private func piece(
    _ items: [WireLiveChatMessage], next: String?
) -> WireLiveChatMessageListResponse {
    var piece = WireLiveChatMessageListResponse()
    piece.items = items
    if let next { piece.nextPageToken = next }
    return piece
}
