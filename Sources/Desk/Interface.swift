import Foundation
import HTTPTypes
import Hummingbird
import Signals

/// The interface for programs, `/api/v1`: what `/api/v1/openapi.json` describes, and nothing else.
///
/// It takes the token as `Authorization: Bearer TOKEN` alone: no page of a browser can send that
/// without having been given it.
extension DeskRoutes {
    func addInterface(to router: Router<DeskContext>) {
        func add(
            _ path: String, _ answers: [HTTPRequest.Method: InterfaceAnswer], isOpen: Bool = false
        ) {
            let path = RouterPath("/api/v1/" + path)
            for (method, answer) in answers {
                router.on(path, method: method) { request, context -> Response in
                    if !isOpen { try requireToken(request) }
                    return try await answer(request, context)
                }
            }
            router.refuseMethods(but: Array(answers.keys), at: path)
        }
        add("openapi.json", [.get: { _, _ in files.interface() }], isOpen: true)
        add("state", [.get: { _, _ in try json(DeskPage(board.newestState)) }])
        add("events", [.get: { request, _ in try events(request) }])
        add("history", [.get: { _, _ in try json(board.moments) }])
        add("outputs", [.get: { _, _ in try json(board.newestState.outputs) }])
        add(
            "mood",
            [
                .get: { _, _ in try json(InterfaceMood(board.newestState)) },
                .put: { try await hold($0, $1) },
                .delete: { _, _ in try order(DeskRequest(.release)) },
            ])
        add("commands", [.post: { try await follow($0, $1) }])
        add("end", [.post: { _, _ in try order(DeskRequest(.end)) }])
        add("inputs", [.get: { _, _ in try json(board.inputs.list) }])
        add(
            "inputs/:name",
            [
                .put: { _, context in try issueKey(context, by: "") },
                .delete: { _, context in try withdrawKey(context, by: "") },
            ])
    }

    private func requireToken(_ request: Request) throws {
        guard let token = request.bearer, key.opens(token: token) else {
            throw HTTPError(
                .unauthorized, headers: [.wwwAuthenticate: "Bearer"],
                message: "Send the desk's token: Authorization: Bearer TOKEN.")
        }
    }

    // MARK: - What is told

    /// States as they come: all of them, or the `count` next ones.
    private func events(_ request: Request) throws -> Response {
        var most = Int.max
        if let text = request.uri.queryParameters["count"] {
            guard let number = Int(text), (1...1_000).contains(number) else {
                throw HTTPError(.badRequest, message: "count is a whole number from 1 to 1000.")
            }
            most = number
        }
        return try Response.events(of: board.operators, most: most)
    }

    // MARK: - What is asked

    private func hold(_ request: Request, _ context: DeskContext) async throws -> Response {
        let mood = try await decoded(MoodWish.self, from: request, context).mood
        return try order(DeskRequest(.set(mood)))
    }

    private func follow(_ request: Request, _ context: DeskContext) async throws -> Response {
        let asked = try await decoded(DeskRequest.self, from: request, context)
        switch asked.command {
        case .end:
            throw HTTPError(.badRequest, message: "POST /api/v1/end ends the show.")
        case .set:
            throw HTTPError(.badRequest, message: "PUT /api/v1/mood holds a mood of several.")
        default: return try order(asked)
        }
    }
}

private typealias InterfaceAnswer = @Sendable (Request, DeskContext) async throws -> Response

extension Router {
    /// Says of every other method that it is none of a path's, and which are.
    func refuseMethods(but allowed: [HTTPRequest.Method], at path: RouterPath) {
        let methods =
            [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
            + [HTTPRequest.Method("QUERY")].compactMap { $0 }
        let words = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        for method in methods where !allowed.contains(method) {
            on(path, method: method) { _, _ -> Response in
                throw HTTPError(
                    .methodNotAllowed, headers: [.allow: words],
                    message: "Here only \(words) can be asked for.")
            }
        }
    }
}

/// The moods of one moment.
private struct InterfaceMood: Encodable {
    var room: Mood
    var dancer: Mood
    var hold: DeskState.Hold?

    init(_ state: DeskState) {
        room = state.roomMood
        dancer = state.dancerMood
        hold = state.hold
    }
}
