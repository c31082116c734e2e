import Foundation
import Motion
import Signals

// What long dances, many ways to go on and changes of mood tell.
extension DancerEvaluation {
    func takeLong(
        _ long: [LongDance], _ free: [LongDance], _ meter: MotionMeter,
        into report: inout EvaluationReport
    ) {
        func take(_ metric: Metric, _ part: (LongDance.Minute) -> Double) {
            let moods = long.change(part)
            report.metrics[metric] = MetricResult(
                metric, generated: moods.mean, unguarded: free.change(part).mean, byMood: moods)
        }
        take(.stabilitySpeed, \.speed)
        take(.stabilitySpread, \.spread)
        take(.stabilityBones, \.bones)
        report.metrics[.brokenPoses] = MetricResult(
            .brokenPoses, generated: Double(long.brokenPoses),
            unguarded: Double(free.brokenPoses))
        report.metrics[.guardActions] = MetricResult(
            .guardActions, generated: long.guardActionsPerMinute,
            unguarded: free.guardActionsPerMinute,
            byMood: Dictionary(grouping: long, by: \.emotion).mapValues(\.guardActionsPerMinute))
        func longest(_ dances: [LongDance]) -> [Emotion: Double] {
            Dictionary(grouping: dances, by: \.emotion).mapValues { dances in
                dances.map { meter.freezing.longest($0.speeds, feeling: $0.emotion) }.max() ?? 0
            }
        }
        // Over all minutes, not the two that repetition is measured on.
        let moods = longest(long)
        report.metrics[.longestFreeze] = MetricResult(
            .longestFreeze, generated: moods.values.max(), unguarded: longest(free).values.max(),
            real: report.metrics[.longestFreeze]?.real,
            floor: report.metrics[.longestFreeze]?.floor, byMood: moods)
    }

    func takeDraws(
        _ draws: [Emotion: [[PoseRun]]], _ free: [Emotion: [[PoseRun]]], _ held: HeldAgainst,
        _ meter: MotionMeter, into report: inout EvaluationReport
    ) {
        func spread(_ runs: [PoseRun]) -> Double {
            FeatureDistance.meanPairwise(runs.map { meter.kineticFeatures($0) })
        }
        func spreads(_ draws: [Emotion: [[PoseRun]]]) -> [Emotion: Double] {
            draws.mapValues { histories in
                histories.map(spread).reduce(0, +) / Double(max(histories.count, 1))
            }
        }
        let real = held.realSet.runs.mapValues { runs in
            spread(runs.map { $0.part(0..<min(DancerRuns.drawPoses, $0.count)) })
        }
        let moods = spreads(draws)
        report.metrics[.multimodality] = MetricResult(
            .multimodality, generated: moods.mean, unguarded: spreads(free).mean, real: real.mean,
            byMood: moods)
    }

    typealias Change = (from: Emotion, to: Emotion, run: PoseRun)

    func takeChanges(
        _ changes: [Change], _ free: [Change], _ generated: Measures, _ freeMeasures: Measures,
        _ meter: MotionMeter, into report: inout EvaluationReport
    ) {
        func atChange(_ changes: [Change], _ measures: Measures) -> Double {
            let all = changes.map {
                $0.run.part((DancerRuns.changeAt - 15)..<(DancerRuns.changeAt + 15)).jerk
            }
            let steady = measures.numbers[.jerk] ?? .nan
            return all.reduce(0, +) / Double(max(all.count, 1)) / steady
        }
        report.metrics[.jerkAtChange] = MetricResult(
            .jerkAtChange, generated: atChange(changes, generated),
            unguarded: atChange(free, freeMeasures))
        let real = self.realChanges
        let moods = responses(changes, meter)
        report.metrics[.response] = MetricResult(
            .response, generated: MoodResponse.median(moods.values.flatMap { $0 }),
            unguarded: MoodResponse.median(responses(free, meter).values.flatMap { $0 }),
            real: MoodResponse.median(responses(real, meter).values.flatMap { $0 }),
            byMood: moods.mapValues { MoodResponse.median($0) })
        report.figures.rise = rise(changes, meter)
        let seen = moods.values.flatMap { $0 }
        report.notes.append(
            "Of \(seen.count) changes of mood, the judge saw \(seen.compactMap { $0 }.count) within "
                + "five seconds.")
    }

    /// Seconds until the judge sees each change, by the new mood.
    private func responses(_ changes: [Change], _ meter: MotionMeter) -> [Emotion: [Double?]] {
        Dictionary(grouping: changes, by: \.to).mapValues { changes in
            changes.map {
                MoodResponse.seconds(
                    in: $0.run, changedAt: DancerRuns.changeAt, to: $0.to, by: meter.judge)
            }
        }
    }

    /// The judge's mean weight of the new mood, a tenth of a second apart.
    private func rise(
        _ changes: [Change], _ meter: MotionMeter
    ) -> [(seconds: Double, weight: Double)] {
        let span = -15..<DancerRuns.changePoses
        return stride(from: span.lowerBound, to: span.upperBound, by: 5).map { moment in
            let last = DancerRuns.changeAt + moment
            let windows = changes.map {
                $0.run.part((last + 1 - MotionJudge.window)..<(last + 1)).numbers
            }
            let weights = zip(changes, meter.judge.posteriors(of: windows))
                .map { Double($1[$0.to.index]) }
            return (
                Double(moment) / 30, weights.reduce(0, +) / Double(max(weights.count, 1))
            )
        }
    }
}
