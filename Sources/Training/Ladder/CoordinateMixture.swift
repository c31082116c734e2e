import Foundation
import Motion
import Signals
import Torch

/// A mixture of Gaussians for each number alone, as the thesis had it: it scores a body with another
/// body's arm as highly as a real one.
struct CoordinateMixture {
    /// Log weights, means and log sigmas, each [..., components, numbers].
    let logits: Tensor
    let means: Tensor
    let logSigmas: Tensor

    /// Numbers that come out for a pose.
    static func outputSize(components: Int, numbers: Int) -> Int { 3 * components * numbers }

    /// The mixture in a raw output, [..., outputSize]; log sigma is kept within bounds by a sigmoid.
    init(_ output: Tensor, components: Int, low: Double, high: Double) {
        let numbers = output.shape[output.shape.count - 1] / (3 * components)
        let shape = output.shape.dropLast() + [components, numbers]
        func part(_ place: Int) -> Tensor {
            output.narrowed(
                -1, from: place * components * numbers, count: components * numbers
            ).reshaped(to: Array(shape))
        }
        logits = part(0)
        means = part(1)
        logSigmas = part(2).sigmoid() * (high - low) + low
    }

    /// log p of each number, [..., numbers], in nats.
    func logLikelihoods(of target: Tensor) -> Tensor {
        let distance = (target.unsqueezed(at: -2) - means) * (-logSigmas).exp()
        let normal = distance.square() * -0.5 - logSigmas - 0.5 * log(2 * Double.pi)
        return (logits.logSoftmax(over: -2) + normal).logSumExp(over: -2)
    }

    /// The mean of each number, [..., numbers].
    var mean: Tensor { (logits.softmax(over: -2) * means).sum(over: -2) }

    /// One draw for each body of [bodies, components, numbers]: a component for each number by its
    /// weight, then its Gaussian with sigma times `sigmaScale`.
    func draw(sigmaScale: Float, using random: inout [SeededRandom]) -> [Float] {
        let components = logits.shape[1]
        let numbers = logits.shape[2]
        let weights = logits.softmax(over: -2).floats
        let (centres, widths) = (means.floats, logSigmas.exp().floats)
        return random.indices.flatMap { body -> [Float] in
            (0..<numbers).map { number in
                func place(_ component: Int) -> Int {
                    (body * components + component) * numbers + number
                }
                var left = Float(random[body].uniform())
                var chosen = components - 1
                for component in 0..<components {
                    left -= weights[place(component)]
                    if left < 0 {
                        chosen = component
                        break
                    }
                }
                let noise = Float(random[body].gaussian())
                return centres[place(chosen)] + sigmaScale * widths[place(chosen)] * noise
            }
        }
    }

    /// What the published code danced: the first half of the components, by their index and not by
    /// their weight, averaged.
    func averageByIndex() -> [Float] {
        let half = (means.shape[1] + 1) / 2
        return means.narrowed(1, from: 0, count: half).mean(over: 1).floats
    }
}
