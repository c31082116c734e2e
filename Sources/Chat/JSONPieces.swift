import Foundation

/// Whole JSON values cut out of text that is not JSON as a whole.
enum JSONPieces {
    /// Whether the first two signs are those of a JSON object or of an array of objects.
    static func seemJSON(_ bytes: Data) -> Bool {
        let signs = bytes.lazy.filter { $0 > 0x20 }.prefix(2).map { Character(Unicode.Scalar($0)) }
        return ["{\"", "[{", "[]", "{}"].contains(String(signs))
    }

    /// The whole elements of an array whose end is missing: of the document itself, or of the
    /// `actions` in a response.
    static func elements(ofCut bytes: Data) -> [Data] {
        let isArray = bytes.first { $0 > 0x20 } == UInt8(ascii: "[")
        let start =
            isArray ? bytes.startIndex : bytes.range(of: Data("\"actions\"".utf8))?.upperBound
        guard let start, let open = bytes[start...].firstIndex(of: UInt8(ascii: "[")) else {
            return []
        }
        var elements = [Data]()
        var place = bytes.index(after: open)
        while let start = bytes[place...].firstIndex(of: UInt8(ascii: "{")),
            let end = endOfObject(in: bytes, from: start)
        {
            elements.append(bytes[start..<end])
            place = end
        }
        return elements
    }

    /// The data that a YouTube page carries in its `ytInitialData`; nil when it carries none.
    static func initialData(in page: Data) -> JSONValue? {
        object(after: "ytInitialData\"] = ", in: page)
            ?? object(after: "ytInitialData = ", in: page)
    }

    /// The object that follows the first place where a page says `words`; nil when none does.
    static func object(after words: String, in page: Data) -> JSONValue? {
        guard let name = page.range(of: Data(words.utf8)),
            page[name.upperBound...].first == UInt8(ascii: "{"),
            let end = endOfObject(in: page, from: name.upperBound)
        else { return nil }
        return JSONValue(parsing: page[name.upperBound..<end])
    }

    /// Where the object that opens at `start` ends; nil when it does not.
    private static func endOfObject(in bytes: Data, from start: Data.Index) -> Data.Index? {
        bytes.withUnsafeBytes { raw -> Data.Index? in
            var depth = 0
            var inString = false
            var escaped = false
            for place in (start - bytes.startIndex)..<raw.count {
                let byte = raw[place]
                if escaped {
                    escaped = false
                } else if inString {
                    if byte == UInt8(ascii: "\\") { escaped = true }
                    if byte == UInt8(ascii: "\"") { inString = false }
                } else if byte == UInt8(ascii: "\"") {
                    inString = true
                } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                    depth += 1
                } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                    depth -= 1
                    if depth == 0 { return bytes.startIndex + place + 1 }
                }
            }
            return nil
        }
    }
}
