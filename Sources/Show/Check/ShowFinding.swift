import Foundation

/// One thing that was looked at before a show, and how it is.
public struct ShowFinding: Sendable, Equatable, CustomStringConvertible {
    /// How a thing is.
    public enum Grade: String, Sendable, Comparable {
        /// As the show needs it.
        case ok
        /// The show would go on, but not quite as it was asked for.
        case warning
        /// Something that was asked for would be missing.
        case fault

        /// Whether the first is the better one.
        public static func < (one: Grade, other: Grade) -> Bool { one.place < other.place }

        private var place: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .fault: 2
            }
        }
    }

    /// How it is.
    public var grade: Grade
    /// What was looked at.
    public var subject: String
    /// What there is to say, a sentence.
    public var words: String

    /// A finding.
    public init(_ grade: Grade, _ subject: String, _ words: String) {
        self.grade = grade
        self.subject = subject
        self.words = words
    }

    /// The finding in a line.
    public var description: String {
        let grade = grade.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let words = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\(grade) \(subject): \(words)"
    }
}
