import Foundation
import Motion

/// What makes a step of the ladder, beside the sizes and the training that every dancer has.
public struct LadderSettings: Codable, Sendable, Equatable {
    /// Where a Transformer is told the mood.
    public enum MoodPlace: String, Codable, Sendable, CaseIterable {
        /// Nowhere.
        case none
        /// Seven numbers at the end of each pose.
        case pose
        /// As wide as the pose and beside it, from the first block on.
        case beside
        /// Apart from the poses, joined with them before the output.
        case apart
    }

    /// How the weights of the losses change over a run.
    public enum Balance: String, Codable, Sendable, CaseIterable {
        case constant, linear, exponential
    }

    /// Which step.
    public var step = LadderStep.ours
    /// Whether the published code's faults are switched on: moods shuffled apart from their motion,
    /// the mood lost after the first pose, components averaged by index, dropout left on live.
    public var asPublished = false
    /// Poses that are seen before the next one.
    public var context = 16
    /// Whether each pose's step is seen and given beside its place.
    public var seesSteps = false
    /// Where the mood is told.
    public var moods = MoodPlace.none
    /// Deviation of the noise on a mood's weights in training.
    public var moodNoise = 0.0
    /// Weight of the error's size beside its square.
    public var absolutePenalty = 0.0
    /// Weight of the error's square beside the loss.
    public var squaredPenalty = 0.0
    /// Weight of what a step is smaller than half a usual one.
    public var stillPenalty = 0.0
    /// Whether each number is a mixture of Gaussians, and not one number.
    public var mixes = false
    /// How the mixture's weight rises and the emotion's falls.
    public var balance = Balance.constant
    /// Weight of the emotion that is read from the mixture's weights.
    public var emotionWeight = 0.0

    /// Share of the poses that a second pass sees as the model drew them.
    public var twoPassShare = 0.0
    /// Poses at a window's end that go on from the model's own draws.
    public var rolloutPoses = 0

    /// The dancer that ships.
    public init() {}

    /// Whether our dancer is taught on its own errors too.
    var meetsOwnErrors: Bool { twoPassShare > 0 || rolloutPoses > 0 }

    /// Throws `TrainingError.badSettings` for what cannot be trained.
    func validate(_ training: TrainingSettings, _ model: MotionConfiguration) throws {
        guard !step.seesKeypoints || model.poseComponents == PoseLayout.coordinates else {
            throw TrainingError.badSettings(
                "\(step.rawValue) sees keypoints: model.poseComponents must be "
                    + "\(PoseLayout.coordinates)")
        }
        guard !step.seesKeypoints || training.length.isMultiple(of: context) else {
            throw TrainingError.badSettings(
                "windows of \(training.length) poses do not divide into contexts of \(context)")
        }
        guard !meetsOwnErrors || step.isDancer, twoPassShare == 0 || rolloutPoses == 0 else {
            throw TrainingError.badSettings(
                "twoPassShare or rolloutPoses, one of them, is for our dancer alone")
        }
        guard emotionWeight == 0 || mixes else {
            throw TrainingError.badSettings(
                "the emotion is read from a mixture's weights: emotionWeight needs mixes")
        }
    }

    /// How much the mixture counts beside the plain error, at a share of the run.
    func mixtureWeight(at progress: Double) -> Double {
        switch balance {
        case .constant: 1
        case .linear: progress
        case .exponential: 1 - Self.fading(progress)
        }
    }

    /// How much the emotion counts, at a share of the run.
    func emotionWeight(at progress: Double) -> Double {
        switch balance {
        case .constant: emotionWeight
        case .linear: emotionWeight * (1 - progress)
        case .exponential: emotionWeight * Self.fading(progress)
        }
    }
    /// From 1 to nearly 0.
    private static func fading(_ progress: Double) -> Double { exp(-5 * progress) }
}
