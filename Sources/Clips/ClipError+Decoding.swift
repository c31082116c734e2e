extension ClipError {
    /// A decoder's complaint, with the way to the place in the file.
    init(_ error: DecodingError, path: String) {
        let (context, reason): (DecodingError.Context, String)
        switch error {
        case .keyNotFound(let key, let found):
            (context, reason) = (found, "there is no \"\(key.stringValue)\"")
        case .typeMismatch(let type, let found):
            (context, reason) = (found, "expected \(Self.words(for: type))")
        case .valueNotFound(let type, let found):
            (context, reason) = (found, "expected \(Self.words(for: type)), not null")
        case .dataCorrupted(let found):
            (context, reason) = (
                found, found.codingPath.isEmpty ? "this is not JSON" : found.debugDescription
            )
        @unknown default:
            self = .key(path: path, key: "the file", reason: "it cannot be decoded")
            return
        }
        var way = ""
        for key in context.codingPath {
            if let index = key.intValue {
                way += "[\(index)]"
            } else {
                way += (way.isEmpty ? "" : ".") + key.stringValue
            }
        }
        self = .key(path: path, key: way.isEmpty ? "the file" : way, reason: reason)
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is Double.Type, is Float.Type, is Int.Type: "a number"
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any Collection.Type: "a list or an object"
        default: "another kind of value"
        }
    }
}
