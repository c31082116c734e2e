import Signals
import Stage

/// What a show does by itself.
extension LiveShow {
    /// Does what the cues of this moment say.
    func followCues(at beat: Beat) {
        for action in cues.due(at: beat.time, room: roomMood) { follow(action, at: beat) }
    }

    /// Does one thing that a cue says.
    func follow(_ action: ShowCue.Action, at beat: Beat) {
        if board != nil { journal.note(action, at: beat.time) }
        switch action {
        case .steer(let command): steering.follow(command, at: beat.time, from: showMood)
        case .title(let words): title.show(words, at: beat.time)
        case .puppet(let name):
            do { try stage?.usePuppet(name) } catch {
                account.fault("cue", "\(error)", at: beat.time)
            }
        }
    }
}

/// The title as it comes and goes.
struct ShowTitle {
    private static let fade = 0.8

    private var words: String?
    private var since = 0.0
    private var leaving: String?

    /// The words that stand on the picture, or come to stand there.
    var shown: String? { words }

    /// From `time` on these words are the title; nil is none.
    mutating func show(_ words: String?, at time: Double) {
        guard words != self.words else { return }
        leaving = self.words
        self.words = words
        since = time
    }

    /// The title at a time: the one before goes first, then the new one comes.
    func seen(at time: Double) -> Scene.Title? {
        let age = max(0, time - since)
        if let leaving, age < Self.fade {
            return .init(words: leaving, opacity: 1 - age / Self.fade)
        }
        let begun = leaving == nil ? 0 : Self.fade
        return words.map { .init(words: $0, opacity: min(1, (age - begun) / Self.fade)) }
    }
}
