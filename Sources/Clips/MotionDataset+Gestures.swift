import Signals

extension MotionDataset {
    /// A dataset of the shipped gestures, so that a dancer can be trained without any other motion.
    ///
    /// The same seed gives the same dataset. Throws `ClipError` when the gestures cannot be read.
    public static func gestures(
        secondsPerEmotion: Double = 300, seed: UInt64 = 1
    ) throws -> MotionDataset {
        let player = GesturePlayer(try .shipped())
        return MotionDataset(
            clips: Emotion.allCases.flatMap {
                player.clips(for: $0, seconds: secondsPerEmotion, seed: seed)
            })
    }
}
