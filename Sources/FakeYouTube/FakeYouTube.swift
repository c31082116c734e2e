import Foundation
import Synchronization

/// As much of YouTube as a reader of chats needs, on this machine alone, with faults on demand.
///
/// It serves watch pages, channels' pages, the chat's page and `get_live_chat`. Its continuations name
/// a place in the chat, so that asking twice gives the same, as with the real one.
public final class FakeYouTube: Sendable {
    /// How the chat is served.
    public struct Settings: Sendable {
        /// The live video's identifier.
        public var video = "fakevideo01"
        /// The channel's handle.
        public var handle = "@fake"
        /// Seconds between polls, as the answers ask for.
        public var pollSeconds = 1.0
        /// How many of the last messages the history holds.
        public var history = 75
        /// Whether the channel has a room for free chat, to which its `/live` page leads.
        public var hasFreeChat = false
        /// Whether pages ask for consent to cookies first.
        public var asksForConsent = false
        /// Whether the stream ends, the time of ten polls after the chat's last item.
        public var endsWithChat = false
        /// How many messages are kept, so that a chat of hours takes no more room; nil keeps all.
        public var mostKept: Int?

        /// One live video of the channel `@fake`, asked once a second.
        public init() {}
    }

    /// The free chat's identifier.
    static let freeChat = "freechat001"

    private struct Inside {
        var state = FakeState.live
        /// A change of state that waits for a poll by its number.
        var change: (state: FakeState, poll: Int)?
        /// The faults, each from which visit at its door on.
        var faults: [(door: FakeDoor, fault: FakeFault, visit: Int)] = []
        var visits: [FakeDoor: Int] = [:]
        /// Which continuations still bring something; grows when a page is fetched after `deaf`.
        var generation = 0
        var isDeaf = false
        var server: FakeServer?
    }

    /// The chat, to which an audience may add; locked, since the server's threads do.
    private let spoken: Mutex<FakeChat>
    private var chat: FakeChat { spoken.withLock { $0 } }
    private let settings: Settings
    private let now: @Sendable () -> Double
    // A `Mutex`, since the server's threads answer while a test changes things.
    private let inside = Mutex(Inside())

    /// A server for a chat; `now` gives seconds since 1970.
    public init(
        _ chat: FakeChat, settings: Settings = Settings(),
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        spoken = Mutex(chat)
        self.settings = settings
        self.now = now
    }

    /// Opens on a port of the loopback address, 0 for any that is free, and gives the address to use
    /// in place of YouTube's. Throws when the port is taken.
    @discardableResult
    public func start(port: Int = 0) async throws -> String {
        let server = try await FakeServer(port: port) { [self] in answer($0) }
        inside.withLock { $0.server = server }
        return "http://127.0.0.1:\(server.port)"
    }

    /// Closes, with every open connection.
    public func stop() async throws {
        let server = inside.withLock { inside in
            defer { inside.server = nil }
            return inside.server
        }
        try await server?.stop()
    }

    /// Lets answers at a door go wrong, `times` in a row: the next ones, or those from a visit on,
    /// counted from 1.
    public func inject(
        _ fault: FakeFault, at door: FakeDoor, times: Int = 1, fromVisit visit: Int = 0
    ) {
        inside.withLock { $0.faults += Array(repeating: (door, fault, visit), count: times) }
    }

    /// Changes how the video stands: now, or with a poll by its number, counted from 1.
    public func change(to state: FakeState, withPoll poll: Int? = nil) {
        inside.withLock { inside in
            if let poll { inside.change = (state, poll) } else { inside.state = state }
        }
    }

    /// How often a door was knocked at.
    public func visits(to door: FakeDoor) -> Int { inside.withLock { $0.visits[door] ?? 0 } }

    /// The fault that the next visit at a door will meet.
    public func nextFault(at door: FakeDoor) -> FakeFault? {
        inside.withLock { inside in
            let visit = inside.visits[door, default: 0] + 1
            return inside.faults.first { $0.door == door && $0.visit <= visit }?.fault
        }
    }

    /// How many injected faults have not been met yet.
    public var faultsLeft: Int { inside.withLock { $0.faults.count } }

    /// Says something in the chat now, and gives the message's identifier.
    @discardableResult
    public func say(_ words: String, author: String) -> String {
        let time = now()
        return spoken.withLock { chat in
            if let most = settings.mostKept { chat.forget(downTo: most) }
            let id = "said\(chat.forgotten + chat.items.count)"
            let action = FakeChat.text(words, id: id, author: author, at: time)
            chat.add(.init(time: time, action: action))
            return id
        }
    }

    // MARK: Answers

    /// What an audience's program asks: `POST /say` with `{"author":"…","text":"…"}`.
    private func said(_ request: FakeRequest) -> FakeAnswer {
        guard let text = request.json?["text"] as? String else {
            return FakeAnswer(status: 400, body: "{}")
        }
        let id = say(text, author: request.json?["author"] as? String ?? "somebody")
        return FakeAnswer(FakeChat.json(["id": id]))
    }

