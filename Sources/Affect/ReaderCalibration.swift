import Foundation
import Signals

/// What turns a fit's sums into moods that mean what they say, found on texts not learnt from.
///
/// A mood is the softmax of `sharpness * sums + shift`. The sharpness brings the cross-entropy down
/// (Guo et al. 2017, "On calibration of modern neural networks"); the shift makes each emotion the
/// strongest as often as people find it, which the rare ones otherwise never are. A threshold is the
/// weight from which calling an emotion found gives the best F1.
struct ReaderCalibration {
    private(set) var sharpness = 1.0
    private(set) var shift = SIMD8<Double>.zero
    private(set) var thresholds = [Double](repeating: 0.5, count: Emotion.count)

    init(sums: [SIMD8<Float>], labels: [LabelledText]) {
        let sums = sums.map { SIMD8<Double>($0) }
        sharpness = Self.sharpness(sums, labels)
        let sharp = sums.map { $0 * sharpness }
        shift = Self.shift(sharp, labels)
        let moods = sharp.map { softmax($0 + shift) }
        for emotion in Emotion.allCases {
            thresholds[emotion.index] = ReaderScores.bestThreshold(
                zip(moods, labels).map { ($0[emotion.index], $1.emotions.contains(emotion)) })
        }
    }

    private static func sharpness(_ sums: [SIMD8<Double>], _ labels: [LabelledText]) -> Double {
        func loss(_ sharpness: Double) -> Double {
            zip(sums, labels).reduce(0) { loss, pair in
                let weights = softmax(pair.0 * sharpness)
                return loss
                    - pair.1.emotions.reduce(0) { $0 + log(max(weights[$1.index], 1e-12)) }
                    / Double(pair.1.emotions.count)
            }
        }
        return stride(from: 0.5, through: 4, by: 0.1).map { ($0, loss($0)) }
            .min { $0.1 < $1.1 }?.0 ?? 1
    }

    /// Moves each emotion's shift by the log of how often it should win over how often it does, in
    /// ever smaller steps.
    private static func shift(
        _ sums: [SIMD8<Double>], _ labels: [LabelledText]
    ) -> SIMD8<Double> {
        let single = zip(sums, labels).filter { $1.emotions.count == 1 }
        var wanted = SIMD8<Double>(repeating: 1)
        for (_, label) in single { wanted[label.emotions[0].index] += 1 }
        var shift = SIMD8<Double>.zero
        for round in 0..<60 {
            var found = SIMD8<Double>(repeating: 1)
            for (sums, _) in single { found[strongest(sums + shift)] += 1 }
            let step = 0.5 / (1 + Double(round) / 10)
            for index in 0..<Emotion.count {
                shift[index] += step * log(wanted[index] / found[index])
            }
        }
        let mean = shift.sum() / Double(Emotion.count)
        for index in 0..<Emotion.count { shift[index] = min(max(shift[index] - mean, -2), 2) }
        return shift
    }

    private static func strongest(_ sums: SIMD8<Double>) -> Int {
        var best = 0
        for index in 1..<Emotion.count where sums[index] > sums[best] { best = index }
        return best
    }
}
