import Foundation

/// The stage's own shaders and drawings, and how files are read.
enum StageFiles {
    static var folder: URL { Bundle.module.bundleURL.appending(path: "Resources") }
    static var backdrops: URL { folder.appending(path: "backdrops") }
    static var shaders: URL { folder.appending(path: "shaders") }
    static var puppets: URL { folder.appending(path: "puppets") }

    /// A file's text; throws `StageError.missing`.
    static func text(of file: URL) throws -> String {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw StageError.missing(path: file.path)
        }
        return text
    }

    /// One of the stage's own pairs of shaders.
    static func program(vertex: String, fragment: String) throws -> ShaderProgram {
        let file = shaders.appending(path: fragment)
        return try ShaderProgram(
            vertex: text(of: shaders.appending(path: vertex)), fragment: text(of: file),
            path: file.path)
    }
}
