import Foundation

extension Recording {
    /// The chat that comes with this project: two minutes in which the audience of a puppet dancer
    /// goes through all seven moods.
    ///
    /// Throws `ChatError.file` when the project's resources are not installed beside the program.
    public static func demo() throws(ChatError) -> Recording {
        guard
            let url = Bundle.module.url(
                forResource: "demo", withExtension: "jsonl", subdirectory: "Resources")
        else {
            throw .file(path: "demo.jsonl", reason: "the program was moved without its resources.")
        }
        return try Recording(contentsOf: url.path)
    }
}
