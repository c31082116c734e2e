import Foundation
import Signals

/// A text with the emotions that people found in it: one, or several that are equally right.
public struct LabelledText: Sendable, Equatable {
    /// What was written.
    public var text: String
    /// The emotions, at least one.
    public var emotions: [Emotion]
    /// Finer emotions, by GoEmotions' 28 names, where the texts say them.
    public var details: [String]
    /// The language, by two letters, where the texts say it.
    public var language: String?

    /// A labelled text.
    public init(
        text: String, emotions: [Emotion], details: [String] = [], language: String? = nil
    ) {
        precondition(!emotions.isEmpty, "a labelled text has at least one emotion")
        self.text = text
        self.emotions = emotions
        self.details = details
        self.language = language
    }

    /// Reads a tab-separated file with a line of column names, among them `text` and `labels7` (or
    /// `label7`): emotions with commas between, in which `joy` is happiness. A column `labels28` gives
    /// the finer ones, and `lang` the language.
    ///
    /// Throws `AffectError.unreadable` when there is no such file, and `AffectError.data` naming the
    /// line when a column is missing or an emotion unknown.
    public static func read(_ file: URL) throws -> [LabelledText] {
        guard let bytes = try? Data(contentsOf: file),
            let text = String(bytes: bytes, encoding: .utf8)
        else { throw AffectError.unreadable(path: file.path) }
        // By scalars: as a grapheme, CR LF would not be a line's end.
        let lines = text.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" })
        func problem(_ line: Int, _ reason: String) -> AffectError {
            .data(path: file.path, line: line + 1, reason: reason)
        }
        func fields(_ line: Int) -> [String] {
            let line = lines[line].last == "\r" ? lines[line].dropLast() : lines[line]
            return line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
        }
        let header = fields(0)
        guard let texts = header.firstIndex(of: "text"),
            let labels = header.firstIndex(where: { $0 == "labels7" || $0 == "label7" })
        else { throw problem(0, "there are no columns text and labels7") }

        let details = header.firstIndex(of: "labels28")
        let languages = header.firstIndex(of: "lang")

        var found: [LabelledText] = []
        for line in lines.indices.dropFirst() where !lines[line].isEmpty {
            let fields = fields(line)
            guard fields.count == header.count else {
                throw problem(line, "it has \(fields.count) columns and not \(header.count)")
            }
            let emotions = try fields[labels].split(separator: ",").map { name in
                guard let emotion = Emotion(rawValue: name == "joy" ? "happiness" : String(name))
                else { throw problem(line, "\"\(name)\" is not one of the seven emotions") }
                return emotion
            }
            guard !emotions.isEmpty else { throw problem(line, "it has no emotion") }
            let finer = details.map { fields[$0].split(separator: ",").map { String($0) } } ?? []
            found.append(
                LabelledText(
                    text: fields[texts], emotions: emotions, details: finer,
                    language: languages.map { fields[$0] }))
        }
        return found
    }
}
