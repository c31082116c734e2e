import Signals

/// One metric of a dancer, as `evaluate --json` writes it. What was not measured, or is not a finite
/// number, is left out.
public struct MetricResult: Codable, Sendable, Equatable {
    /// The number of the dancer as it performs.
    public var generated: Double?
    /// The same with the guard switched off.
    public var unguarded: Double?
    /// The number of real motion.
    public var real: Double?
    /// The number of real validation motion held against real training motion.
    public var floor: Double?
    /// The generated number over what the goal names.
    public var ratio: Double?
    /// What must be reached.
    public var goal: String
    /// Whether it is; left out where what it is held against is missing.
    public var meets: Bool?
    /// The generated number of each mood, where the metric has one.
    public var byMood: [String: Double]?

    /// The result of a metric.
    public init(
        _ metric: Metric, generated: Double?, unguarded: Double? = nil, real: Double? = nil,
        floor: Double? = nil, byMood: [Emotion: Double]? = nil
    ) {
        func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
        self.generated = finite(generated)
        self.unguarded = finite(unguarded)
        self.real = finite(real)
        self.floor = finite(floor)
        goal = metric.goal.words
        ratio = generated.flatMap {
            finite(metric.goal.ratio($0, real: self.real, floor: self.floor))
        }
        meets = generated.flatMap {
            metric.goal.isMet(by: $0, real: self.real, floor: self.floor)
        }
        self.byMood = byMood.map { moods in
            Dictionary(
                uniqueKeysWithValues: moods.filter { $0.value.isFinite }
                    .map { ($0.key.rawValue, $0.value) })
        }
    }
}

/// Everything that an evaluation found.
public struct EvaluationReport: Sendable {
    /// The metrics that were measured.
    public var metrics: [Metric: MetricResult] = [:]
    /// The same metrics of motion that must fail some of them, and of real motion that must not.
    public var baselines: [BadMotion: [Metric: MetricResult]] = [:]
    /// What was measured on what, in sentences.
    public var notes: [String] = []
    /// What the plots are drawn from.
    public var figures = EvaluationFigures()

    /// An empty report.
    public init() {}

    /// How many metrics reach their goal, of those that have been judged.
    public var score: (met: Int, judged: Int) {
        let judged = metrics.values.compactMap(\.meets)
        return (judged.filter { $0 }.count, judged.count)
    }
}

/// The numbers behind the plots of a report.
public struct EvaluationFigures: Sendable {
    /// Mean speed in torsos a pose of each mood: generated, real.
    public var speeds: [Emotion: (generated: Double, real: Double)] = [:]
    /// Velocity power by frequency, a mean over moods: generated, real; each sums to 1.
    public var spectra: (generated: [Double], real: [Double]) = ([], [])
    /// The judge's confusion of generated and of real motion.
    public var confusion: (generated: [[Double]], real: [[Double]]) = ([], [])
    /// Mean speed of each minute of each mood, in torsos a pose.
    public var minutes: [Emotion: [Double]] = [:]
    /// A moment of each mood, to be drawn: generated poses, some time apart.
    public var moments: [Emotion: PoseRun] = [:]
    /// The judge's mean weight of the new mood after a change, by seconds.
    public var rise: [(seconds: Double, weight: Double)] = []

    /// No numbers.
    public init() {}
}

extension EvaluationReport: Encodable {
    private enum Part: String, CodingKey { case metrics, baselines }

    /// Writes `{"metrics": {NAME: {…}}, "baselines": {KIND: {NAME: {…}}}}`.
    public func encode(to encoder: any Encoder) throws {
        func named(_ results: [Metric: MetricResult]) -> [String: MetricResult] {
            Dictionary(uniqueKeysWithValues: results.map { ($0.key.rawValue, $0.value) })
        }
        var parts = encoder.container(keyedBy: Part.self)
        try parts.encode(named(metrics), forKey: .metrics)
        try parts.encode(
            Dictionary(
                uniqueKeysWithValues: baselines.map { ($0.key.rawValue, named($0.value)) }),
            forKey: .baselines)
    }
}
