import Foundation
import Signals

/// A collection's own list of its clips: `labels.csv`, one row a clip.
///
/// Columns are found by their names in the first line: `file` is needed, and either `emotion`, a word
/// of the table (`EmotionWords`), or the seven emotions with a weight each. `source`, `label_native`, `content`, `actor`, `fps`, `split`, `mapping`, `licence` and
/// `ship_model` may be missing. A row whose `emotion` is empty or whose `mapping` is `unlabelled` has no mood.
public struct MotionLabels: Sendable, Equatable {
    /// One row.
    public struct Row: Sendable, Equatable {
        /// The line on which the row starts, from 1.
        public var line: Int
        /// The clip's path from the list's folder: a file, or the folder of an OpenPose clip.
        public var file: String
        /// Frames a second, where the list knows it better than the file.
        public var framesPerSecond: Double?
        /// What the row says of the clip.
        public var label: ClipLabel
    }

    /// The rows in the file's order.
    public var rows: [Row]
    private var places: [String: Int] = [:]

    /// The row of a file or folder, by its path from the list's folder.
    public subscript(file: String) -> Row? { places[file].map { rows[$0] } }

    /// Reads a list; throws `ClipError` naming the line and column that is wrong.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        try self.init([UInt8](bytes), path: file.path)
    }

    /// Reads the bytes of a list; `path` is for the errors.
    public init(_ bytes: [UInt8], path: String) throws {
        var records = try Self.records(in: bytes, path: path)[...]
        guard let header = records.popFirst() else {
            throw ClipError.line(path: path, line: 1, reason: "the list of labels is empty")
        }
        let columns = Dictionary(
            header.fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let hasWords = columns["emotion"] != nil
        let needed = hasWords ? ["file"] : ["file"] + Emotion.allCases.map(\.rawValue)
        for name in needed where columns[name] == nil {
            let hasNoEmotion = Emotion.allCases.allSatisfy { columns[$0.rawValue] == nil }
            throw ClipError.line(
                path: path, line: 1,
                reason: name == "file" || !hasNoEmotion
                    ? "there is no column \"\(name)\""
                    : "there is no column \"emotion\", and none of the seven emotions")
        }
        rows = []
        for record in records {
            guard record.fields.count == header.fields.count else {
                throw ClipError.line(
                    path: path, line: record.line,
                    reason: "expected \(header.fields.count) fields, found \(record.fields.count)")
            }
            let row = try Self.row(record, columns: columns, path: path)
            places[row.file] = rows.count
            rows.append(row)
        }
    }

    private static func row(
        _ record: Record, columns: [String: Int], path: String
    ) throws -> Row {
        func field(_ name: String) -> String { columns[name].map { record.fields[$0] } ?? "" }
        func broken(_ name: String, _ expected: String) -> ClipError {
            .line(
                path: path, line: record.line,
                reason: "\(name) should be \(expected), not \"\(field(name))\"")
        }
        /// A word of a fixed list; an empty field is `missing`.
        func word<Word: RawRepresentable & CaseIterable>(
            _ name: String, missing: Word
        ) throws -> Word where Word.RawValue == String {
            if field(name).isEmpty { return missing }
            guard let word = Word(rawValue: field(name)) else {
                let known = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                throw broken(name, "one of \(known)")
            }
            return word
        }
        var file = field("file")
        while file.hasSuffix("/") { file.removeLast() }
        guard !file.isEmpty else { throw broken("file", "a path") }
        /// The mood of the word in `emotion`; nil where it is empty.
        func meaning() throws -> EmotionWords.Entry? {
            if field("emotion").isEmpty { return nil }
            guard let entry = EmotionWords.entry(for: field("emotion")) else {
                throw broken(
                    "emotion",
                    "empty or a word of the table ("
                        + EmotionWords.words.joined(separator: ", ") + ")")
            }
            return entry
        }
        func weighed() throws -> Mood {
            let weights = try Emotion.allCases.map { emotion in
                guard let weight = Double(field(emotion.rawValue)) else {
                    throw broken(emotion.rawValue, "a number")
                }
                return weight
            }
            do {
                return try Mood(weights)
            } catch let error as MoodError {
                // Its sentence ends in a full stop, and so does this error's.
                let reason = String(error.description.dropLast())
                throw ClipError.line(path: path, line: record.line, reason: reason)
            }
        }
        var mapping: MoodMapping = try word("mapping", missing: .given)
        var mood: Mood?
        if mapping != .unlabelled {
            if columns["emotion"] != nil {
                let meaning = try meaning()
                mood = meaning?.mood
                if field("mapping").isEmpty { mapping = meaning?.mapping ?? .unlabelled }
            } else {
                mood = try weighed()
            }
        }
        return Row(
            line: record.line, file: file,
            framesPerSecond: Double(field("fps")).flatMap { $0 > 0 && $0.isFinite ? $0 : nil },
            label: ClipLabel(
                mood: mood, mapping: mapping, source: field("source"),
                label: field(columns["label_native"] == nil ? "emotion" : "label_native"),
                content: field("content"),
                actor: field("actor").isEmpty || field("actor") == "unknown"
                    ? nil : field("actor"),
                split: try word("split", missing: .train), licence: field("licence"),
                use: try word("ship_model", missing: .unstated)))
    }
}

extension MotionLabels {
    private struct Record {
        var line: Int
        var fields: [String] = []
    }

    /// The records of a CSV file (RFC 4180): fields in quotes may hold commas, line ends and doubled
    /// quotes. Empty lines are passed over.
    private static func records(in bytes: [UInt8], path: String) throws -> [Record] {
        let comma = UInt8(ascii: ",")
        let quote = UInt8(ascii: "\"")
        let newline = UInt8(ascii: "\n")
        var records: [Record] = []
        var record = Record(line: 1)
        var field: [UInt8] = []
        var line = 1
        var isQuoted = false
        func endField() {
            if !isQuoted, field.last == UInt8(ascii: "\r") { field.removeLast() }
            record.fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll()
        }
        func endRecord() {
            endField()
            if record.fields != [""] { records.append(record) }
            record = Record(line: line)
        }
        var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0  // a byte order mark
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == newline { line += 1 }
            switch (byte, isQuoted) {
            case (quote, true) where place < bytes.count && bytes[place] == quote:
                field.append(quote)
                place += 1
            case (quote, _): isQuoted.toggle()
            case (comma, false): endField()
            case (newline, false): endRecord()
            default: field.append(byte)
            }
        }
        guard !isQuoted else {
            throw ClipError.line(
                path: path, line: record.line, reason: "a field's quotes are never closed")
        }
        if !field.isEmpty || !record.fields.isEmpty { endRecord() }
        return records
    }
}
