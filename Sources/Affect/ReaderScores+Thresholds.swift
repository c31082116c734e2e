import Signals

extension ReaderScores {
    /// The weights from which calling an emotion found gives the best F1 on these texts, to two
    /// decimals, in the order of `Emotion.allCases`.
    public static func thresholds(moods: [Mood], labels: [LabelledText]) -> [Double] {
        precondition(
            moods.count == labels.count, "\(moods.count) moods for \(labels.count) labels")
        return Emotion.allCases.map { emotion in
            bestThreshold(
                zip(moods, labels).map { ($0[emotion], $1.emotions.contains(emotion)) })
        }
    }

    /// The threshold of best F1, to two decimals; the lowest of equals.
    static func bestThreshold(_ weights: [(weight: Double, isRight: Bool)]) -> Double {
        var best = (score: -1.0, threshold: 0.5)
        for hundredths in 1..<100 {
            let threshold = Double(hundredths) / 100
            var counts = F1Counts()
            for (weight, isRight) in weights {
                counts.add(isFound: weight >= threshold, isRight: isRight)
            }
            if counts.f1 > best.score { best = (counts.f1, threshold) }
        }
        return best.threshold
    }

    /// How far what a reader says of its own sureness is from how often it is right: the expected
    /// calibration error over 15 bins of the strongest weight (Guo et al. 2017, "On calibration of
    /// modern neural networks").
    static func calibrationError(_ answers: [(weight: Double, isRight: Bool)]) -> Double {
        let count = 15
        var bins = [(weight: Double, right: Int, texts: Int)](
            repeating: (0, 0, 0), count: count)
        for (weight, isRight) in answers {
            let bin = min(count - 1, max(0, Int((weight * Double(count)).rounded(.up)) - 1))
            bins[bin].weight += weight
            bins[bin].right += isRight ? 1 : 0
            bins[bin].texts += 1
        }
        let off = bins.reduce(0) { $0 + abs($1.weight - Double($1.right)) }
        return off / Double(max(answers.count, 1))
    }
}
