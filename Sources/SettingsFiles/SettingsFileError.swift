/// What is wrong in a settings file, and where.
public struct SettingsFileError: Error, Equatable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The line, from 1.
    public var line: Int
    /// The key that it is about, with its sections' names in front; nil where it is about none.
    public var key: String?
    /// What is wrong there, naming the key, without a full stop.
    public var reason: String

    /// A fault at a line.
    public init(path: String, line: Int, key: String? = nil, reason: String) {
        self.path = path
        self.line = line
        self.key = key
        self.reason = reason
    }

    /// `show.yaml, line 12: …`
    public var description: String { "\(path), line \(line): \(reason)." }
}
