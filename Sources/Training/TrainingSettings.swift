import Foundation

/// How a dancer is trained; saved beside its weights. A run follows from these, the sizes and the
/// motion alone.
public struct TrainingSettings: Codable, Sendable, Equatable {
    /// Steps of the whole run; the learning rate falls towards the last.
    public var steps = 4000
    /// Windows a step.
    public var windows = 24
    /// Poses that each window predicts.
    public var length = 64
    /// The highest learning rate.
    public var learningRate = 1.2e-3
    /// Steps over which the learning rate rises.
    public var warmUpSteps = 80
    /// Share of the learning rate that a weight shrinks by at each step.
    public var weightDecay = 0.02
    /// The longest that all gradients together may be.
    public var longestGradient = 1.0
    /// Share that the average of the weights keeps at each step; the average is the dancer.
    public var averaging = 0.995
    /// What the history is moved by.
    public var noise = HistoryNoise()
    /// Share of windows that see only their last 2 to 8 poses.
    public var shortShare = 0.15
    /// Share of windows whose mood is not told.
    public var moodlessShare = 0.1
    /// The noise level that is told where there is no noise, as live.
    public var quietLevel: Float = 0.2
    /// Windows that validate, the same ones every time.
    public var validationWindows = 96
    /// Steps between validations.
    public var validationInterval = 100
    /// Validations without a lower loss after which the run ends; 0 never ends it.
    public var patience = 20
    /// How far the mean training loss of 20 steps may rise over the lowest such mean, in nats a
    /// number, before the run counts as broken.
    public var largestRise = 2.0
    /// Whether the blocks work in bfloat16: quicker, a little rougher.
    public var usesBFloat16 = true
    /// Windows that the space of poses is fitted to.
    public var surveyWindows = 400
    /// Real histories that the dancer keeps of each emotion.
    public var historiesPerEmotion = 16
    /// Where every draw comes from.
    public var seed: UInt64 = 1

    /// The settings that measured best, for a run of a quarter of an hour.
    public init() {}

    /// Throws `TrainingError.badSettings` for what cannot be run.
    public func validate() throws {
        guard steps > 0, windows > 0, length > 16, validationWindows > 0, validationInterval > 0
        else {
            throw TrainingError.badSettings(
                "steps, windows and intervals must be 1 or more, and a window longer than 16 poses")
        }
        guard learningRate > 0, noise.knotSpacing > 0, longestGradient > 0, largestRise > 0 else {
            throw TrainingError.badSettings(
                "the learning rate, the knots' spacing, the longest gradient and the largest rise "
                    + "must be over 0")
        }
        guard surveyWindows > 1, historiesPerEmotion > 0, patience >= 0 else {
            throw TrainingError.badSettings(
                "there must be 2 survey windows, a history an emotion, and a patience of 0 or more")
        }
    }

    /// The learning rate of a step, counted from 0: up to the highest, then down half a cosine to a
    /// fiftieth of it.
    public func learningRate(at step: Int) -> Double {
        let rise = min(1, Double(step + 1) / Double(max(warmUpSteps, 1)))
        let way = min(1, Double(step) / Double(steps))
        return learningRate * rise * (0.5 + 0.5 * cos(.pi * way) + 0.02)
    }
}
