import Foundation
import HTTPTypes
import Hummingbird

/// What inputs with a key say, and the keys.
extension DeskRoutes {
    /// Hears a mood that came with an input's key.
    func speak(_ key: String, _ request: Request, _ context: DeskContext) async throws -> Response {
        let word = try await decoded(MoodWish.self, from: request, context)
        switch board.inputs.hear(key: key, from: context.remoteAddress ?? "") {
        case .unknown:
            throw HTTPError(.unauthorized, message: "No input has this key; the desk issues them.")
        case .elsewhere:
            throw HTTPError(
                .conflict,
                message: "This key is in use at another address; give each input its own.")
        case .tooSoon:
            throw HTTPError(.tooManyRequests, message: "An input speaks five times a second.")
        case .heard(let name):
            guard let number = board.say(word.mood, by: name) else {
                throw HTTPError(.tooManyRequests, message: "The show has more than it can hear.")
            }
            return try json(TapAnswer(number: number), status: .accepted)
        }
    }

    // MARK: - Keys

    /// The operator's page makes and withdraws keys by paths of its own: its cookie opens nothing of
    /// `/api/v1`.
    func addKeys(
        to router: Router<DeskContext>, requireKey: @escaping @Sendable (Request) throws -> Void
    ) {
        router.put("/desk/inputs/:name") { request, context in
            try requireKey(request)
            return try issueKey(context, by: try await hand(of: request, context))
        }
        router.delete("/desk/inputs/:name") { request, context in
            try requireKey(request)
            return try withdrawKey(context, by: try await hand(of: request, context))
        }
    }

    /// Who asks, where the body says so.
    private func hand(of request: Request, _ context: DeskContext) async throws -> String {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        guard body.readableBytes > 0 else { return "" }
        let hand = try? JSONDecoder().decode(DeskHand.self, from: Data(body.readableBytesView))
        guard let hand else {
            throw HTTPError(.badRequest, message: "The body says who asks, as in {\"by\":\"me\"}.")
        }
        return hand.name
    }

    /// The number of an order that was taken; throws why it was not, `undone` where there was nothing
    /// to do it with.
    func taken(
        _ answer: DeskAnswer, orElse undone: HTTPError = HTTPError(.conflict)
    ) throws -> Int {
        switch answer {
        case .taken(let number): return number
        case .locked(let lock):
            throw HTTPError(
                .init(code: 423, reasonPhrase: "Locked"), message: lock.refusal)
        case .busy:
            throw HTTPError(
                .tooManyRequests, message: "The show is still busy with other commands.")
        case .undone: throw undone
        }
    }

    /// Makes the key of the input that the path names, and tells it this once. The show writes it down.
    func issueKey(_ context: DeskContext, by: String) throws -> Response {
        let name = try context.parameters.require("name")
        guard GalleryInputs.isName(name) else {
            throw HTTPError(
                .badRequest,
                message: "A name is 1 to 40 letters, digits, dots, dashes; the first no sign.")
        }
        var key: String?
        let answer = board.order(.issue(input: name), by: by) {
            key = board.inputs.issue(name)
            return key != nil
        }
        let full = HTTPError(
            .conflict, message: "There are \(GalleryInputs.most) inputs; withdraw one first.")
        _ = try taken(answer, orElse: full)
        guard let key else { throw full }
        return try json(InputKey(name: name, key: key), status: .created)
    }

    /// Takes the key of the input that the path names back. The show writes it down.
    func withdrawKey(_ context: DeskContext, by: String) throws -> Response {
        let name = try context.parameters.require("name")
        let answer = board.order(.withdraw(input: name), by: by) { board.inputs.revoke(name) }
        _ = try taken(
            answer,
            orElse: HTTPError(.notFound, message: "There is no input of this name."))
        return Response(status: .noContent)
    }
}

/// An input's key; it is told once.
private struct InputKey: Encodable {
    var name: String
    var key: String
}

extension Request {
    /// The key or token that a program sends as `Authorization: Bearer KEY`; nil without one.
    var bearer: String? {
        guard let header = headers[.authorization], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst(7))
    }
}
