import Broadcast
import Desk
import Foundation

/// The file of a show's stream keys, which only its owner can read.
struct StreamKeyFile {
    /// Where it is.
    let path: String

    /// The place for a key where a show's file names none: the user's own folder of settings.
    static func usual(_ environment: [String: String]) -> String {
        // As the XDG base directory specification has it: what is not absolute is not followed.
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (folder ?? "~/.config") + "/emotionmotion/stream-key"
    }

    /// Whether it holds a key.
    var holdsKey: Bool {
        guard isPlain, let keys = try? StreamKeys.found(file: path, environment: [:]) else {
            return false
        }
        return keys != StreamKeys()
    }

    /// Keeps a key for a server, or with an empty name for every one; the others in the file stay.
    ///
    /// The folder is made where it is missing, for its owner alone. Throws `PreparationRefusal`, which
    /// shows no key.
    func keep(_ key: String, for server: String) throws {
        let key = key.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.contains(where: \.isWhitespace), !key.hasPrefix("#"),
            let keys = try? StreamKeys(key, from: "the key"), keys != StreamKeys()
        else {
            throw PreparationRefusal(
                "This is no stream key: one is a word of letters, digits and signs, without spaces. "
                    + "Copy it whole from the platform's page.", setting: "streamKey")
        }
        guard server.wholeMatch(of: /[A-Za-z0-9.:\[\]\-]{0,255}/) != nil else {
            throw PreparationRefusal(
                "That is no server's name. Choose one of the outputs'.", setting: "streamKey")
        }
        try makeFolder()
        var lines = try linesThere().filter { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard !line.hasPrefix("#") else { return true }
            let owner = words.count == 2 ? words[0].lowercased() : ""
            return !words.isEmpty && owner != server.lowercased()
        }
        lines.append(server.isEmpty ? key : "\(server.lowercased()) \(key)")
        let text = lines.joined(separator: "\n") + "\n"
        try WholeFile(path: path).write(Data(text.utf8), mode: 0o600)
    }

    private func linesThere() throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard isPlain, let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else {
            throw PreparationRefusal(
                "\(path) is there and is no file that can be read and written. Name another "
                    + "streamKeyFile, or keep the key where that one comes from.",
                setting: "streamKeyFile")
        }
        // Whatever else it is, a key is not written into its midst.
        guard (try? StreamKeys(text, from: path)) != nil else {
            throw PreparationRefusal(
                "\(path) holds something else than keys. Name another streamKeyFile.",
                setting: "streamKeyFile")
        }
        return text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Whether it is a file, and no pipe that reading would wait for.
    private var isPlain: Bool {
        var about = stat()
        return stat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFREG
    }

    private func makeFolder() throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: folder).deletingLastPathComponent().path,
                withIntermediateDirectories: true)
        } catch {
            throw PreparationRefusal("\(folder) cannot be made: \(error.localizedDescription)")
        }
        // The program's own folder is made private; one that somebody else chose stays as it is.
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw PreparationRefusal(
                "\(folder) cannot be made: \(String(cString: strerror(errno))).")
        }
        if folder.hasSuffix("/emotionmotion") { chmod(folder, 0o700) }
    }
}
