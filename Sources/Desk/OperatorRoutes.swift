import Foundation
import HTTPTypes
import Hummingbird

/// What the operator's page asks for beside the state: pictures, and the gallery's code.
struct OperatorRoutes: Sendable {
    let board: DeskBoard
    /// Throws for whoever has no key.
    let requireKey: @Sendable (Request) throws -> Void

    func add(to router: Router<DeskContext>) {
        router.get("/desk/preview") { request, _ in
            try requireKey(request)
            return preview()
        }
        router.get("/desk/gallery.svg") { request, _ in
            try requireKey(request)
            guard let code = board.galleryLink.flatMap({ GalleryCode($0) }) else {
                throw HTTPError(.notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: "image/svg+xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: code.svg)))
        }
    }

    /// The newest picture, or nothing while there is none.
    private func preview() -> Response {
        guard let newest = board.preview.look() else { return Response(status: .noContent) }
        var headers: HTTPFields = [.contentType: "image/jpeg"]
        if let name = HTTPField.Name("X-Picture") { headers[name] = "\(newest.number)" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: newest.picture))
    }
}

/// A command as a page sends it: its own object, with `"by"` for who asks.
struct DeskRequest: Decodable {
    var command: DeskCommand
    var by: String

    /// What a program asks by a path of its own, without a name.
    init(_ command: DeskCommand) { (self.command, by) = (command, "") }

    init(from decoder: any Decoder) throws {
        command = try DeskCommand(from: decoder)
        by = try DeskHand(from: decoder).name
    }
}

/// Who asks, by the name that a page or a program gives itself: `{"by":"page x"}`.
struct DeskHand: Decodable {
    /// In one line, and short.
    var name: String

    private enum Key: String, CodingKey { case by }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let given = try values.decodeIfPresent(String.self, forKey: .by) ?? ""
        let shown = given.unicodeScalars.filter { $0.properties.generalCategory != .control }
        name = String(String(String.UnicodeScalarView(shown)).prefix(DeskOrder.longestName))
    }
}

/// The number under which an order waits; the page finds it again among the state's deeds.
struct OrderAnswer: Encodable {
    var number: Int
}
