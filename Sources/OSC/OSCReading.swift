/// Reads datagrams that strangers sent: every length is looked at before it is believed, and what
/// does not read whole is nothing at all.
enum OSCReading {
    /// Messages of one datagram that are read at most.
    static let mostMessages = 32
    private static let deepestBundle = 4

    /// The messages of a datagram, of a bundle in their order and whatever its time tag; nil where it
    /// is no OSC 1.0.
    static func messages(in bytes: [UInt8]) -> [OSCMessage]? {
        var messages: [OSCMessage] = []
        guard read(bytes[...], into: &messages, depth: 0) else { return nil }
        return messages
    }

    private static func read(
        _ bytes: ArraySlice<UInt8>, into messages: inout [OSCMessage], depth: Int
    ) -> Bool {
        guard depth <= deepestBundle, messages.count < mostMessages else { return false }
        var rest = Cursor(bytes: bytes)
        guard let address = rest.text() else { return false }
        if address == "#bundle" {
            guard rest.skip(8) else { return false }
            while !rest.isAtEnd {
                guard let size = rest.integer(), let element = rest.take(Int(size)),
                    read(element, into: &messages, depth: depth + 1)
                else { return false }
            }
            return true
        }
        guard address.hasPrefix("/"), let message = message(address, from: &rest) else {
            return false
        }
        messages.append(message)
        return true
    }

    private static func message(_ address: String, from rest: inout Cursor) -> OSCMessage? {
        // Old programs leave the types out where nothing follows.
        guard !rest.isAtEnd else { return OSCMessage(address, []) }
        guard let types = rest.text(), types.first == "," else { return nil }
        var arguments: [OSCArgument] = []
        for type in types.utf8.dropFirst() {
            switch type {
            case UInt8(ascii: "i"):
                guard let integer = rest.integer() else { return nil }
                arguments.append(.integer(integer))
            case UInt8(ascii: "f"):
                guard let integer = rest.integer() else { return nil }
                arguments.append(.number(Float(bitPattern: UInt32(bitPattern: integer))))
            case UInt8(ascii: "d"):
                guard let high = rest.integer(), let low = rest.integer() else { return nil }
                let bits =
                    UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low))
                arguments.append(.number(Float(Double(bitPattern: bits))))
            case UInt8(ascii: "s"):
                guard let text = rest.text() else { return nil }
                arguments.append(.text(text))
            case UInt8(ascii: "T"): arguments.append(.integer(1))
            case UInt8(ascii: "F"): arguments.append(.integer(0))
            default: return nil
            }
        }
        return OSCMessage(address, arguments)
    }
}

/// Goes through bytes and never beyond them.
private struct Cursor {
    var bytes: ArraySlice<UInt8>

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    /// 32 bits, the highest first.
    mutating func integer() -> Int32? {
        guard let four = take(4) else { return nil }
        return Int32(bitPattern: four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }

    /// A text that ends with a zero and fills whole groups of four bytes.
    mutating func text() -> String? {
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        let length = end - bytes.startIndex
        guard let whole = take((length / 4 + 1) * 4) else { return nil }
        return String(validating: whole.prefix(length), as: UTF8.self)
    }
}
