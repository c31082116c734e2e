import Signals

/// How everything stands that was begun on the page of preparation.
public struct PreparationState: Codable, Sendable, Equatable {
    /// How one thing stands.
    public enum Standing: String, Codable, Sendable {
        /// It was not asked for.
        case idle
        /// It goes on.
        case working
        /// It came to its end as it should.
        case done
        /// It did not.
        case failed
    }

    /// One message of a chat that is tried, and how it was read.
    public struct Heard: Codable, Sendable, Equatable {
        /// Who wrote it.
        public var author: String
        /// What was written.
        public var text: String
        /// How it was read.
        public var mood: Mood

        /// A message.
        public init(author: String, text: String, mood: Mood) {
            (self.author, self.text, self.mood) = (author, text, mood)
        }
    }

    /// A chat that is tried.
    public struct Trial: Codable, Sendable, Equatable {
        /// How it stands.
        public var standing = Standing.idle
        /// What there is to say, a sentence.
        public var words = ""
        /// The first messages.
        public var heard: [Heard] = []

        /// One that stands so, of which there is nothing more to say yet.
        public init(_ standing: Standing = .idle) { self.standing = standing }
    }

    /// One line of the check.
    public struct Finding: Codable, Sendable, Equatable {
        /// "ok", "warning" or "fault".
        public var grade: String
        /// What was looked at, and how it is.
        public var words: String

        /// A line.
        public init(grade: String, words: String) { (self.grade, self.words) = (grade, words) }
    }

    /// A check of everything.
    public struct Check: Codable, Sendable, Equatable {
        /// How it stands; failed where something would be missing.
        public var standing = Standing.idle
        /// What was found so far.
        public var findings: [Finding] = []

        /// One that stands so, of which there is nothing more to say yet.
        public init(_ standing: Standing = .idle) { self.standing = standing }
    }

    /// A rehearsal, or the show itself.
    public struct Run: Codable, Sendable, Equatable {
        /// How it stands.
        public var standing = Standing.idle
        /// What it said last, or why it is over.
        public var words = ""
        /// The link to its own desk, with the token, while it runs.
        public var link: String?

        /// One that stands so, of which there is nothing more to say yet.
        public init(_ standing: Standing = .idle) { self.standing = standing }
    }

    /// The chat that is tried.
    public var trial = Trial()
    /// The check.
    public var check = Check()
    /// The rehearsal.
    public var rehearsal = Run()
    /// The show.
    public var show = Run()

    /// Nothing was begun.
    public init() {}
}
