import SafeTensors

/// How one number of a tensor is stored.
public enum ElementType: Int32, Sendable, CaseIterable {
    // The raw values are those of ctorch.h.
    case float32 = 0
    case float64 = 1
    case float16 = 2
    case bfloat16 = 3
    case int64 = 4
    case bool = 5
    case int32 = 6
    case int16 = 7
    case int8 = 8
    case uint8 = 9

    /// Bytes that one number takes.
    public var size: Int { stored.size }

    /// The same type by its name in a safetensors file.
    public var stored: SafeTensorFile.ElementType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int64: .int64
        case .bool: .bool
        case .int32: .int32
        case .int16: .int16
        case .int8: .int8
        case .uint8: .uint8
        }
    }

    /// The type of this name in a safetensors file.
    public init(_ stored: SafeTensorFile.ElementType) {
        switch stored {
        case .float32: self = .float32
        case .float64: self = .float64
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .int64: self = .int64
        case .bool: self = .bool
        case .int32: self = .int32
        case .int16: self = .int16
        case .int8: self = .int8
        case .uint8: self = .uint8
        }
    }
}
