import Foundation
import Signals

/// What a judge makes of a set of motion.
public struct JudgedMotion: Sendable, Codable {
    /// How often windows of each mood (rows) were taken for each (columns), as shares of the row,
    /// [7][7] in the order of all moods; a mood without windows has a row of zeros.
    public var confusion: [[Double]]

    /// The judge's verdicts on windows of two seconds that do not overlap.
    init(_ set: MotionSet, by judge: MotionJudge) {
        confusion = Emotion.allCases.map { emotion in
            let windows = (set.runs[emotion] ?? []).flatMap(\.judgedWindows)
            var row = [Double](repeating: 0, count: Emotion.count)
            for posterior in judge.posteriors(of: windows) {
                let best = posterior.indices.max { posterior[$0] < posterior[$1] } ?? 0
                row[best] += 1 / Double(windows.count)
            }
            return row
        }
    }

    /// The share of right verdicts of each mood that has windows.
    var recalls: [Emotion: Double] {
        var recalls: [Emotion: Double] = [:]
        for emotion in Emotion.allCases where confusion[emotion.index].contains(where: { $0 > 0 }) {
            recalls[emotion] = confusion[emotion.index][emotion.index]
        }
        return recalls
    }
}

extension PoseRun {
    /// The windows of two seconds that a judge sees, end to end.
    var judgedWindows: [[Float]] {
        starts(of: MotionJudge.window, hop: MotionJudge.window).map {
            part($0..<($0 + MotionJudge.window)).numbers
        }
    }
}

/// How soon a change of mood can be seen.
struct MoodResponse {
    /// Poses that the new mood must lead for: half a second.
    static let held = 15
    /// Poses between two looks.
    static let hop = 3

    /// Seconds from the change until a judge gives the new mood more than one half, from windows that
    /// end at each moment, and goes on so for half a second; nil when it never does.
    static func seconds(
        in run: PoseRun, changedAt change: Int, to emotion: Emotion, by judge: MotionJudge
    ) -> Double? {
        let moments = Array(stride(from: change, to: run.count, by: hop))
            .filter { $0 + 1 >= MotionJudge.window }
        let windows = moments.map { run.part(($0 + 1 - MotionJudge.window)..<($0 + 1)).numbers }
        var since: Int?
        for (moment, posterior) in zip(moments, judge.posteriors(of: windows)) {
            if posterior[emotion.index] > 0.5 {
                let first = since ?? moment
                since = first
                if moment - first >= held { return Double(first - change) / 30 }
            } else {
                since = nil
            }
        }
        return nil
    }

    /// The median of times, of which those that never came count as longer than all.
    static func median(_ times: [Double?]) -> Double {
        let sorted = times.map { $0 ?? .infinity }.sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}
