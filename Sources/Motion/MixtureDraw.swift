import Foundation
import Signals

/// One pose's mixture, ready to be drawn from: log weights, means and log sigmas of whole poses.
public struct MixtureDraw: Sendable {
    /// Log weights, not normalised, [components].
    public var logits: [Float]
    /// Means, [components, size].
    public var means: [Float]
    /// Log sigmas within their bounds, [components, size].
    public var logSigmas: [Float]

    /// A mixture from the model's raw output for one pose.
    public init(output: ArraySlice<Float>, configuration: MotionConfiguration) {
        let components = configuration.mixtures
        let span = components * configuration.targetSize
        precondition(output.count == configuration.outputSize)
        let numbers = Array(output)
        logits = Array(numbers[..<components])
        means = Array(numbers[components..<(components + span)])
        let low = Float(configuration.smallestLogSigma)
        let range = Float(configuration.largestLogSigma) - low
        logSigmas = numbers[(components + span)...].map { low + range / (1 + exp(-$0)) }
    }

    /// Guidance on the weights alone: away from what the model would do without a mood, towards what
    /// it does with it (Ho & Salimans 2022, classifier-free guidance, on log π only: guided means
    /// leave the human shape).
    public mutating func guide(awayFrom unconditional: MixtureDraw, by strength: Float) {
        let here = logSoftmax(logits)
        let there = logSoftmax(unconditional.logits)
        for i in logits.indices { logits[i] = there[i] + strength * (here[i] - there[i]) }
    }

    /// One draw, [size]: one component by its weight, then each number by its own Gaussian.
    ///
    /// Components are never averaged: the mean of two bodies is not a body.
    public func draw(
        temperature: Float, sigmaScale: Float, using random: inout SeededRandom
    ) -> [Float] {
        let component = drawComponent(temperature: temperature, using: &random)
        return draw(component: component, sigmaScale: sigmaScale, using: &random)
    }

    /// One draw from one component, [size]: each number by its own Gaussian.
    public func draw(
        component: Int, sigmaScale: Float, using random: inout SeededRandom
    ) -> [Float] {
        let size = means.count / logits.count
        return (0..<size).map { i in
            let place = component * size + i
            let noise = sigmaScale == 0 ? 0 : Float(random.gaussian())
            return means[place] + sigmaScale * exp(logSigmas[place]) * noise
        }
    }

    /// How far each component's mean step goes, [components]: its length, each number in the step's
    /// own standard deviation.
    public var movements: [Float] {
        let size = means.count / logits.count
        return logits.indices.map { component in
            means[(component * size)..<((component + 1) * size)]
                .reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    private func drawComponent(temperature: Float, using random: inout SeededRandom) -> Int {
        let weights = logSoftmax(logits.map { $0 / max(temperature, 1e-3) }).map { exp($0) }
        var left = Float(random.uniform()) * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.count - 1
    }
}

/// Logarithms of the weights that sum to 1.
func logSoftmax(_ logits: [Float]) -> [Float] {
    let largest = logits.max() ?? 0
    let sum = logits.reduce(Float(0)) { $0 + exp($1 - largest) }
    return logits.map { $0 - largest - log(sum) }
}

extension SeededRandom {
    /// A draw from the standard Gaussian (Box & Muller 1958).
    public mutating func gaussian() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }
}
