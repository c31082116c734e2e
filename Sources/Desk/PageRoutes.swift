import Foundation
import HTTPTypes
import Hummingbird

/// The routes of one server's pages, with what all of them share: the key, the files, and the door.
protocol PageRoutes: Sendable {
    var key: DeskKey { get }
    var files: PageFiles { get }
    var doorkeeper: Doorkeeper { get }
    var limits: ServerLimits { get }

    /// What can be asked; without the operator's part where a room's network is served.
    func router(withDesk: Bool) -> Router<DeskContext>
}

extension PageRoutes {
    /// A router that turns strangers away and has the pages' own files.
    func guardedRouter() -> Router<DeskContext> {
        let router = Router(context: DeskContext.self)
        router.add(middleware: SafeResponses(doorkeeper: doorkeeper))
        router.get("/assets/:name") { _, context in
            try files.response(try context.parameters.require("name"))
        }
        router.get("/favicon.ico") { _, _ in try files.response("face-happiness.svg") }
        return router
    }

    /// A page for whoever has the key; a link with the token is exchanged for a cookie, so that the token
    /// stays in no address bar.
    ///
    /// - Parameter path: the page's own, to which its cookie is sent.
    func keyed(
        _ page: String, orElse locked: String, at path: String, for request: Request
    ) throws -> Response {
        if let token = request.uri.queryParameters["token"] {
            guard key.opens(token: String(token)) else {
                return try files.response(locked, status: .unauthorized)
            }
            var response = Response(status: .seeOther, headers: [.location: path])
            response.setCookie(
                Cookie(
                    name: key.cookieName, value: key.pass, path: path, httpOnly: true,
                    sameSite: .strict))
            return response
        }
        return isOpen(to: request)
            ? try files.response(page) : try files.response(locked, status: .unauthorized)
    }

    /// Throws 401 for whoever has no key.
    func requireKey(_ request: Request) throws {
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

    // MARK: - Bodies

    func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }

    func decoded<Value: Decodable>(
        _ type: Value.Type, from request: Request, _ context: DeskContext
    ) async throws -> Value {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: reason(error))
        }
    }

    /// What is wrong with a body, for whoever wrote it.
    private func reason(_ error: any Error) -> String {
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
}
