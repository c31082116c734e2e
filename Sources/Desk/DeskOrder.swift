import Signals

/// A command with who gave it.
public struct DeskOrder: Sendable, Equatable {
    /// Which order of the show this is, from 1.
    public var number: Int
    /// What is asked.
    public var command: DeskCommand
    /// Who asks: the name that a page or a program gives itself, at most `longestName` characters.
    public var by: String

    /// Characters of a name that are kept.
    public static let longestName = 24

    /// An order.
    public init(number: Int, command: DeskCommand, by: String) {
        self.number = number
        self.command = command
        self.by = by
    }
}

/// What was done for an order, or why not; kept for the page, and written down.
public struct DeskDeed: Codable, Sendable, Equatable {
    /// The order's number.
    public var number: Int
    /// Seconds of show.
    public var time: Double
    /// Who gave the order.
    public var by: String
    /// What was asked, in plain words.
    public var what: String
    /// Why it was not done, a sentence; nil where it was.
    public var refusal: String?

    /// A deed.
    public init(number: Int, time: Double, by: String, what: String, refusal: String? = nil) {
        self.number = number
        self.time = time
        self.by = by
        self.what = what
        self.refusal = refusal
    }
}

/// Who may steer while the desk is locked. Calm may always be asked for, and the lock be opened.
public struct DeskLock: Codable, Sendable, Equatable {
    /// Whom a lock keeps out.
    public enum Reach: String, Codable, Sendable {
        /// Nobody steers, so that nothing happens by accident.
        case everybody
        /// Only the one who locked steers, so that two hands do not pull at once.
        case others
    }

    /// Whom it keeps out.
    public var reach: Reach
    /// Who locked.
    public var by: String

    /// A lock.
    public init(reach: Reach, by: String) {
        self.reach = reach
        self.by = by
    }

    /// Why an order is refused, a sentence.
    var refusal: String {
        switch reach {
        case .everybody: "The desk is locked. Unlock it first; calm works always."
        case .others:
            "Another page keeps the desk to itself\(by.isEmpty ? "" : " (\(by))"). Unlock it first; "
                + "calm works always."
        }
    }

    /// Whether a command is kept out.
    func keepsOut(_ command: DeskCommand, by: String) -> Bool {
        switch command {
        case .calm, .unlock, .lock: false
        default: reach == .everybody || by != self.by
        }
    }
}

/// What becomes of an order at the board.
enum DeskAnswer: Equatable {
    /// It waits for the show, under this number.
    case taken(Int)
    /// The desk is locked.
    case locked(DeskLock)
    /// Too many wait already.
    case busy
    /// There was nothing to do it with.
    case undone
}
