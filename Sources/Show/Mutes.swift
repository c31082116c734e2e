import Desk
import Signals

/// Who and what the operator does not want heard.
struct Mutes {
    /// Somebody or something that can be muted.
    enum Subject: Hashable {
        /// An author, by the key among all chats.
        case author(String)
        /// A word or a phrase.
        case word(String)
        /// A chat, by its name.
        case source(String)
    }

    private struct Muted {
        var number: Int
        var subject: Subject
        /// What it is called at the desk.
        var what: String
    }

    /// Things that can be muted at once.
    static let most = 200

    private var muted: [Muted] = []
    private var lastNumber = 0

    /// What is muted, for the desk.
    var list: [DeskState.Muted] { muted.map { .init(number: $0.number, what: $0.what) } }
    /// The muted words.
    var words: [String] {
        muted.compactMap { if case .word(let word) = $0.subject { word } else { nil } }
    }

    /// Mutes somebody or something, called `what` at the desk; refuses what is muted already, and too
    /// much.
    mutating func mute(_ subject: Subject, called what: String) throws(OrderRefusal) {
        guard !muted.contains(where: { $0.subject == subject }) else {
            throw OrderRefusal("That is muted already.")
        }
        guard muted.count < Self.most else {
            throw OrderRefusal("\(Self.most) are muted; let one of them be heard again first.")
        }
        lastNumber += 1
        muted.append(Muted(number: lastNumber, subject: subject, what: what))
    }

    /// Lets something be heard again; false when there is nothing of that number.
    mutating func unmute(_ number: Int) -> Bool {
        let count = muted.count
        muted.removeAll { $0.number == number }
        return muted.count < count
    }

    /// The events that are heard; what is no message always is.
    ///
    /// - Parameter only: the name of the one chat, whose events name none.
    func heard(_ events: [ChatEvent], only: String) -> [ChatEvent] {
        if muted.isEmpty { return events }
        let subjects = Set(muted.map(\.subject))
        return events.filter { event in
            switch event.kind {
            case .message, .paid, .membership, .gift:
                !(event.authorKey.map { subjects.contains(.author($0)) } ?? false)
                    && !subjects.contains(.source(event.source ?? only))
            case .deleted, .authorCleared, .status, .unknown: true
            }
        }
    }
}
