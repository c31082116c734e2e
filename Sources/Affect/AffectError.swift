/// Why a message cannot be read, or a reader not be made.
public enum AffectError: Error, Equatable, CustomStringConvertible {
    case missingResource(name: String)
    case table(line: Int, reason: String)
    case data(path: String, line: Int, reason: String)
    case unreadable(path: String)
    case reader(reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .missingResource(let name):
            "\(name) is missing from the program's resources. Build or install it again."
        case .table(let line, let reason):
            "Line \(line) of the table of chat tokens cannot be used: \(reason)."
        case .data(let path, let line, let reason):
            "Line \(line) of \(path) cannot be used: \(reason)."
        case .unreadable(let path):
            "\(path) cannot be opened. Is the path right, and is it UTF-8 text?"
        case .reader(let reason):
            "These weights are not a text reader's: \(reason). Make one with `train reader`."
        }
    }
}
