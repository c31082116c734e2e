import Foundation
import Signals

/// How the next step is drawn from the mixture that the model gives for it.
///
/// Whatever the strategy, one component is taken and components are never averaged: the mean of two
/// bodies is not a body. The weights that it sees have been guided already.
public protocol SamplingStrategy: Sendable {
    /// One step, [size], in steps' standard deviations.
    ///
    /// - Parameters:
    ///   - dancing: temperature and scale of the sigmas.
    ///   - pose: poses danced so far, for what changes with time.
    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float]
}

/// The strategies by name; docs/sampling.md has them side by side.
///
/// In the formulas π, μ and σ are a component's weight, means and sigmas, s is `Dancing.sigmaScale`, T
/// `Dancing.temperature` and ε a draw from the standard Gaussian for each number.
public enum Sampling: String, CaseIterable, Sendable {
    /// k drawn with P(k) ∝ π_k^(1/T); y = μ_k + s σ_k ε. What ships.
    case byWeight = "by-weight"
    /// k = argmax π; y = μ_k + s σ_k ε.
    case mostProbable = "most-probable"
    /// k the second largest π; y = μ_k + 1.5 s σ_k ε.
    case nextProbable = "next-probable"
    /// k drawn with P(k) = 1 / K, whatever its weight; y = μ_k + s σ_k ε.
    case random
    /// k drawn with P(k) ∝ 2^-r_k, r_k its rank by movement ‖μ_k‖, the farthest step first.
    case movementRanked = "movement-ranked"
    /// k with the smallest sum of two ranks: by weight and by movement.
    case rankedScore = "ranked-score"
    /// As by weight, the variance going up and down: y = μ_k + s √(1 + ½ cos(2π t / 120)) σ_k ε.
    case cosineVariance = "cosine-variance"

    /// The strategy of this name.
    public var strategy: any SamplingStrategy {
        switch self {
        case .byWeight: DrawByWeight()
        case .mostProbable: TakeByWeight(place: 0, sigmaFactor: 1)
        case .nextProbable: TakeByWeight(place: 1, sigmaFactor: 1.5)
        case .random: DrawEvenly()
        case .movementRanked: DrawByMovement()
        case .rankedScore: TakeByScore()
        case .cosineVariance: CosineVariance()
        }
    }
}

/// A component by its weight, then each number by its own Gaussian.
struct DrawByWeight: SamplingStrategy {
    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        mixture.draw(
            temperature: dancing.temperature, sigmaScale: dancing.sigmaScale, using: &random)
    }
}

/// Always the component at one place of the order of weights.
struct TakeByWeight: SamplingStrategy {
    /// 0 is the most probable; the last one where there are fewer.
    let place: Int
    /// What its sigmas are scaled by, beside the dancing's own scale.
    let sigmaFactor: Float

    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        let order = ranking(mixture.logits)
        return mixture.draw(
            component: order[min(place, order.count - 1)],
            sigmaScale: dancing.sigmaScale * sigmaFactor, using: &random)
    }
}

/// Every component as often as any other.
struct DrawEvenly: SamplingStrategy {
    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        let count = mixture.logits.count
        return mixture.draw(
            component: min(Int(random.uniform() * Double(count)), count - 1),
            sigmaScale: dancing.sigmaScale, using: &random)
    }
}

/// The components that move the body farthest more often, each half as often as the one before it.
struct DrawByMovement: SamplingStrategy {
    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        let order = ranking(mixture.movements)
        let shares = order.indices.map { pow(0.5, Double($0 + 1)) }
        var left = random.uniform() * shares.reduce(0, +)
        let place = shares.firstIndex { share in
            left -= share
            return left < 0
        }
        return mixture.draw(
            component: order[place ?? order.count - 1], sigmaScale: dancing.sigmaScale,
            using: &random)
    }
}

/// The component that is best in weight and movement together; the more probable of equals.
struct TakeByScore: SamplingStrategy {
    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        let byWeight = ranking(mixture.logits)
        var scores = [Int](repeating: 0, count: byWeight.count)
        for order in [byWeight, ranking(mixture.movements)] {
            for (rank, component) in order.enumerated() { scores[component] += rank + 1 }
        }
        // `min` gives the first of equals.
        let best = byWeight.min { scores[$0] < scores[$1] } ?? 0
        return mixture.draw(component: best, sigmaScale: dancing.sigmaScale, using: &random)
    }
}

/// A component by its weight, calm and wild by turns.
struct CosineVariance: SamplingStrategy {
    /// Poses from one wildest moment to the next.
    static let period = 120
    /// How much the variance goes up and down.
    static let swing: Float = 0.5

    func draw(
        from mixture: MixtureDraw, dancing: Dancing, pose: Int, using random: inout SeededRandom
    ) -> [Float] {
        let phase = 2 * Float.pi * Float(pose % Self.period) / Float(Self.period)
        let scale = (1 + Self.swing * cos(phase)).squareRoot()
        return mixture.draw(
            temperature: dancing.temperature, sigmaScale: dancing.sigmaScale * scale,
            using: &random)
    }
}

/// Places of the numbers, the largest first; of equals the first.
private func ranking(_ numbers: [Float]) -> [Int] {
    numbers.indices.sorted { (numbers[$0], $1) > (numbers[$1], $0) }
}
