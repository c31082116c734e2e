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
}

extension Request {
    /// The key or token that a program sends as `Authorization: Bearer KEY`; nil without one.
    var bearer: String? {
        guard let header = headers[.authorization], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst(7))
    }
}
