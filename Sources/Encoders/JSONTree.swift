import Foundation

/// JSON whose strings are kept byte for byte.
///
/// Swift's own strings compare by canonical equivalence, so a dictionary of them loses entries of a
/// vocabulary in which "é" stands both as one character and as two.
indirect enum JSONTree {
    case null
    case bool(Bool)
    case number(Double)
    case string([UInt8])
    case array([JSONTree])
    case object([(key: [UInt8], value: JSONTree)])

    /// Parses UTF-8; throws `JSONTree.Problem` with the place of the first byte that does not fit.
    init(_ bytes: Data) throws {
        var scan = JSONScan(bytes: [UInt8](bytes))
        self = try scan.document()
    }

    /// Where a text stops being JSON.
    struct Problem: Error, Equatable {
        /// Bytes before it.
        var place: Int
    }

    /// The member of an object with this name; nil where there is none or this is no object.
    subscript(_ name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.elementsEqual(name.utf8) }?.value
    }

    var isNull: Bool {
        if case .null = self { return true }
        return false
    }
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    var bytes: [UInt8]? {
        if case .string(let bytes) = self { return bytes }
        return nil
    }
    var flag: Bool? {
        if case .bool(let flag) = self { return flag }
        return nil
    }
    var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }
    /// A whole number that a 32-bit integer holds.
    var whole: Int? { number.flatMap { Int32(exactly: $0) }.map { Int($0) } }
    var items: [JSONTree]? {
        if case .array(let items) = self { return items }
        return nil
    }
    var members: [(key: [UInt8], value: JSONTree)]? {
        if case .object(let members) = self { return members }
        return nil
    }
}

/// One pass over a JSON text (RFC 8259).
private struct JSONScan {
    let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    /// Deeper nesting than any real file has; it would only use up the stack.
    static let deepest = 64

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws -> JSONTree {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try value()
        skipBlanks()
        guard at == bytes.count else { throw problem }
        return value
    }

    private var problem: JSONTree.Problem { JSONTree.Problem(place: at) }

    private mutating func skipBlanks() {
        while at < bytes.count, [32, 9, 10, 13].contains(bytes[at]) { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func takeWord(_ word: StaticString) throws {
        let length = word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { bytes[at...].starts(with: $0) }
        guard isThere else { throw problem }
        at += length
    }

    private mutating func value() throws -> JSONTree {
        skipBlanks()
        guard at < bytes.count, depth < Self.deepest else { throw problem }
        depth += 1
        defer { depth -= 1 }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try takeWord("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try takeWord("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try takeWord("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func object() throws -> JSONTree {
        at += 1
        var members: [(key: [UInt8], value: JSONTree)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw problem }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw problem }
            members.append((key, try value()))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw problem }
        return .object(members)
    }

    private mutating func array() throws -> JSONTree {
        at += 1
        var items: [JSONTree] = []
        if take(UInt8(ascii: "]")) { return .array(items) }
        repeat { items.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw problem }
        return .array(items)
    }

    private mutating func number() throws -> Double {
        let start = at
        while at < bytes.count, bytes[at] > 32, !"],}:".utf8.contains(bytes[at]) { at += 1 }
        guard let number = Double(String(decoding: bytes[start..<at], as: UTF8.self)),
            number.isFinite
        else {
            at = start
            throw problem
        }
        return number
    }

    private mutating func string() throws -> [UInt8] {
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            default: text.append(byte)
            }
        }
        throw problem
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws {
        guard at < bytes.count else { throw problem }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if (0xD800...0xDBFF).contains(code), at + 1 < bytes.count,
                bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u")
            {
                at += 2
                let low = try fourDigits()
                guard (0xDC00...0xDFFF).contains(low) else { throw problem }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw problem }
            text.append(scalar)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        default: throw problem
        }
    }

    private mutating func fourDigits() throws -> UInt32 {
        guard at + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16)
        else { throw problem }
        at += 4
        return code
    }
}
