import Motion
import Signals

/// Doing again what was just done.
struct Repetition: Sendable {
    /// The distance under which a second counts as a repetition, of each mood: the 5th percentile of
    /// real motion, each of whose takes is seen once.
    let bounds: [Emotion: Float]

    /// The bounds of real motion that goes on without coming back, see `RealMotion.onceThrough`.
    init(of real: MotionSet) {
        bounds = real.runs.mapValues { runs in runs.flatMap(Self.distances).percentile(5) }
    }

    /// The share of one-second windows nearer to one before them than the bound, of each mood.
    func shares(_ set: MotionSet) -> [Emotion: Double] {
        var shares: [Emotion: Double] = [:]
        for emotion in set.emotions {
            guard let bound = bounds[emotion], let runs = set.runs[emotion] else { continue }
            let all = runs.flatMap(Self.distances)
            guard !all.isEmpty else { continue }
            shares[emotion] = Double(all.filter { $0 < bound }.count) / Double(all.count)
        }
        return shares
    }

    /// How far each second of a run, from the twentieth on, is from the nearest one 2 to 60 s before.
    static func distances(_ run: PoseRun) -> [Float] {
        let asked = Array(stride(from: 600, through: run.count - WindowShapes.length, by: 15))
        let seen = run.starts(of: WindowShapes.length, hop: 3)
        guard !asked.isEmpty else { return [] }
        var questions = WindowShapes()
        var answers = WindowShapes()
        for start in asked { questions.add(run.numbers, at: start) }
        for start in seen { answers.add(run.numbers, at: start) }
        let all = questions.distances(to: answers)
        return asked.enumerated().map { row, start in
            var nearest = Float.infinity
            for (column, other) in seen.enumerated()
            where other <= start - 60 && other >= start - 1800 {
                nearest = min(nearest, all[row * seen.count + column])
            }
            return nearest
        }
    }
}
