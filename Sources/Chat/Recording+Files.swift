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
        if bytes.isWebPage {
            guard let page = JSONPieces.initialData(in: bytes) else {
                throw .notAChat(path: name, reason: "it is a web page without YouTube's data")
            }
            reader.read(page)
            guard !reader.found.isEmpty else {
                throw .notAChat(path: name, reason: "it is a web page without chat messages")
            }
        } else if JSONPieces.seemJSON(bytes) {
            if let document = JSONValue(parsing: bytes) {
                reader.read(document: document)
            } else if !reader.readLines(of: bytes, mustBeJSON: true), !reader.readPieces(of: bytes)
            {
                throw .notAChat(path: name, reason: "it begins as JSON but is cut or damaged")
            }
        } else {
            reader.readLines(of: bytes, mustBeJSON: false)
        }
        beginning = reader.beginning
        let isKnown = beginning != nil || !reader.found.isEmpty
        guard reader.problems.unreadable == 0 || isKnown else {
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

    /// Reads a file of lines; false when they had to be JSON and are not.
    @discardableResult
    fileprivate mutating func readLines(of bytes: Data, mustBeJSON: Bool) -> Bool {
        let lines = bytes.lines
        let form = LineForm(of: lines, beginsAsJSON: mustBeJSON)
        guard form == .json || !mustBeJSON else { return false }
        for (index, line) in lines.enumerated() {
            place = index + 1
            read(line: line, as: form)
        }
        return true
    }

    /// Reads what is left of a JSON document whose end is missing; false when that is nothing.
    fileprivate mutating func readPieces(of bytes: Data) -> Bool {
        let pieces = JSONPieces.elements(ofCut: bytes)
        for (index, piece) in pieces.enumerated() {
            place = index + 1
            if let value = JSONValue(parsing: piece) { read(value) } else { countUnreadable() }
        }
        guard !found.isEmpty else { return false }
        place = pieces.count + 1
        countUnreadable()
        return true
    }
}

extension RecordingReader.LineForm {
    /// The form of a file, from its first lines that hold anything: some may be damaged.
    fileprivate init(of lines: [Data], beginsAsJSON: Bool) {
        let sample = lines.lazy.filter { $0.contains { $0 > 0x20 } }.prefix(20)
        let json = sample.count { $0.isJSONObject }
        let twitch = sample.count { TwitchLine(String(decoding: $0, as: UTF8.self)) != nil }
        if json > 0, beginsAsJSON || json * 4 >= sample.count {
            self = .json
        } else {
            self = twitch * 2 > sample.count ? .twitch : .text
        }
    }
}

extension Data {
    /// The lines without their breaks; what follows the last break is a line if it is not empty.
    ///
    /// With `memchr`, since `split` takes longer over a large file than reading its JSON does.
    fileprivate var lines: [Data] {
        withUnsafeBytes { raw in
            var lines = [Data]()
            var start = 0
            while start < raw.count, let base = raw.baseAddress {
                let found = memchr(base + start, 0x0A, raw.count - start)
                let end = found.map { UnsafeRawPointer($0) - base } ?? raw.count
                lines.append(self[startIndex + start..<startIndex + end])
                start = end + 1
            }
            return lines
        }
    }

    /// Whether this is one whole JSON object with something in it.
    fileprivate var isJSONObject: Bool {
        guard first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return JSONValue(parsing: self)?.keys?.isEmpty == false
    }

    /// Whether this begins as HTML does, and not as "<3" does.
    fileprivate var isWebPage: Bool {
        let signs = lazy.filter { $0 > 0x20 }.prefix(5).map { $0 | 0x20 }
        return signs.starts(with: "<!doc".utf8.map { $0 | 0x20 })
            || signs.starts(with: "<html".utf8)
    }

    /// The same text in UTF-8 without a byte order mark; Windows likes to write UTF-16.
    fileprivate var asUTF8: Data {
        if starts(with: [0xEF, 0xBB, 0xBF]) { return dropFirst(3) }
        guard starts(with: [0xFF, 0xFE]) || starts(with: [0xFE, 0xFF]) else { return self }
        return String(data: self, encoding: .utf16).map { Data($0.utf8) } ?? self
    }
}
