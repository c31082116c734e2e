import Signals

/// The world that the operator asked for, as it takes the mood's place and gives it back.
struct HeldWorld {
    private static let seconds = 1.5

    /// The emotion whose world is painted; nil while the world follows the mood.
    private(set) var emotion: Emotion?
    private var before: Emotion?
    private var since: Double?

    /// From `time` on this emotion's world is painted; nil lets it follow the mood.
    mutating func paint(_ emotion: Emotion?, at time: Double) {
        before = self.emotion
        self.emotion = emotion
        since = time
    }

    /// The mood that the world is painted in at a time; nil where that is the scene's own.
    func mood(instead own: Mood, at time: Double) -> Mood? {
        guard let since else { return nil }
        let share = max(0, time - since) / Self.seconds
        if share >= 1 { return emotion.map { Mood($0) } }
        let from = before.map { Mood($0) } ?? own
        return from.blended(with: emotion.map { Mood($0) } ?? own, by: share)
    }
}
