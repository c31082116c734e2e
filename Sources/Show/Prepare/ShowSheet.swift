import Broadcast
import Desk
import Foundation
import SettingsFiles

/// A show's file as the page of preparation fills it in: the settings that matter to a performer. What
/// else stands in the file stays as it was written.
struct ShowSheet {
    /// What a setting holds.
    enum Kind {
        /// One text.
        case text
        /// A list, a text a line.
        case lines
        /// "true" or "false".
        case flag
    }

    /// What the page knows, in the order in which it is written into a new file.
    static let settings: [(key: String, kind: Kind)] = [
        ("title", .text), ("chats", .lines), ("apiKeyFile", .text), ("recordChat", .text),
        ("outputs", .lines), ("streamKeyFile", .text), ("quality", .text), ("duration", .text),
        ("dancer", .text), ("puppet", .text), ("words", .flag), ("sound", .lines),
        ("volume", .text), ("desk", .text), ("gallery", .text), ("galleryCode", .flag),
        ("obs.address", .text),
        ("obs.passwordFile", .text), ("obs.stream", .flag), ("obs.record", .flag),
        ("obs.chat", .flag),
    ]

    /// The file, as the person named it.
    let path: String
    /// Where a stream key goes where the file names no place for it.
    let usualKeyFile: String
    /// Where the file is kept as it was found; nil until it was changed.
    private(set) var backup: String?

    /// The sheet of a file that need not be there yet.
    init(path: String, usualKeyFile: String) {
        (self.path, self.usualKeyFile) = (path, usualKeyFile)
    }

    // MARK: - What stands in it

    /// What the page shows.
    func read() -> PreparationSheet {
        var sheet = PreparationSheet(
            path: path, isThere: isThere, fields: [:], backup: backup,
            key: .init(path: usualKeyFile, isThere: false))
        for (key, _) in Self.settings { sheet.fields[key] = "" }
        do {
            let text = try text()
            for (key, kind) in Self.settings { sheet.fields[key] = Self.shown(text[key], kind) }
            sheet.key.path = text.streamKeyFile ?? usualKeyFile
            _ = try file(of: text)
        } catch { sheet.fault = "\(error)" }
        sheet.key.isThere = StreamKeyFile(path: whole(sheet.key.path)).holdsKey
        return sheet
    }

    /// The show that stands in the file; throws as `ShowFile` does.
    func file() throws -> ShowFile { try file(of: text()) }

    private var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    private func file(of text: SettingsText) throws -> ShowFile {
        try ShowFile(
            yaml: text.text, path: URL(fileURLWithPath: path).lastPathComponent,
            folder: URL(fileURLWithPath: path).deletingLastPathComponent())
    }

    private func text() throws -> SettingsText {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard isThere else { return try SettingsText("", path: name) }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { throw ShowError.noShowFile(path) }
        return try SettingsText(text, path: name)
    }

    /// A path of the file's, from its own folder.
    func whole(_ path: String) -> String {
        ShowFilePlaces(folder: URL(fileURLWithPath: self.path).deletingLastPathComponent())
            .path(path)
    }

    /// A value for the page. A key that somebody wrote into an address is not shown again.
    private static func shown(_ value: SettingsText.Value?, _ kind: Kind) -> String {
        let texts =
            switch value {
            case .text(let text)?: [text]
            case .list(let texts)?: texts
            case nil: [String]()
            }
        if case .flag = kind, let flag = texts.first.flatMap({ Bool(setting: $0) }) {
            return "\(flag)"
        }
        return texts.map { $0.contains("://") ? OutputAddress.withoutSecrets($0) : $0 }
            .joined(separator: "\n")
    }

    // MARK: - What is changed in it

    /// Writes settings into the file, by their keys; an empty text takes one away.
    ///
    /// Throws `PreparationRefusal`, which names the setting, and then nothing was written.
    mutating func save(_ changes: [String: String]) throws {
        let changed = try changed(changes)
        guard changed.before != changed.after else { return }
        var about = stat()
        let mode = stat(path, &about) == 0 ? about.st_mode & 0o777 : 0o644
        if backup == nil, isThere {
            try WholeFile(path: path + ".bak").write(Data(changed.before.utf8), mode: mode)
            backup = path + ".bak"
        }
        try WholeFile(path: path).write(Data(changed.after.utf8), mode: mode)
    }

    /// Throws what `save` would, and writes nothing.
    func check(_ changes: [String: String]) throws { _ = try changed(changes) }

    private func changed(_ changes: [String: String]) throws -> (before: String, after: String) {
        let known = Self.settings.map(\.key)
        if let stranger = changes.keys.first(where: { !known.contains($0) }) {
            throw PreparationRefusal("\(stranger.prefix(40)) is no setting of this page.")
        }
        do {
            var text = try text()
            let before = text.text
            for (key, kind) in Self.settings {
                guard let change = changes[key] else { continue }
                try text.set(key, to: Self.value(of: change, kind))
            }
            _ = try file(of: text)
            return (before, text.text)
        } catch let error as SettingsFileError {
            // Of a list the whole field is meant: "outputs" of "outputs[2]".
            let key = error.key.map { String($0.prefix { $0 != "[" }) }
            throw PreparationRefusal(
                "\(error)", setting: key.flatMap { known.contains($0) ? $0 : nil })
        } catch { throw PreparationRefusal("\(error)") }
    }

    private static func value(of text: String, _ kind: Kind) -> SettingsText.Value? {
        let texts = text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        switch kind {
        case .lines: return texts.isEmpty ? nil : .list(texts)
        case .text, .flag: return texts.isEmpty ? nil : .text(texts.joined(separator: " "))
        }
    }
}

extension SettingsText {
    fileprivate var streamKeyFile: String? {
        guard case .text(let path)? = self["streamKeyFile"], !ShowFilePlaces.looksLikeKey(path)
        else { return nil }
        return path
    }
}
