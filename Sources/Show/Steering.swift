import Desk
import Foundation
import Signals

/// What the operator has asked for, and the mood that follows from it.
///
/// Nobody at the desk is the same as no desk: then the room's mood passes unchanged.
struct Steering {
    /// Seconds in which a held mood takes over; in which the room gets it back; in which calm comes.
    private static let takeOver = 1.0
    private static let giveBack = 1.5
    private static let calming = 0.3
    /// Seconds in which a nudge loses half, and the share of the mood that the strongest one takes.
    private static let nudgeHalfLife = 3.0
    private static let nudgeShare = 0.6

    /// The mood that is held; nil while the room decides.
    private var held: Mood?
    /// The mood that is held, in the words of the desk: its strongest feeling.
    var hold: DeskState.Hold? {
        guard let held else { return nil }
        let feeling = Emotion.allCases.filter { $0 != .neutral }.max { held[$0] < held[$1] }
        guard let feeling, held[feeling] > 0 else { return .init(emotion: .neutral, strength: 1) }
        return .init(emotion: feeling, strength: held[feeling])
    }
    /// Whether words are drawn.
    private(set) var showsWords = true
    /// Whether the gallery's code is drawn.
    var showsCode = false
    /// Whether the show is to end.
    private(set) var isEnded = false

    private var change: (from: Mood, since: Double, seconds: Double)?
    private var nudge: (emotion: Emotion, strength: Double, since: Double)?
    private var isCalm = false

    /// Holds a mood from the first beat on.
    mutating func begin(holding mood: Mood) { held = mood }

    /// Takes a command in at `time`; `mood` is the mood of that moment, from which the change begins.
    mutating func follow(_ command: DeskCommand, at time: Double, from mood: Mood) {
        switch command {
        case .hold(let emotion, let strength):
            held = Mood(.neutral).blended(with: Mood(emotion), by: strength)
            isCalm = false
            change = (mood, time, Self.takeOver)
        case .set(let given):
            held = given
            isCalm = false
            change = (mood, time, Self.takeOver)
        case .release:
            held = nil
            nudge = nil
            isCalm = false
            change = (mood, time, Self.giveBack)
        case .nudge(let emotion, let strength):
            nudge = (emotion, strength, time)
        case .calm:
            held = Mood(.neutral)
            nudge = nil
            isCalm = true
            change = (mood, time, Self.calming)
        case .words(let on): showsWords = on
        case .code(let on): showsCode = on
        case .end: isEnded = true
        // What is not of the mood the show does itself.
        case .tune, .puppet, .backdrop, .title, .mute, .unmute, .correct, .cue, .output, .record,
            .obs, .weigh, .issue, .withdraw, .lock, .unlock:
            break
        }
    }

    /// The mood that the show is in at `time`, where the room is in `room`.
    func mood(of room: Mood, at time: Double) -> Mood {
        var mood = held
        if let nudge {
            let left = exp2(-max(0, time - nudge.since) / Self.nudgeHalfLife)
            mood = (mood ?? room).blended(
                with: Mood(nudge.emotion), by: Self.nudgeShare * nudge.strength * left)
        }
        guard let change else { return mood ?? room }
        return change.from.blended(
            with: mood ?? room, by: max(0, time - change.since) / change.seconds)
    }

    /// Seconds that the shown mood takes to follow: half a second is what the dancer's own movement
    /// takes, and calm cannot wait for it.
    var secondsToFollow: Double { isCalm ? 0.15 : 0.5 }
}
