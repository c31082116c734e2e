import Motion
import Signals

/// What a set of motion measures, by one code for dancers, people and bad baselines.
struct Measures {
    /// A number of the whole set.
    var numbers: [Metric: Double] = [:]
    /// A number of each mood.
    var byMood: [Metric: [Emotion: Double]] = [:]
    /// The judge's verdicts.
    var confusion: [[Double]] = []
    /// The set's spectra.
    var spectra: Spectra?

    /// Takes a number of each mood; the set's is their mean.
    mutating func take(_ metric: Metric, _ moods: [Emotion: Double]) {
        guard !moods.isEmpty else { return }
        numbers[metric] = moods.mean
        byMood[metric] = moods
    }
}

/// Holds motion against real training motion.
struct MotionMeter {
    /// The real motion that others are held against.
    let reference: MotionSet
    private let kinetic: FeatureSpace
    private let referenceKinetic: [[Float]]
    private let referenceLearned: [[Float]]
    private let referenceSpectra: Spectra
    private let bones: BoneMeasures
    /// What counts as standing still.
    let freezing: Freezing
    private let repetition: Repetition
    private let dance: DanceShare
    private let copying: Copying
    /// The judge that learned from training motion: its features are the learned ones.
    let features: MotionJudge
    /// The judge that learned from motion that no dancer saw: it reads emotions.
    let judge: MotionJudge

    /// A meter of real motion.
    ///
    /// - Parameters:
    ///   - reference: drawn training motion.
    ///   - longReference: training motion, each take once.
    init(
        real: RealMotion, reference: MotionSet, longReference: MotionSet, features: MotionJudge,
        judge: MotionJudge, danceWindows: Int, seed: UInt64
    ) {
        self.reference = reference
        self.features = features
        self.judge = judge
        let rows = reference.all.map { KineticFeatures.of($0) }
        let kinetic = FeatureSpace(fitting: rows, components: 32)
        self.kinetic = kinetic
        referenceKinetic = rows.map { kinetic($0) }
        referenceLearned = features.features(of: reference.all.flatMap(\.judgedWindows))
        referenceSpectra = Spectra(reference)
        bones = BoneMeasures(of: reference)
        freezing = Freezing(of: reference)
        repetition = Repetition(of: longReference)
        dance = DanceShare(real.trainingTakes, perKind: danceWindows, seed: seed)
        copying = Copying(of: real.trainingTakes.map(\.take))
    }

    /// A run's place among the kinetic features.
    func kineticFeatures(_ run: PoseRun) -> [Float] { kinetic(KineticFeatures.of(run)) }

    /// Everything that short runs tell; `long` are runs of a minute and more, for repetition.
    func measures(of set: MotionSet, long: MotionSet) -> Measures {
        var found = Measures()
        let rows = set.all.map { kineticFeatures($0) }
        found.numbers[.frechetKinetic] = FeatureDistance.frechet(rows, referenceKinetic)
        found.numbers[.frechetLearned] = FeatureDistance.frechet(
            features.features(of: set.all.flatMap(\.judgedWindows)), referenceLearned)
        found.numbers[.diversity] = FeatureDistance.meanPairwise(rows)
        let verdicts = JudgedMotion(set, by: judge)
        found.confusion = verdicts.confusion
        found.take(.emotion, verdicts.recalls)
        found.numbers[.emotionWeakest] = verdicts.recalls.values.min()
        let spectra = Spectra(set)
        found.spectra = spectra
        found.take(.npss, spectra.similarity(to: referenceSpectra))
        found.take(.fastMovement, spectra.fastShares)
        found.take(.jerk, set.means(\.jerk))
        found.take(.boneChange, set.means { BoneMeasures.change($0) })
        found.take(.overlongBones, set.means { bones.overlongShare($0) })
        found.take(.freezing, freezing.shares(set))
        found.take(.skating, slides(of: set))
        found.take(.repetition, repetition.shares(long))
        takeDancing(of: set, into: &found)
        found.take(.copying, copying.distances(set))
        takeLongestFreeze(of: long, into: &found)
        return found
    }

    private func slides(of set: MotionSet) -> [Emotion: Double] {
        set.runs.compactMapValues { runs in
            let slides = runs.compactMap { Skating.slide($0) }
            return slides.isEmpty ? nil : slides.reduce(0, +) / Double(slides.count)
        }
    }

    private func takeDancing(of set: MotionSet, into found: inout Measures) {
        let shares = dance.shares(set)
        found.byMood[.dancing] = shares
        found.numbers[.dancing] = shares.values.min()
        found.numbers[.dancingAroused] =
            shares.filter { Mood($0.key).arousal >= 0.7 }.values.min()
    }

    private func takeLongestFreeze(of long: MotionSet, into found: inout Measures) {
        var longest: [Emotion: Double] = [:]
        for emotion in long.emotions {
            longest[emotion] = long.runs[emotion]?
                .map { freezing.longest($0.speeds, feeling: emotion) }.max()
        }
        found.byMood[.longestFreeze] = longest
        found.numbers[.longestFreeze] = longest.values.max()
    }
}
