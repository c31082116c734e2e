import Foundation

/// What is wrong, for a person: Foundation's own words name types and say little.
func plainWords(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the key \"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "\"\(path(context))\" holds something else than it should"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
        "it is not JSON"
    case DecodingError.dataCorrupted(let context):
        "\"\(path(context))\": \(context.debugDescription)"
    default: "\(error)"
    }
}

private func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
}
