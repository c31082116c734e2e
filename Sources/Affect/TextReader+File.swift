import Foundation
import SafeTensors
import Signals

extension TextReader {
    /// A reader from a file that `write(to:)` or `train reader` made.
    ///
    /// Throws `SafeTensorError` when the file is not there or broken, and `AffectError.reader` when
    /// it holds something else than a reader.
    public init(contentsOf file: URL) throws {
        try self.init(SafeTensorFile(contentsOf: file))
    }

    init(_ file: SafeTensorFile) throws {
        guard file.metadata["format"] == Self.format else {
            throw AffectError.reader(reason: "they do not say \"\(Self.format)\"")
        }
        let json = Data((file.metadata["configuration"] ?? "").utf8)
        guard let configuration = try? JSONDecoder().decode(Configuration.self, from: json),
            (1...24).contains(configuration.bits),
            configuration.thresholds.count == Emotion.count
        else { throw AffectError.reader(reason: "their configuration cannot be read") }

        let count = 1 << configuration.bits
        func entry(
            _ name: String, _ type: SafeTensorFile.ElementType, _ shape: [Int]
        ) throws -> SafeTensorFile.Entry {
            let entry = try file.entry(name)
            guard entry.type == type, entry.shape == shape else {
                throw AffectError.reader(
                    reason: "\(name) is \(entry.type.rawValue) \(entry.shape)"
                        + " and not \(type.rawValue) \(shape)")
            }
            return entry
        }
        func lanes(_ name: String) throws -> SIMD8<Float> {
            let floats = try entry(name, .float32, [Emotion.count]).floats ?? []
            guard floats.allSatisfy(\.isFinite) else {
                throw AffectError.reader(reason: "\(name) holds something that is no number")
            }
            return SIMD8(floats + [0])
        }
        let bytes = [UInt8](try entry("weights", .int8, [count, Emotion.count]).bytes)
        var rows = [SIMD8<Int8>](repeating: .zero, count: count)
        for row in 0..<count {
            let start = row * Emotion.count
            for index in 0..<Emotion.count {
                rows[row][index] = Int8(bitPattern: bytes[start + index])
            }
        }
        let words = try file.entry("words")
        guard words.type == .int32 else {
            throw AffectError.reader(reason: "words is \(words.type.rawValue) and not I32")
        }
        let known = words.bytes.withUnsafeBytes { raw in
            (0..<(raw.count / 4)).map {
                UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))
            }
        }
        self.init(
            configuration: configuration, rows: rows, units: try lanes("units"),
            bias: try lanes("bias"), words: Set(known))
    }

    /// Writes the reader: `weights` (bytes with sign, a row of seven for each bucket), `units`,
    /// `bias`, `words`, and the configuration in the metadata. The same reader gives the same bytes.
    public func write(to file: URL) throws { try encoded().write(to: file) }

    func encoded() throws -> SafeTensorFile {
        var weights = Data(capacity: rows.count * Emotion.count)
        for row in rows {
            for index in 0..<Emotion.count { weights.append(UInt8(bitPattern: row[index])) }
        }
        var known = Data(capacity: words.count * 4)
        for word in words.sorted() {
            withUnsafeBytes(of: word.littleEndian) { known.append(contentsOf: $0) }
        }
        func seven(_ lanes: SIMD8<Float>) -> SafeTensorFile.Entry {
            .init((0..<Emotion.count).map { lanes[$0] }, shape: [Emotion.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return SafeTensorFile(
            entries: [
                "weights": .init(
                    type: .int8, shape: [rows.count, Emotion.count], bytes: weights),
                "words": .init(type: .int32, shape: [words.count], bytes: known),
                "units": seven(units), "bias": seven(bias),
            ],
            metadata: [
                "format": Self.format,
                "emotions": Emotion.allCases.map(\.rawValue).joined(separator: ","),
                "configuration": String(
                    decoding: try encoder.encode(configuration), as: UTF8.self),
            ])
    }
}
