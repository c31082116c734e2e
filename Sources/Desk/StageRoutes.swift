import HTTPTypes
import Hummingbird

/// What web stages ask for: the page, the files to draw with, and a line for every picture.
///
/// It is open to this machine, and to whoever has the show's view key, which opens nothing else: the
/// page shows no more than a stream does, but a room's network is no public.
struct StageRoutes: Sendable {
    let stage: StageFeed
    let key: DeskKey
    let files: PageFiles

    func add(to router: Router<DeskContext>) {
        router.get("/stage") { request, context in
            guard isOpen(to: request, context) else {
                return try files.response("stage-locked.html", status: .unauthorized)
            }
            return try files.response("stage.html")
        }
        router.get("/stage/kit/:name") { request, context in
            try requireKey(request, context)
            return try kit(try context.parameters.require("name"))
        }
        router.get("/stage/events") { request, context in
            try requireKey(request, context)
            return try Response.events(of: stage.lines)
        }
    }

    private func kit(_ name: String) throws -> Response {
        guard let file = stage.file(name) else {
            // The show makes them when they are first asked for; the page asks again.
            throw HTTPError(stage.hasFiles ? .notFound : .serviceUnavailable)
        }
        let type =
            switch name.split(separator: ".").last {
            case "json": "application/json"
            case "png": "image/png"
            default: "text/plain; charset=utf-8"
            }
        return Response(
            status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: file))
    }

    private func requireKey(_ request: Request, _ context: DeskContext) throws {
        guard isOpen(to: request, context) else {
            throw HTTPError(.unauthorized, message: "Open the stage by the link with its view key.")
        }
    }

    private func isOpen(to request: Request, _ context: DeskContext) -> Bool {
        if let view = request.uri.queryParameters["view"] { return key.opens(view: String(view)) }
        // What a proxy on this machine passes on comes from elsewhere.
        let isPassedOn = ["X-Forwarded-For", "Forwarded", "Via"].contains { name in
            HTTPField.Name(name).map { request.headers[$0] != nil } ?? false
        }
        return context.isFromHere && !isPassedOn
    }
}

extension DeskContext {
    /// Whether the request comes from a program on this machine.
    var isFromHere: Bool {
        guard let remoteAddress else { return false }
        return remoteAddress == "::1" || remoteAddress.hasPrefix("127.")
            || remoteAddress.hasPrefix("::ffff:127.")
    }
}

extension Response {
    /// Server-sent events of a feed, as long as somebody listens, at most so many; 503 where too many
    /// listen.
    static func events(of feed: Feed, most: Int = .max) throws -> Response {
        guard let states = feed.listen() else { throw HTTPError(.serviceUnavailable) }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 1500\n\n"))
                var sent = 0
                for await state in states {
                    try await writer.write(state)
                    sent += 1
                    if sent >= most { break }
                }
                try await writer.finish(nil)
            })
    }
}
