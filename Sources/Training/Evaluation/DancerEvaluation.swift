import Clips
import Foundation
import Motion
import Signals
import Torch

/// Holds a dancer against real motion; docs/metrics.md defines what is measured.
public struct DancerEvaluation {
    private let subject: any JudgedDancer
    private let dancing: Dancing
    let real: RealMotion
    let settings: EvaluationSettings

    /// An evaluation of a dancer against clips, of which the training split is what dancers learn from
    /// and the validation split what none has seen.
    ///
    /// - Parameter dancing: how a dancer dances; without the guard, it dances so but for the guard.
    ///
    /// Throws `TrainingError` when a split is too small, or the two share no mood.
    public init(
        of subject: any JudgedDancer, against clips: [BodyClip],
        settings: EvaluationSettings = EvaluationSettings(), dancing: Dancing = Dancing()
    ) throws {
        self.subject = subject
        self.dancing = dancing
        self.settings = settings
        real = try RealMotion(clips)
        guard !real.emotions.isEmpty else {
            throw TrainingError.badSettings(
                "training and validation clips share no mood; prepare a dataset that has both, or "
                    + "add gestures")
        }
    }

    /// Measures everything.
    ///
    /// - Parameter progress: called as work goes on, from any thread.
    public func run(
        progress: @escaping @Sendable (EvaluationProgress) -> Void = { _ in }
    ) throws -> EvaluationReport {
        let work = WorkCount(total: totalWork, report: progress)
        let runs = dancerRuns(guarded: true, work)
        let freeRuns = dancerRuns(guarded: false, work)
        var report = EvaluationReport()

        work.begin("the judges learn")
        let meter = self.meter(work)

        work.begin("dances")
        let clips = try runs.clips()
        let long = try runs.long(seedCount: settings.longSeeds)
        work.begin("dances without the guard")
        // What has no guard dances the same without it.
        let freeClips = try subject.hasGuard ? freeRuns.clips() : clips
        let freeLong =
            try subject.hasGuard
            ? freeRuns.long(seedCount: settings.longSeedsUnguarded) : long

        work.begin("goes on in many ways, and changes its mood")
        let draws = try runs.draws()
        let freeDraws = try subject.hasGuard ? freeRuns.draws() : draws
        let changes = try runs.changes()
        let freeChanges = try subject.hasGuard ? freeRuns.changes() : changes

        work.begin("measures")
        TorchRuntime.useThreads(settings.threads)
        defer { TorchRuntime.useThreads(1) }
        let held = HeldAgainst(real, meter: meter, settings: settings, emotions: emotions)
        work.add(2 * Self.measureWork)
        let generated = meter.measures(of: clips.set, long: long.beginnings)
        work.add(Self.measureWork)
        let free = meter.measures(of: freeClips.set, long: freeLong.beginnings)
        work.add(Self.measureWork)
        for metric in Metric.allCases where generated.numbers[metric] != nil {
            report.metrics[metric] = held.result(metric, generated, free: free)
        }
        takeLong(long, freeLong, meter, into: &report)
        takeDraws(draws, freeDraws, held, meter, into: &report)
        takeChanges(changes, freeChanges, generated, free, meter, into: &report)

        for kind in badMotion {
            report.baselines[kind] = held.baseline(kind)
            work.add(Self.measureWork)
        }
        work.begin("the cost of a pose")
        report.metrics[.cost] = MetricResult(.cost, generated: try cost(work))
        takeFigures(clips.set, generated, held, long, into: &report)
        report.notes = notes(held) + report.notes
        return report
    }

    /// The moods that are danced: those that both splits show.
    var emotions: [Emotion] { real.emotions }

    private var badMotion: [BadMotion] { settings.measuresBadMotion ? BadMotion.allCases : [] }

    var realChanges: [Change] {
        real.changes(
            perPair: settings.changesPerPair, changeAt: DancerRuns.changeAt,
            changePoses: DancerRuns.changePoses, seed: settings.seed &+ 41)
    }

    private func dancerRuns(guarded: Bool, _ work: WorkCount) -> DancerRuns {
        var dancing = dancing
        dancing.usesGuard = guarded
        return DancerRuns(
            subject: subject, dancing: dancing, emotions: emotions, settings: settings,
            progress: { work.add($0) })
    }

    /// How many poses could be danced in the time that one set is measured in.
    private static let measureWork = 15_000
    /// How many poses could be danced in the time of a judge's step.
    private static let stepWork = 100

    private var totalWork: Int {
        let runs = dancerRuns(guarded: true, WorkCount(total: 1) { _ in })
        let times = subject.hasGuard ? 2 : 1
        return times * (runs.clipCost + runs.drawCost + runs.changeCost)
            + runs.longCost(seedCount: settings.longSeeds)
            + (subject.hasGuard ? runs.longCost(seedCount: settings.longSeedsUnguarded) : 0)
            + 2 * settings.judgeSteps * Self.stepWork
            + (4 + badMotion.count) * Self.measureWork + 4 * settings.costPoses
    }

    private func meter(_ work: WorkCount) -> MotionMeter {
        TorchRuntime.useThreads(settings.threads)
        defer { TorchRuntime.useThreads(1) }
        func judge(_ stream: MotionStream, _ seed: UInt64) -> MotionJudge {
            MotionJudge.trained(
                on: stream, steps: settings.judgeSteps, seed: settings.seed &+ seed,
                progress: { _ in work.add(Self.stepWork) })
        }
        return MotionMeter(
            real: real,
            reference: real.draw(
                .train, perMood: settings.clipsPerMood, poses: settings.clipPoses,
                seed: settings.seed &+ 11
            ).only(emotions),
            longReference: real.onceThrough(.train, seed: settings.seed).only(emotions),
            features: judge(real.training, 21), judge: judge(real.validation, 22),
            danceWindows: settings.danceWindows, seed: settings.seed &+ 31)
    }

    /// Milliseconds under which 99 of 100 poses are made, by one dancer on one thread.
    private func cost(_ work: WorkCount) throws -> Double {
        TorchRuntime.useThreads(1)
        let nextPose = try onePose()
        let clock = ContinuousClock()
        var times: [Float] = []
        for pose in 0..<(settings.costPoses + 60) {
            let mood = Mood(emotions[pose / 100 % emotions.count])
            let time = clock.measure { nextPose(mood) } / .milliseconds(1)
            // The first poses meet empty caches of the machine.
            if pose >= 60 { times.append(Float(time)) }
        }
        work.add(4 * settings.costPoses)
        return Double(times.percentile(99))
    }

    /// What makes one body dance a pose.
    private func onePose() throws -> (Mood) -> Void {
        if let checkpoint = subject as? DancerCheckpoint {
            let dancer = try Dancer(checkpoint, seed: settings.seed, dancing: dancing)
            return { _ = dancer.pose(feeling: $0) }
        }
        let body = try subject.bodies(seeds: [settings.seed], dancing: dancing)
        return { _ = body.poses(feeling: [$0]) }
    }
}
