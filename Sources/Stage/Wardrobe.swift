import Foundation
import Signals

/// Which drawing of each limb is seen: by mood, crossing between two, or at random in turn.
struct Wardrobe {
    private let rig: PuppetRig
    private var random: SeededRandom
    private var chosen: [String?]
    private var untilNext: [Double]

    init(_ rig: PuppetRig, random: SeededRandom) {
        self.rig = rig
        self.random = random
        chosen = Array(repeating: nil, count: rig.limbs.count)
        untilNext = Array(repeating: 0, count: rig.limbs.count)
    }

    /// Moves on by some seconds: a puppet that shuffles takes new drawings, an emotion's as often
    /// as it weighs.
    mutating func follow(_ mood: Mood, seconds: Double) {
        guard let shuffle = rig.shuffle else { return }
        for index in rig.limbs.indices {
            guard let looks = rig.limbs[index].looks else { continue }
            untilNext[index] -= seconds
            guard untilNext[index] <= 0 || chosen[index] == nil else { continue }
            // Not all at once, which would be a flicker of the whole figure.
            untilNext[index] = shuffle * (0.6 + 0.8 * random.uniform())
            let names = looks.names(in: pick(mood))
            chosen[index] = names[min(Int(random.uniform() * Double(names.count)), names.count - 1)]
        }
    }

    private mutating func pick(_ mood: Mood) -> Emotion {
        var left = random.uniform()
        for emotion in Emotion.allCases {
            left -= mood[emotion]
            if left < 0 { return emotion }
        }
        return mood.strongest
    }

    /// A limb's drawings now, the lower first, each with its opacity; `shares` are the mood's two
    /// strongest worlds.
    func shown(_ index: Int, shares: [Double]) -> [(name: String, opacity: Float)] {
        guard let looks = rig.limbs[index].looks else { return [] }
        if rig.shuffle != nil { return chosen[index].map { [($0, Float(1))] } ?? [] }
        if looks.variants.isEmpty { return [(looks.usual[0], 1)] }
        let present = Emotion.allCases.filter { shares[$0.index] > 0 }
        guard let lower = present.first, let upper = present.last else { return [] }
        let (below, above) = (looks.names(in: lower)[0], looks.names(in: upper)[0])
        guard below != above else { return [(below, 1)] }
        // One comes over the other before that one goes, so that the limb is never thin.
        let share = Float(shares[upper.index])
        let ease = { (x: Float) -> Float in
            let x = min(max(x, 0), 1)
            return x * x * (3 - 2 * x)
        }
        let layers: [(name: String, opacity: Float)] = [
            (below, 1 - ease((share - 0.5) / 0.3)), (above, ease((share - 0.2) / 0.3)),
        ]
        return layers.filter { $0.opacity > 0.01 }
    }
}
