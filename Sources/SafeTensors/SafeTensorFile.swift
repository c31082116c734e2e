import Foundation

/// Named arrays of numbers in one open file that Python reads too: a length, a JSON header, and raw
/// little-endian bytes (https://github.com/huggingface/safetensors).
public struct SafeTensorFile: Sendable, Equatable {
    /// How one number is stored, by the format's own names.
    public enum ElementType: String, Sendable, CaseIterable {
        case float64 = "F64"
        case float32 = "F32"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int64 = "I64"
        case int32 = "I32"
        case int16 = "I16"
        case int8 = "I8"
        case uint8 = "U8"
        case bool = "BOOL"

        /// Bytes that one number takes.
        public var size: Int {
            switch self {
            case .float64, .int64: 8
            case .float32, .int32: 4
            case .float16, .bfloat16, .int16: 2
            case .int8, .uint8, .bool: 1
            }
        }
    }

    /// One array: its type, shape and bytes, the last dimension running fastest.
    public struct Entry: Sendable, Equatable {
        /// How each number is stored.
        public var type: ElementType
        /// Length of each dimension; empty for a single number.
        public var shape: [Int]
        /// The numbers, little-endian.
        public var bytes: Data

        /// An array of already encoded numbers.
        public init(type: ElementType, shape: [Int], bytes: Data) {
            precondition(
                bytes.count == shape.reduce(type.size, *),
                "\(bytes.count) bytes do not fill \(shape) of \(type.rawValue)")
            self.type = type
            self.shape = shape
            self.bytes = bytes
        }

        /// An array of floats.
        public init(_ floats: [Float], shape: [Int]) {
            self.init(
                type: .float32, shape: shape, bytes: floats.withUnsafeBytes { Data($0) })
        }

        /// The numbers as floats, converted from `float64`, `float32` or `float16`; nil for other
        /// types.
        public var floats: [Float]? {
            switch type {
            case .float32: numbers(Float.self)
            case .float16: numbers(UInt16.self).map { Float(halfBits: $0) }
            case .float64: numbers(Double.self).map { Float($0) }
            default: nil
            }
        }

        private func numbers<Number>(_: Number.Type) -> [Number] {
            let count = bytes.count / MemoryLayout<Number>.size
            return bytes.withUnsafeBytes { raw in
                (0..<count).map {
                    raw.loadUnaligned(
                        fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
                }
            }
        }
    }

    /// The arrays by name.
    public var entries: [String: Entry]
    /// Free words in the header, a model's configuration among them.
    public var metadata: [String: String]

    /// A file of these arrays.
    public init(entries: [String: Entry] = [:], metadata: [String: String] = [:]) {
        self.entries = entries
        self.metadata = metadata
    }

    /// The array of this name; throws `SafeTensorError.missing` naming the file's own arrays.
    public func entry(_ name: String) throws -> Entry {
        guard let entry = entries[name] else {
            throw SafeTensorError.missing(name: name, found: entries.keys.sorted())
        }
        return entry
    }
}

extension Float {
    /// The value of an IEEE 754 half, given by its bits (Swift has no Float16 on Intel Macs).
    init(halfBits bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch (exponent, fraction) {
        case (0, _):
            let magnitude = Float(fraction) * 0x1p-24
            self = sign == 0 ? magnitude : -magnitude
        case (31, _): self = Float(bitPattern: sign | 0x7F80_0000 | (fraction << 13))
        default: self = Float(bitPattern: sign | ((exponent + 112) << 23) | (fraction << 13))
        }
    }
}
