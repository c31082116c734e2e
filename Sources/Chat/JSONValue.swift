import Foundation

/// One value of a parsed JSON text, of which nothing is known beforehand.
struct JSONValue {
    private let raw: Any

    /// A value as `JSONSerialization` gives it.
    init(_ raw: Any) { self.raw = raw }

    /// Parses one JSON text; nil when it is none.
    init?(parsing bytes: Data) {
        guard
            let raw = try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed)
        else { return nil }
        self.raw = raw
    }

    /// The value under a key; nil where this is no object or has no such key.
    subscript(key: String) -> JSONValue? {
        guard let value = (raw as? [String: Any])?[key] else { return nil }
        // Not `is NSNull`, which first turns a whole dictionary into an `NSDictionary`.
        return type(of: value) is NSNull.Type ? nil : JSONValue(value)
    }

    /// The keys of an object, sorted, so that the same file always reads the same way.
    var keys: [String]? { (raw as? [String: Any])?.keys.sorted() }
    /// The elements of an array.
    var array: [JSONValue]? { (raw as? [Any])?.map(JSONValue.init) }
    /// A string.
    var string: String? { raw as? String }
    /// A number, or a string that spells one, as YouTube writes its times.
    var number: Double? {
        let isNumber = type(of: raw) is NSNumber.Type
        let number = isNumber ? (raw as? NSNumber)?.doubleValue : string.flatMap(Double.init)
        return number.flatMap { $0.isFinite ? $0 : nil }
    }
    /// True or false.
    var bool: Bool? { raw as? Bool }
    /// The value written out again.
    var bytes: Data? {
        guard JSONSerialization.isValidJSONObject(raw) else { return nil }
        return try? JSONSerialization.data(withJSONObject: raw)
    }
}
