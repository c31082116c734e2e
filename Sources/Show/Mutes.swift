import Desk
import Signals

/// Who and what the operator does not want heard.
struct Mutes {
    /// One of them.
    private struct Muted {
        var number: Int
        var what: String
        var author: String?
        var word: String?
        var source: String?
    }

    /// Things that can be muted at once.
    static let most = 200

    private var muted: [Muted] = []
    private var lastNumber = 0

    /// What is muted, for the desk.
    var list: [DeskState.Muted] { muted.map { .init(number: $0.number, what: $0.what) } }
    /// The muted words.
    var words: [String] { muted.compactMap(\.word) }

    /// Mutes an author, by the key among all chats; false when that is so already, or too many are.
    mutating func mute(author: String, named name: String) -> Bool {
        guard !muted.contains(where: { $0.author == author }) else { return false }
        return add {
            $0.author = author
        } named: {
            name.isEmpty ? "somebody" : name
        }
    }

    /// Mutes a word or a phrase.
    mutating func mute(word: String) -> Bool {
        guard !words.contains(word) else { return false }
        return add {
            $0.word = word
        } named: {
            "“\(word)”"
        }
    }

    /// Mutes a chat.
    mutating func mute(source: String) -> Bool {
        guard !muted.contains(where: { $0.source == source }) else { return false }
        return add {
            $0.source = source
        } named: {
            source
        }
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
        let authors = Set(muted.compactMap(\.author))
        let sources = Set(muted.compactMap(\.source))
        return events.filter { event in
            switch event.kind {
            case .message, .paid, .membership, .gift:
                !(event.authorKey.map(authors.contains) ?? false)
                    && !sources.contains(event.source ?? only)
            case .deleted, .authorCleared, .status, .unknown: true
            }
        }
    }

    private mutating func add(
        _ set: (inout Muted) -> Void, named name: () -> String
    ) -> Bool {
        guard muted.count < Self.most else { return false }
        lastNumber += 1
        var new = Muted(number: lastNumber, what: name())
        set(&new)
        muted.append(new)
        return true
    }
}

/// How each chat of a show stands.
struct ChatStandings {
    private(set) var list: [DeskState.Chat]

    /// Chats of these names; `isLive` or recordings.
    init(_ names: [String], isLive: Bool) {
        list = names.map { .init(name: $0, standing: isLive ? "connecting" : "playing") }
    }

    /// Takes in what came.
    mutating func note(_ events: [ChatEvent]) {
        for event in events {
            guard
                let place = event.source.map({ name in list.firstIndex { $0.name == name } })
                    ?? list.indices.first
            else { continue }
            if case .status(let state, let reason) = event.kind {
                list[place].standing = state.rawValue
                list[place].reason = reason
            } else {
                list[place].events += 1
                if list[place].standing == "connecting" { list[place].standing = "live" }
            }
        }
    }
}
