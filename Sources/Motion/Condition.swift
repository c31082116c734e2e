import Foundation
import Signals

/// What the model is told beside the poses.
public enum Condition {
    /// Ten numbers: seven weights (0 without a mood), 1 without a mood, the noise level, the pace.
    public static func numbers(mood: Mood?, level: Float, pace: Float) -> [Float] {
        let weights = mood?.weights.map { Float($0) } ?? [Float](repeating: 0, count: Emotion.count)
        return weights + [mood == nil ? 1 : 0, level, pace]
    }
}

/// How fast a body moves, on the scale that the model is told.
public enum MotionPace {
    /// The pace of a mean speed of the keypoints in torsos a pose: about -1 to 1.
    public static func scaled(_ speed: Float) -> Float { (log(speed + 0.002) + 3.9) / 0.7 }
}
