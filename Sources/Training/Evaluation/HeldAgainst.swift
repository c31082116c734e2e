import Clips
import Signals

/// The real motion that a dancer's numbers stand beside, measured by the same code.
struct HeldAgainst {
    /// Training motion, drawn anew.
    let realSet: MotionSet
    /// Training motion that goes on, each take once.
    let realLong: MotionSet
    /// What it measures.
    let real: Measures
    /// What validation motion measures against training motion.
    let floor: Measures
    private let floorSet: MotionSet
    private let floorLong: MotionSet
    private let meter: MotionMeter
    private let seed: UInt64

    /// Draws and measures the real motion of these moods.
    init(
        _ motion: RealMotion, meter: MotionMeter, settings: EvaluationSettings,
        emotions: [Emotion]
    ) {
        func draw(_ split: ClipSplit, _ seed: UInt64) -> MotionSet {
            motion.draw(
                split, perMood: settings.clipsPerMood, poses: settings.clipPoses, seed: seed
            ).only(emotions)
        }
        self.meter = meter
        seed = settings.seed &+ 14
        realSet = draw(.train, settings.seed &+ 12)
        realLong = motion.onceThrough(.train, seed: settings.seed).only(emotions)
        floorSet = draw(.validation, settings.seed &+ 13)
        floorLong = motion.onceThrough(.validation, seed: settings.seed).only(emotions)
        real = meter.measures(of: realSet, long: realLong)
        floor = Self.withoutVerdicts(meter.measures(of: floorSet, long: floorLong))
    }

    /// The judge learned from the validation motion: what it says of that is no verdict.
    private static func withoutVerdicts(_ measures: Measures) -> Measures {
        var measures = measures
        measures.numbers[.emotion] = nil
        measures.numbers[.emotionWeakest] = nil
        measures.confusion = []
        return measures
    }

    /// The result of a metric that sets of motion have.
    func result(_ metric: Metric, _ generated: Measures, free: Measures?) -> MetricResult {
        MetricResult(
            metric, generated: generated.numbers[metric], unguarded: free?.numbers[metric],
            real: real.numbers[metric], floor: floor.numbers[metric],
            byMood: generated.byMood[metric])
    }

    /// All metrics of bad motion, or of real validation motion.
    func baseline(_ kind: BadMotion) -> [Metric: MetricResult] {
        let measures =
            kind == .real
            ? floor
            : meter.measures(
                of: kind.made(of: realSet, seed: seed), long: kind.made(of: realLong, seed: seed))
        return Dictionary(
            uniqueKeysWithValues: measures.numbers.keys.map {
                ($0, result($0, measures, free: nil))
            })
    }
}
