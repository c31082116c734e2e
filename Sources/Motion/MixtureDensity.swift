import Foundation
import Torch

/// A mixture of Gaussians over whole poses (Bishop 1994, "Mixture Density Networks"), as tensors.
///
/// A mixture per coordinate would score a body with another body's arm as highly as a real one.
public struct MixtureDensity {
    /// Log weights, not normalised, [..., components].
    public let logits: Tensor
    /// Means, [..., components, size].
    public let means: Tensor
    /// Logarithms of the standard deviations, [..., components, size].
    public let logSigmas: Tensor

    /// A mixture of its parts.
    public init(logits: Tensor, means: Tensor, logSigmas: Tensor) {
        self.logits = logits
        self.means = means
        self.logSigmas = logSigmas
    }

    /// The mixture in a model's raw output, [batch, time, outputSize]; log sigma is bounded by a
    /// sigmoid, so that no component can shrink onto one sample.
    public init(output: Tensor, configuration: MotionConfiguration) {
        let components = configuration.mixtures
        let size = configuration.targetSize
        let shape = [output.shape[0], output.shape[1], components, size]
        let low = configuration.smallestLogSigma
        let range = configuration.largestLogSigma - low
        logits = output.narrowed(2, from: 0, count: components)
        means = output.narrowed(2, from: components, count: components * size)
            .reshaped(to: shape)
        logSigmas =
            output.narrowed(2, from: components * (1 + size), count: components * size)
            .reshaped(to: shape).sigmoid() * range + low
    }

    /// log p(y) = logsumexp over components of (log π + Σ over dimensions of log N(y; μ, σ)).
    ///
    /// `target` is [..., size], the result [...], in nats for a whole pose.
    public func logLikelihood(of target: Tensor) -> Tensor {
        let distance = (target.unsqueezed(at: -2) - means) * (-logSigmas).exp()
        let normal = distance.square() * -0.5 - logSigmas - 0.5 * log(2 * Double.pi)
        return (logits.logSoftmax(over: -1) + normal.sum(over: -1)).logSumExp(over: -1)
    }
}
