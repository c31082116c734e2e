import Foundation
import Signals

/// A labelled text as buckets, their values, and the mood it should be given.
struct ReaderExample {
    var buckets: [Int32]
    var values: [Float]
    /// One over the number of labels for each label.
    var target: SIMD8<Float>

    init(_ text: LabelledText, bits: Int) {
        let features = TextFeatures(text.text.scalarValues).features
        let emotions = Set(text.emotions)
        buckets = features.map { Int32($0.hash >> UInt64(64 - bits)) }
        values = features.map(\.value)
        target = .zero
        for emotion in emotions { target[emotion.index] = 1 / Float(emotions.count) }
    }

    /// Moves the mood it should be given towards a teacher's; `share` of 1 is the teacher's alone.
    mutating func learn(_ mood: Mood, share: Float) {
        for emotion in Emotion.allCases {
            target[emotion.index] += share * (Float(mood[emotion]) - target[emotion.index])
        }
    }
}

/// One fit of seven weights a bucket: the softmax's cross-entropy, brought down by stochastic
/// gradient descent with a step of its own for each weight (Duchi, Hazan & Singer 2011, "Adaptive
/// subgradient methods for online learning and stochastic optimization").
struct ReaderFit {
    private let settings: ReaderTraining
    private var random: SeededRandom
    /// One row of seven a bucket; after `run`, the mean over the last passes.
    private(set) var weights: [SIMD8<Float>]
    private(set) var bias = SIMD8<Float>.zero
    private var squares: [SIMD8<Float>]
    private var biasSquares = SIMD8<Float>(repeating: 1)

    /// What a weight's sum of squared gradients starts from: it bounds the first steps.
    private static let firstSquare: Float = 0.1
    /// The bias sees every text; its steps are this much shorter.
    private static let biasShare: Float = 0.1

    init(_ settings: ReaderTraining, seed: UInt64) {
        self.settings = settings
        random = SeededRandom(seed: seed)
        weights = Array(repeating: .zero, count: 1 << settings.bits)
        squares = Array(
            repeating: SIMD8(repeating: Self.firstSquare), count: 1 << settings.bits)
    }

    /// Learns from the chosen examples; `report` hears of each pass and its mean loss.
    mutating func run(
        _ examples: [ReaderExample], chosen: [Int], report: (Int, Double) -> Void
    ) throws {
        let isFrequent = frequent(examples, chosen: chosen)
        var order = chosen
        var sum = [SIMD8<Float>](repeating: .zero, count: weights.count)
        var biasSum = SIMD8<Float>.zero
        let averaged = max(1, min(settings.averagedPasses, settings.passes))
        for pass in 1...max(1, settings.passes) {
            try Task.checkCancellation()
            order.shuffle(using: &random)
            var loss = 0.0
            for number in order { loss += learn(examples[number], isFrequent) }
            if pass > settings.passes - averaged {
                for bucket in weights.indices { sum[bucket] += weights[bucket] }
                biasSum += bias
            }
            report(pass, loss / Double(max(order.count, 1)))
        }
        for bucket in weights.indices { weights[bucket] = sum[bucket] / Float(averaged) }
        bias = biasSum / Float(averaged)
    }

    /// The seven sums of an example.
    func sums(of example: ReaderExample) -> SIMD8<Float> {
        var sums = bias
        for (bucket, value) in zip(example.buckets, example.values) {
            sums += weights[Int(bucket)] * value
        }
        return sums
    }

    /// One step on one example; its cross-entropy before the step.
    private mutating func learn(_ example: ReaderExample, _ isFrequent: [Bool]) -> Double {
        let kept = shown(example, isFrequent)
        var sums = bias
        for (bucket, value) in kept { sums += weights[bucket] * value }
        let weighed = softmax(SIMD8<Double>(sums))
        var loss = 0.0
        for index in 0..<Emotion.count where example.target[index] > 0 {
            loss -= Double(example.target[index]) * log(max(weighed[index], 1e-12))
        }
        let slope = SIMD8<Float>(weighed) - example.target
        for (bucket, value) in kept {
            let gradient = slope * value + weights[bucket] * settings.decay
            squares[bucket] += gradient * gradient
            weights[bucket] -= settings.rate * gradient / squares[bucket].squareRoot()
        }
        biasSquares += slope * slope
        bias -= settings.rate * Self.biasShare * slope / biasSquares.squareRoot()
        return loss
    }

    /// The example's frequent features without those hidden this time; the others stand in for them.
    private mutating func shown(
        _ example: ReaderExample, _ isFrequent: [Bool]
    ) -> [(bucket: Int, value: Float)] {
        let hidden = UInt64(settings.hiddenShare * 65536)
        let gain = 1 / (1 - settings.hiddenShare)
        var kept: [(bucket: Int, value: Float)] = []
        kept.reserveCapacity(example.buckets.count)
        var draws: UInt64 = 0
        for index in example.buckets.indices {
            // Four draws of 16 bits from each random number.
            draws = index % 4 == 0 ? random.next() : draws >> 16
            let bucket = Int(example.buckets[index])
            guard draws & 0xFFFF >= hidden, isFrequent[bucket] else { continue }
            kept.append((bucket, example.values[index] * gain))
        }
        return kept
    }

    private func frequent(_ examples: [ReaderExample], chosen: [Int]) -> [Bool] {
        var counts = [Int32](repeating: 0, count: weights.count)
        var last = [Int32](repeating: -1, count: weights.count)
        for number in chosen {
            for bucket in examples[number].buckets where last[Int(bucket)] != Int32(number) {
                last[Int(bucket)] = Int32(number)
                counts[Int(bucket)] += 1
            }
        }
        return counts.map { $0 >= settings.fewestTexts }
    }
}
