import Foundation
import HTTPTypes
import Hummingbird

/// The pages' files, read once; what is not among them cannot be asked for.
struct PageFiles: Sendable {
    private let files: [String: ByteBuffer]
    /// What the gallery says, by language.
    let phrases: Phrases
    private let description: ByteBuffer

    /// Reads every file of the part's own; throws `DeskError.missing`.
    init() throws {
        let folder = Bundle.module.bundleURL.appending(path: "Resources")
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let names, !names.isEmpty else { throw DeskError.missing(file: folder.path) }
        var files: [String: ByteBuffer] = [:]
        for name in names where Self.type(of: name) != nil {
            files[name] = ByteBuffer(bytes: try Data(contentsOf: folder.appending(path: name)))
        }
        for page in [
            "desk.html", "locked.html", "gallery.html", "stage.html", "stage-locked.html",
            "prepare.html", "prepare-locked.html",
        ] where files[page] == nil {
            throw DeskError.missing(file: page)
        }
        self.files = files
        let path = folder.appending(path: "openapi.json")
        guard let json = try? Data(contentsOf: path) else {
            throw DeskError.missing(file: "openapi.json")
        }
        description = ByteBuffer(bytes: json)
        phrases = try Phrases(contentsOf: folder.appending(path: "phrases.json"))
    }

    /// A file as a response; throws 404 for a name that is none of the files.
    func response(_ name: String, status: HTTPResponse.Status = .ok) throws -> Response {
        guard let file = files[name], let type = Self.type(of: name) else {
            throw HTTPError(.notFound)
        }
        return Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: file))
    }

    /// The gallery's page in the language that a browser likes best.
    func gallery(acceptLanguage: String?) throws -> Response {
        guard let file = files["gallery.html"] else { throw HTTPError(.notFound) }
        let page = phrases.filled(String(buffer: file), acceptLanguage: acceptLanguage)
        return Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8", .vary: "Accept-Language"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
    }

    /// The description of the interface for programs.
    func interface() -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: description))
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}
