import HTTPTypes
import Hummingbird

/// What can be asked of the page on which a show is prepared: everything only with the key.
struct PreparationRoutes: PageRoutes {
    let preparing: any Preparing
    let key: DeskKey
    let files: PageFiles
    let doorkeeper: Doorkeeper
    var limits = ServerLimits()
    /// The newest state, to whoever looks.
    let feed = Feed(mostListeners: 16)

    func router(withDesk: Bool) -> Router<DeskContext> {
        let router = guardedRouter()
        router.get("/") { _, _ in
            Response(status: .seeOther, headers: [.location: "/prepare"])
        }
        router.get("/prepare") { request, _ in
            try keyed(
                "prepare.html", orElse: "prepare-locked.html", at: "/prepare", for: request)
        }
        router.get("/prepare/events") { request, _ in
            try requireKey(request)
            return try Response.events(of: feed)
        }
        router.get("/prepare/sheet") { request, _ in
            try requireKey(request)
            return try json(await preparing.sheet())
        }
        post("save", SaveRequest.self, on: router) { asked in
            try json(await preparing.save(asked.changes))
        }
        post("key", KeyRequest.self, on: router) { asked in
            try json(await preparing.keep(streamKey: asked.key, for: asked.server ?? ""))
        }
        post("chat", ChatRequest.self, on: router) { try await begun(preparing.tryChats($0.chats)) }
        post("check", Nothing.self, on: router) { _ in try await begun(preparing.check()) }
        post("rehearsal", SwitchRequest.self, on: router) { asked in
            try await begun(preparing.rehearse(asked.on))
        }
        post("start", Nothing.self, on: router) { _ in try await begun(preparing.start()) }
        return router
    }

    /// A path that takes a wish, with the key.
    private func post<Body: Decodable & SendableMetatype>(
        _ path: String, _ body: Body.Type, on router: Router<DeskContext>,
        _ act: @escaping @Sendable (Body) async throws -> Response
    ) {
        router.post("/prepare/\(path)") { request, context in
            try requireKey(request)
            let asked = try await decoded(body, from: request, context)
            return try await answer { try await act(asked) }
        }
    }

    /// The answer to what was begun, of which the states tell.
    private func begun(_: Void) -> Response { Response(status: .accepted) }

    /// An answer, or why there is none, in the form of every other error here.
    private func answer(_ act: () async throws -> Response) async throws -> Response {
        do {
            return try await act()
        } catch let refusal as PreparationRefusal {
            return try json(
                RefusalAnswer(error: .init(message: refusal.words, setting: refusal.setting)),
                status: refusal.isBusy ? .conflict : .unprocessableContent)
        }
    }
}

/// Settings by their keys.
private struct SaveRequest: Decodable { var changes: [String: String] }

/// A stream key. No error of its decoding shows it.
private struct KeyRequest: Decodable {
    var key: String
    var server: String?
}

private struct ChatRequest: Decodable { var chats: [String] }

private struct SwitchRequest: Decodable { var on: Bool }

/// `{}`: what needs nothing more to be said.
private struct Nothing: Decodable {}

private struct RefusalAnswer: Encodable {
    struct Reason: Encodable {
        var message: String
        var setting: String?
    }

    var error: Reason
}
