import Foundation
import Signals

/// Every size of a dancer's model, saved in its checkpoint.
public struct MotionConfiguration: Codable, Sendable, Equatable {
    /// Principal components that stand for a pose's 48 coordinates.
    public var poseComponents = 28
    /// Width of the Transformer.
    public var width = 160
    /// Blocks of attention and feed-forward.
    public var layers = 3
    /// Heads of attention; they share the width.
    public var heads = 4
    /// Whole poses that the mixture holds.
    public var mixtures = 8
    /// Poses that one layer looks back over, the present one among them.
    public var window = 64
    /// Share of activations dropped in training.
    public var dropout = 0.1
    /// Bounds of log sigma, in steps' own standard deviations.
    public var smallestLogSigma = -2.5
    /// See `smallestLogSigma`.
    public var largestLogSigma = 1.0

    /// The sizes that ship.
    public init() {}

    /// Numbers that carry a pose from one moment to the next: the components and the hips' height.
    public var stateSize: Int { poseComponents + 1 }
    /// Numbers that are drawn a pose: the step of each state number, and the sideways speed.
    public var targetSize: Int { poseComponents + 2 }
    /// Numbers that the model sees of a pose: state, last step, sideways speed.
    public var inputSize: Int { 2 * stateSize + 1 }
    /// Numbers that come out for a pose: log weight, means and log sigmas of each component.
    public var outputSize: Int { mixtures * (1 + 2 * targetSize) }
    /// Numbers of a condition: seven moods, "no mood", noise level, pace.
    public static let conditionSize = Emotion.count + 3

    /// Throws `DancerError.badConfiguration` for sizes no model can have.
    public func validate() throws {
        let sizes = [poseComponents, width, layers, heads, mixtures, window]
        guard sizes.allSatisfy({ (1...100_000).contains($0) }) else {
            throw DancerError.badConfiguration("every size must be 1 or more, not \(sizes)")
        }
        guard poseComponents <= PoseLayout.coordinates else {
            throw DancerError.badConfiguration(
                "a pose has \(PoseLayout.coordinates) coordinates, fewer than "
                    + "\(poseComponents) components")
        }
        guard width.isMultiple(of: heads) else {
            throw DancerError.badConfiguration(
                "width \(width) does not divide into \(heads) heads")
        }
        guard smallestLogSigma < largestLogSigma, (0..<1).contains(dropout) else {
            throw DancerError.badConfiguration(
                "log sigma needs a range and dropout a share below 1")
        }
    }
}
