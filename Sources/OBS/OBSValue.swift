import Foundation

/// A JSON value, as OBS's requests and answers are made of.
public enum OBSValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([OBSValue])
    case object([String: OBSValue])
}

extension OBSValue {
    /// The value of a key of an object; nil elsewhere.
    public subscript(key: String) -> OBSValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The text, where it is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The number, where it is one.
    public var number: Double? { if case .number(let number) = self { number } else { nil } }
    /// The whole number, where it is one.
    public var whole: Int? { number.flatMap { Int(exactly: $0) } }
    /// Yes or no, where it is that.
    public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    /// The elements; none where it is no list.
    public var list: [OBSValue] { if case .list(let list) = self { list } else { [] } }
    /// The keys and values; none where it is no object.
    public var object: [String: OBSValue] {
        if case .object(let object) = self { object } else { [:] }
    }

    /// Whether all that `wanted` says is so here; what it does not name may be anything. Numbers may
    /// differ by rounding, since OBS keeps some of them in single precision.
    func holds(_ wanted: OBSValue) -> Bool {
        switch (self, wanted) {
        case (.object(let here), .object(let wanted)):
            wanted.allSatisfy { key, value in here[key].map { $0.holds(value) } ?? false }
        case (.number(let here), .number(let wanted)):
            abs(here - wanted) <= 1e-4 * max(1, abs(wanted))
        default: self == wanted
        }
    }
}

extension OBSValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Yes or no.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A list.
    public init(arrayLiteral elements: OBSValue...) { self = .list(elements) }
    /// An object; of a key given twice the last counts.
    public init(dictionaryLiteral elements: (String, OBSValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
    /// A whole number.
    init(_ value: Int) { self = .number(Double(value)) }
}

extension OBSValue: Codable {
    /// Reads any JSON value.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([OBSValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: OBSValue].self))
        }
    }

    /// Writes the value; a whole number without a point.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number):
            if let whole = Int(exactly: number) {
                try value.encode(whole)
            } else {
                try value.encode(number)
            }
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}