    func answer(_ request: FakeRequest) -> FakeAnswer {
        if request.path == "/say" { return said(request) }
        guard let door = request.door else { return FakeAnswer(status: 404, body: "no such page") }
        let (fault, state) = inside.withLock { inside -> (FakeFault?, FakeState) in
            let visit = inside.visits[door, default: 0] + 1
            inside.visits[door] = visit
            if let change = inside.change, door == .poll, visit >= change.poll {
                inside.state = change.state
                inside.change = nil
            }
            let rest = 10 * settings.pollSeconds
            if settings.endsWithChat, let last = chat.items.last, now() > last.time + rest {
                inside.state = .ended
            }
            let due = inside.faults.firstIndex { $0.door == door && $0.visit <= visit }
            guard let place = due else {
                return (nil, inside.state)
            }
            return (inside.faults.remove(at: place).fault, inside.state)
        }
        var answer = plainAnswer(request, at: door, state: state)
        switch fault {
        case nil: break
        case .status(let status, let retryAfter):
            answer = FakeAnswer(status: status, body: "{}")
            if let retryAfter { answer.headers["retry-after"] = retryAfter }
        case .wrong: answer.body = Data("{\"responseContext\":{\"a\": <html>".utf8)
        case .cut: answer.manner = .cut
        case .slow: answer.manner = .slow
        case .hang: answer.manner = .hang
        case .hangUp: answer.manner = .hangUp
        case .deaf:
            inside.withLock { $0.isDeaf = true }
            answer = plainAnswer(request, at: door, state: state)
        }
        return answer
    }

    private func plainAnswer(
        _ request: FakeRequest, at door: FakeDoor, state: FakeState
    ) -> FakeAnswer {
        switch door {
        case .poll: return poll(request, state: state)
        case .page, .chat:
            let hasAnswered = request.cookie?.contains("SOCS=") == true
            if settings.asksForConsent, !hasAnswered, request.path != "/consent" {
                return FakeAnswer(status: 302, headers: ["location": "/consent"], body: "")
            }
            return door == .page ? page(request, state: state) : chatPage(request, state: state)
        }
    }

    private func page(_ request: FakeRequest, state: FakeState) -> FakeAnswer {
        let generation = inside.withLock { inside in
            if inside.isDeaf { inside.generation += 1 }
            inside.isDeaf = false
            return inside.generation
        }
        let top = "\(generation)~top~new"
        let isLive = state == .live
        switch request.path {
        case "/consent": return FakeAnswer(FakePages.consent)
        case "/watch" where request.query["v"] == settings.video:
            return FakeAnswer(
                FakePages.watch(video: settings.video, state: state, continuation: top))
        case "/watch":
            return FakeAnswer(
                FakePages.watch(video: "gone", state: .deleted, continuation: ""))
        case "/\(settings.handle)/live":
            if settings.hasFreeChat {
                return FakeAnswer(
                    FakePages.watch(
                        video: Self.freeChat, state: .upcoming, continuation: "0~free~new"))
            }
            guard isLive || state == .upcoming else {
                return FakeAnswer(FakePages.channel(live: nil, announced: Self.freeChat))
            }
            return FakeAnswer(
                FakePages.watch(video: settings.video, state: state, continuation: top))
        case "/\(settings.handle)/streams":
            return FakeAnswer(
                FakePages.channel(live: isLive ? settings.video : nil, announced: Self.freeChat))
        default: return FakeAnswer(status: 404, body: "no such page")
        }
    }

    private func chatPage(_ request: FakeRequest, state: FakeState) -> FakeAnswer {
        if case .closed(let words) = state { return FakeAnswer(FakePages.closedChat(words)) }
        let token = request.query["continuation"] ?? ""
        guard let place = FakePlace(token) else { return FakeAnswer(status: 400, body: "{}") }
        let chat = chat
        let past = chat.items.prefix(chat.count(by: now()) - chat.forgotten)
            .suffix(settings.history)
        var all = place
        all.kind = place.kind == "free" ? "free" : "all"
        let actions = place.kind == "free" ? [] : past.map(\.action)
        return FakeAnswer(FakePages.chat(top: place.token, all: all.token, actions: actions))
    }

    private func poll(_ request: FakeRequest, state: FakeState) -> FakeAnswer {
        switch state {
        case .live, .upcoming: break
        case .ended: return FakeAnswer(#"{"responseContext":{}}"#)
        case .replay: return FakeAnswer(status: 400, body: "{}")
        case .hidden: return FakeAnswer(status: 403, body: "{}")
        case .deleted: return FakeAnswer(status: 404, body: "{}")
        case .closed(let words):
            return FakeAnswer(#"{"responseContext":{},"contents":\#(FakePages.message(words))}"#)
        }
        guard let question = request.json, request.query["key"] == FakePages.key,
            let client = (question["context"] as? [String: Any])?["client"] as? [String: Any],
            client["clientVersion"] != nil, let token = question["continuation"] as? String
        else { return FakeAnswer(status: 400, body: "{}") }
        let isDead = inside.withLock { inside in
            inside.isDeaf || FakePlace(token).map { $0.generation < inside.generation } ?? true
        }
        guard var place = FakePlace(token), !isDead, place.kind != "free" else {
            return FakeAnswer(
                FakePages.poll(actions: [], next: token, seconds: settings.pollSeconds))
        }
        let chat = chat
        let end = chat.count(by: now())
        let start = max(chat.forgotten, min(place.index ?? end - settings.history, end))
        // Top chat hides most of what is said.
        let actions = chat.items[(start - chat.forgotten)..<(end - chat.forgotten)].enumerated()
            .filter { place.kind == "all" || $0.offset.isMultiple(of: 3) }.map(\.element.action)
        place.index = end
        return FakeAnswer(
            FakePages.poll(actions: actions, next: place.token, seconds: settings.pollSeconds))
    }
}

/// A continuation: its generation, which messages it gives, and from which on.
private struct FakePlace {
    let generation: Int
    var kind: String
    var index: Int?

    init?(_ token: String) {
        let parts = token.split(separator: "~")
        guard parts.count == 3, let generation = Int(parts[0]) else { return nil }
        self.generation = generation
        kind = String(parts[1])
        index = Int(parts[2])
    }

    var token: String { "\(generation)~\(kind)~\(index.map(String.init) ?? "new")" }
}
