import Desk
import Signals

/// Something that a show does by itself at a moment of its own.
public struct ShowCue: Sendable, Equatable {
    /// When a cue is due.
    public enum Moment: Sendable, Equatable {
        /// At this many seconds of show.
        case at(Double)
        /// Once the room has felt at least this much of each emotion for so many seconds; what the
        /// operator or another cue holds does not count. With `again`, once more whenever that many
        /// seconds have passed since.
        case mood([Emotion: Double], seconds: Double, again: Double?)
    }

    /// What is done.
    public enum Action: Sendable, Equatable {
        /// What an operator at the desk could ask for.
        case steer(DeskCommand)
        /// Another puppet takes the stage: a name of the program's own, or a folder's path.
        case puppet(String)
        /// Words stand on the picture as the title; nil takes them away.
        case title(String?)
    }

    /// When.
    public var moment: Moment
    /// What, in this order.
    public var actions: [Action]

    /// A cue.
    public init(_ moment: Moment, _ actions: [Action]) {
        self.moment = moment
        self.actions = actions
    }
}

extension ShowCue.Action: CustomStringConvertible {
    /// What is done, as in "holds anger at 80 %".
    public var description: String {
        switch self {
        case .steer(let command): "\(command)"
        case .puppet(let name): "brings the puppet \(name)"
        case .title(let words?): "titles the show \"\(words)\""
        case .title(nil): "takes the title away"
        }
    }
}

extension ShowCue.Moment: CustomStringConvertible {
    /// When it is, as in "at 9:55" or "anger 60 % for 5 s".
    public var description: String {
        switch self {
        case .at(let time):
            let whole = Int(time)
            return "at \(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
        case .mood(let least, let seconds, let again):
            let moods = Emotion.allCases.compactMap { emotion in
                least[emotion].map { "\(emotion) \(Int(($0 * 100).rounded())) %" }
            }
            return moods.joined(separator: ", ") + (seconds > 0 ? " for \(Int(seconds)) s" : "")
                + (again == nil ? "" : ", again and again")
        }
    }
}

/// Gives each cue's actions when they are due.
struct CuePlayer {
    private struct Waiting {
        var cue: ShowCue
        /// Since when the mood has been as the cue wants it.
        var since: Double?
        /// From when on the cue may be given; nil when it never will be again.
        var from: Double? = 0
    }

    private var waiting: [Waiting]

    /// A player of these cues, none of them given.
    init(_ cues: [ShowCue]) { waiting = cues.map { Waiting(cue: $0) } }

    /// The cues in words, for the desk.
    var list: [DeskState.Cue] {
        waiting.map {
            .init(
                moment: "\($0.cue.moment)",
                actions: $0.cue.actions.map(\.description).joined(separator: ", "),
                isWaiting: $0.from != nil)
        }
    }

    /// The actions of a cue, counted from 1, that is given by hand; nil where there is no such cue.
    ///
    /// One at a time does not come again by itself; one by moods still may.
    mutating func give(_ number: Int) -> [ShowCue.Action]? {
        guard waiting.indices.contains(number - 1) else { return nil }
        if case .at = waiting[number - 1].cue.moment { waiting[number - 1].from = nil }
        return waiting[number - 1].cue.actions
    }

    /// The actions that are due at `time` (seconds of show), where the room is in `room`; each
    /// cue's but once. In the order of the file, but earlier times first.
    mutating func due(at time: Double, room: Mood) -> [ShowCue.Action] {
        var found: [(time: Double, actions: [ShowCue.Action])] = []
        for index in waiting.indices {
            guard let from = waiting[index].from, from <= time else { continue }
            switch waiting[index].cue.moment {
            case .at(let due):
                guard due <= time + 1e-9 else { continue }
                waiting[index].from = nil
                found.append((due, waiting[index].cue.actions))
            case .mood(let least, let seconds, let again):
                guard least.allSatisfy({ room[$0.key] >= $0.value }) else {
                    waiting[index].since = nil
                    continue
                }
                let since = waiting[index].since ?? time
                waiting[index].since = since
                guard time - since >= seconds - 1e-9 else { continue }
                waiting[index].since = nil
                waiting[index].from = again.map { time + $0 }
                found.append((time, waiting[index].cue.actions))
            }
        }
        // A stable order: sorting by time alone could exchange cues of one moment.
        return found.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }
        .flatMap(\.element.actions)
    }
}
