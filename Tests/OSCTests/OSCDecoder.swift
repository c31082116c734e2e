import Foundation

/// Reads OSC 1.0 datagrams by the specification's own words, apart from what writes them.
/// https://opensoundcontrol.stanford.edu/spec-1_0.html
struct OSCDecoder {
    struct Bundle: Equatable {
        /// Seconds since 1900 and parts of a second in 1/2³².
        var seconds: UInt32
        var fraction: UInt32
        var messages: [Message]
    }
    struct Message: Equatable {
        var address: String
        var types: String
        var texts: [String] = []
        var numbers: [Float] = []
        var integers: [Int32] = []
    }
    enum Failure: Error { case short, unaligned, noBundle, noType(Character), notUTF8 }

    private var bytes: ArraySlice<UInt8>

    static func bundle(_ bytes: [UInt8]) throws -> Bundle {
        guard bytes.count.isMultiple(of: 4) else { throw Failure.unaligned }
        var decoder = OSCDecoder(bytes: bytes[...])
        guard try decoder.string() == "#bundle" else { throw Failure.noBundle }
        var bundle = Bundle(
            seconds: try decoder.word(), fraction: try decoder.word(), messages: [])
        while !decoder.bytes.isEmpty {
            let size = Int(try decoder.word())
            guard size.isMultiple(of: 4), size <= decoder.bytes.count else { throw Failure.short }
            bundle.messages.append(try message(decoder.bytes.prefix(size)))
            decoder.bytes = decoder.bytes.dropFirst(size)
        }
        return bundle
    }

    private static func message(_ bytes: ArraySlice<UInt8>) throws -> Message {
        var decoder = OSCDecoder(bytes: bytes)
        var message = Message(address: try decoder.string(), types: try decoder.string())
        for type in message.types.dropFirst() {
            switch type {
            case "i": message.integers.append(Int32(bitPattern: try decoder.word()))
            case "f": message.numbers.append(Float(bitPattern: try decoder.word()))
            case "s": message.texts.append(try decoder.string())
            default: throw Failure.noType(type)
            }
        }
        guard decoder.bytes.isEmpty else { throw Failure.short }
        return message
    }

    private mutating func word() throws -> UInt32 {
        guard bytes.count >= 4 else { throw Failure.short }
        defer { bytes = bytes.dropFirst(4) }
        return bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A string ends with one to four zeros, so that its size is a multiple of 4.
    private mutating func string() throws -> String {
        guard let end = bytes.firstIndex(of: 0) else { throw Failure.short }
        let count = end - bytes.startIndex
        let size = (count / 4 + 1) * 4
        guard bytes.count >= size, bytes.prefix(size).dropFirst(count).allSatisfy({ $0 == 0 })
        else { throw Failure.unaligned }
        guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
            throw Failure.notUTF8
        }
        bytes = bytes.dropFirst(size)
        return text
    }
}
