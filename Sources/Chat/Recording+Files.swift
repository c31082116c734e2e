import Foundation
import Signals

extension Recording {
    /// Reads a recorded chat in any known form: yt-dlp's `.live_chat.json` (replay and live),
    /// chat-downloader's JSON, `get_live_chat` responses, live chat pages, the Data API's
    /// messages, Twitch IRC lines, JSON Lines, plain text.
    ///
    /// Throws `ChatError` when the file cannot be opened or nothing in it is a chat. Single entries
    /// that cannot be read are counted in `problems`.
    public init(contentsOf path: String) throws(ChatError) {
        let path = NSString(string: path).expandingTildeInPath
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .file(path: path, reason: "there is no such file.")
        }
        guard !isFolder.boolValue else {
            throw .file(path: path, reason: "it is a folder; name a file in it.")
        }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        try self.init(bytes, name: path)
    }

    /// Reads a recorded chat from a file's bytes; `name` is what errors call it.
    ///
    /// Throws `ChatError.notAChat` when nothing in it is a chat.
    public init(_ bytes: Data, name: String = "the recording") throws(ChatError) {
        let bytes = bytes.asUTF8
        guard !bytes.prefix(4_096).contains(0) else {
            throw .notAChat(path: name, reason: "it is no text")
        }
        var reader = RecordingReader()
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "<") {
            guard let page = JSONPieces.initialData(in: bytes) else {
                throw .notAChat(path: name, reason: "it is a web page without YouTube's data")
            }
            reader.read(page)
        } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let document = JSONValue(parsing: bytes)
        {
            reader.read(document: document)
        } else {
            reader.readLines(of: bytes)
        }
        guard reader.problems.unreadable == 0 || !reader.found.isEmpty else {
            throw .notAChat(
                path: name, reason: "not one of its \(reader.problems.unreadable) entries is known")
        }
        events = reader.found.timed
        problems = reader.problems
    }
}

extension RecordingReader {
    /// Reads a file that is one JSON value, element by element where it is an array.
    fileprivate mutating func read(document: JSONValue) {
        guard let elements = document.array else { return read(document) }
        for (index, element) in elements.enumerated() {
            place = index + 1
            read(element)
        }
    }

    /// Reads a file of lines, or what is left of a JSON array whose end is missing.
    fileprivate mutating func readLines(of bytes: Data) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let form = LineForm(of: lines)
        if form == .text, bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
            let pieces = JSONPieces.elements(ofCutArray: bytes)
            if !pieces.isEmpty { return read(pieces: pieces) }
        }
        for (index, line) in lines.enumerated() {
            // What follows the last line break is no line.
            if line.isEmpty, index == lines.count - 1 { break }
            place = index + 1
            read(line: line, as: form)
        }
    }

    private mutating func read(pieces: [Data]) {
        for (index, piece) in pieces.enumerated() {
            place = index + 1
            if let value = JSONValue(parsing: piece) { read(value) } else { countUnreadable() }
        }
        place = pieces.count + 1
        countUnreadable()
    }
}

extension RecordingReader.LineForm {
    /// The form of a file, from its first lines that hold anything.
    fileprivate init(of lines: [Data]) {
        let sample = lines.lazy.filter { $0.contains { $0 > 0x20 } }.prefix(20)
        let isJSON = sample.contains { $0.isJSONObject }
        let isTwitch = sample.contains { TwitchLine(String(decoding: $0, as: UTF8.self)) != nil }
        self = isJSON ? .json : isTwitch ? .twitch : .text
    }
}

extension Data {
    /// Whether this is one whole JSON object with something in it.
    fileprivate var isJSONObject: Bool {
        guard first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return JSONValue(parsing: self)?.keys?.isEmpty == false
    }

    /// The same text in UTF-8 without a byte order mark; Windows likes to write UTF-16.
    fileprivate var asUTF8: Data {
        if starts(with: [0xEF, 0xBB, 0xBF]) { return dropFirst(3) }
        guard starts(with: [0xFF, 0xFE]) || starts(with: [0xFE, 0xFF]) else { return self }
        return String(data: self, encoding: .utf16).map { Data($0.utf8) } ?? self
    }
}
