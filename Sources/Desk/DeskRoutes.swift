import Foundation
import HTTPTypes
import Hummingbird

/// What can be asked of the server, and the answers.
struct DeskRoutes: Sendable {
    let board: DeskBoard
    let key: DeskKey
    let files: PageFiles
    let doorkeeper: Doorkeeper
    var limits = ServerLimits()

    private static let deviceCookie = "gallery"

    /// The routes of both pages, or of the gallery alone where the room's network is served.
    func router(withDesk: Bool) -> Router<DeskContext> {
        let router = Router(context: DeskContext.self)
        router.add(middleware: SafeResponses(doorkeeper: doorkeeper))
        router.get("/assets/:name") { _, context in
            try files.response(try context.parameters.require("name"))
        }
        router.get("/favicon.ico") { _, _ in try files.response("face-happiness.svg") }
        for path: RouterPath in ["/", "/gallery"] { router.get(path, use: gallery) }
        router.get("/gallery/events") { _, _ in try Response.events(of: board.phones) }
        router.post("/gallery/mood", use: tap)
        router.refuseMethods(but: [.post], at: "/gallery/mood")
        StageRoutes(stage: board.stage, key: key, files: files).add(to: router)
        if withDesk {
            addInterface(to: router)
            addKeys(to: router, requireKey: { try requireKey($0) })
            router.get("/desk", use: desk)
            router.get("/desk/events") { request, _ in
                try requireKey(request)
                return try Response.events(of: board.operators)
            }
            router.get("/desk/history") { request, _ in
                try requireKey(request)
                return try json(board.moments)
            }
            router.post("/desk/command", use: command)
            OperatorRoutes(board: board, requireKey: requireKey).add(to: router)
        }
        return router
    }

    // MARK: - The desk

    /// The page; a link with the token is exchanged for a cookie, so that the token stays in no
    /// address bar.
    private func desk(_ request: Request, _: DeskContext) throws -> Response {
        if let token = request.uri.queryParameters["token"] {
            guard key.opens(token: String(token)) else { return try locked() }
            var response = Response(status: .seeOther, headers: [.location: "/desk"])
            response.setCookie(
                Cookie(
                    name: key.cookieName, value: key.pass, path: "/desk", httpOnly: true,
                    sameSite: .strict))
            return response
        }
        return isOpen(to: request) ? try files.response("desk.html") : try locked()
    }

    private func command(_ request: Request, _ context: DeskContext) async throws -> Response {
        try requireKey(request)
        return try order(try await decoded(DeskRequest.self, from: request, context))
    }

    /// Puts what a page or a program asks before the show.
    func order(_ asked: DeskRequest) throws -> Response {
        switch asked.command {
        case .issue, .withdraw:
            throw HTTPError(
                .badRequest, message: "PUT and DELETE of inputs/NAME make and withdraw a key.")
        default: break
        }
        let number = try taken(board.order(asked.command, by: asked.by))
        return try json(OrderAnswer(number: number), status: .accepted)
    }

    @Sendable private func requireKey(_ request: Request) throws {
        guard isOpen(to: request) else {
            throw HTTPError(.unauthorized, message: "Open the desk by the link with its token.")
        }
    }

    private func isOpen(to request: Request) -> Bool {
        if let cookie = request.cookies[key.cookieName], key.opens(pass: cookie.value) {
            return true
        }
        return request.bearer.map { key.opens(token: $0) } ?? false
    }

    private func locked() throws -> Response {
        try files.response("locked.html", status: .unauthorized)
    }

    // MARK: - The gallery

    private func gallery(_ request: Request, _ context: DeskContext) throws -> Response {
        var response = try files.gallery(acceptLanguage: request.headers[.acceptLanguage])
        if device(of: request) == nil, let name = board.devices.welcome(from: context.remoteAddress)
        {
            response.setCookie(cookie(for: name))
        }
        return response
    }

    private func tap(_ request: Request, _ context: DeskContext) async throws -> Response {
        if let key = request.bearer { return try await speak(key, request, context) }
        let wish = try await decoded(TapRequest.self, from: request, context)
        guard let device = device(of: request) else {
            // Its cookie is from an earlier show, or it has none; it gets a new one and taps again.
            guard let name = board.devices.welcome(from: context.remoteAddress) else {
                throw HTTPError(.tooManyRequests)
            }
            var response = Response(status: .conflict)
            response.setCookie(cookie(for: name))
            return response
        }
        guard board.devices.mayTap(device),
            let number = board.tap(wish.emotion, strength: wish.strength, from: device)
        else { throw HTTPError(.tooManyRequests) }
        return try json(TapAnswer(number: number), status: .accepted)
    }

    private func device(of request: Request) -> String? {
        guard let name = request.cookies[Self.deviceCookie]?.value, board.devices.knows(name) else {
            return nil
        }
        return name
    }

    private func cookie(for device: String) -> Cookie {
        Cookie(
            name: Self.deviceCookie, value: device, path: "/", httpOnly: true, sameSite: .strict)
    }

    // MARK: - Both

    func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }

    /// What is wrong with a body, for whoever wrote it.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing."
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            context.debugDescription
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")): "
                + context.debugDescription
        default: "This is no JSON that is understood here; docs/desk.md has what is."
        }
    }

    func decoded<Value: Decodable>(
        _ type: Value.Type, from request: Request, _ context: DeskContext
    ) async throws -> Value {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: Self.reason(error))
        }
    }
}
