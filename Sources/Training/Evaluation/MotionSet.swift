import Motion
import Signals

/// Runs of poses by the mood that they were danced in or that they show: what is measured.
public struct MotionSet: Sendable {
    /// The runs of each mood.
    public var runs: [Emotion: [PoseRun]]

    /// A set of these runs.
    public init(_ runs: [Emotion: [PoseRun]] = [:]) { self.runs = runs }

    /// The moods that have runs, in the order of all moods.
    public var emotions: [Emotion] { Emotion.allCases.filter { runs[$0]?.isEmpty == false } }

    /// All runs, mood by mood.
    public var all: [PoseRun] { emotions.flatMap { runs[$0] ?? [] } }

    /// The set with every run made into another.
    public func mapped(_ change: (PoseRun) -> PoseRun) -> MotionSet {
        MotionSet(runs.mapValues { $0.map(change) })
    }

    /// The set of some moods only.
    public func only(_ emotions: [Emotion]) -> MotionSet {
        MotionSet(runs.filter { emotions.contains($0.key) })
    }

    /// A number of each mood: the mean over its runs.
    func means(_ measure: (PoseRun) -> Double) -> [Emotion: Double] {
        runs.filter { !$0.value.isEmpty }.mapValues { runs in
            runs.reduce(0) { $0 + measure($1) } / Double(runs.count)
        }
    }
}

extension PoseRun {
    /// Some of the poses.
    public func part(_ range: Range<Int>) -> PoseRun {
        PoseRun(
            Array(
                numbers[
                    (range.lowerBound * PoseLayout.count)..<(range.upperBound * PoseLayout.count)])
        )
    }

    /// Where windows of `length` poses begin, `hop` apart.
    func starts(of length: Int, hop: Int) -> [Int] {
        Array(stride(from: 0, through: count - length, by: hop))
    }
}

extension [Emotion: Double] {
    /// The mean over the moods: each counts the same, however much motion it has.
    var mean: Double { values.reduce(0, +) / Double(Swift.max(count, 1)) }
}
