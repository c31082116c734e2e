import Clips
import Foundation
import Motion
import Signals
import Torch

/// How much an analysis looks at.
public struct AnalysisSettings: Sendable, Equatable {
    /// Windows of real motion of each emotion that the model is asked about.
    public var windowsPerEmotion = 60
    /// Clips of ten seconds that the dancer dances in each mood, for the judge.
    public var clipsPerMood = 8
    /// Steps that the judge learns for.
    public var judgeSteps = 400
    /// Threads that compute.
    public var threads = 2
    /// Where every chance comes from.
    public var seed: UInt64 = 1

    /// What is looked at in about a minute on two cores.
    public init() {}

    var evaluation: EvaluationSettings {
        var settings = EvaluationSettings()
        settings.clipsPerMood = clipsPerMood
        settings.changesPerPair = 1
        settings.judgeSteps = judgeSteps
        settings.threads = threads
        settings.seed = seed
        return settings
    }
}

/// Looks into a dancer and the motion that it learned from: figures and their numbers.
public struct DancerAnalysis {
    private let checkpoint: DancerCheckpoint
    private let clips: TrainingClips
    private let losses: LossHistory?
    private let settings: AnalysisSettings

    /// An analysis of a dancer, beside clips as a training takes them, and the losses of its training
    /// where they are known.
    public init(
        of checkpoint: DancerCheckpoint, beside clips: TrainingClips, losses: LossHistory? = nil,
        settings: AnalysisSettings = AnalysisSettings()
    ) {
        self.checkpoint = checkpoint
        self.clips = clips
        self.losses = losses
        self.settings = settings
    }

    /// Looks at everything; the same dancer, clips and settings give the same report on the same
    /// machine.
    ///
    /// Throws `TrainingError.tooLittleMotion` when the clips to learn from hold no second of motion, and
    /// `DancerError` when the checkpoint cannot dance.
    ///
    /// - Parameter progress: called with what is being done, from any thread.
    public func run(
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> AnalysisReport {
        var report = AnalysisReport()
        progress("keypoints")
        let learning = try clips.learning()
        report.figures.append(MotionAmounts(of: clips.all, leftOut: clips.leftOut))
        report.figures.append(KeypointSpread(of: clips.all))
        progress("what the model makes of real motion")
        let insides = try onThreads {
            var random = SeededRandom(seed: settings.seed).split(61)
            return try ModelInsides(
                of: checkpoint, on: learning, perEmotion: settings.windowsPerEmotion,
                using: &random)
        }
        report.figures.append(
            NumberScales(of: insides.windows.map(\.run), space: checkpoint.space))
        if let losses { report.figures.append(LossCurves(of: losses)) }
        let judged = try verdicts(progress)
        report.figures.append(LatentPlanes(planes: planes(of: insides, judge: judged?.judge)))
        report.figures.append(MixtureParts(of: insides))
        if let judged { report.figures.append(judged.verdicts) }
        progress("changes of mood")
        if learning.emotions.count > 1 {
            report.figures.append(
                MoodChangeFigures(
                    changes: try runs(learning.emotions).changes().map {
                        .init(from: $0.from, to: $0.to, run: $0.run)
                    }, changeAt: DancerRuns.changeAt))
        }
        report.notes = notes(learning, hasJudge: judged != nil)
        return report
    }

    private func runs(_ emotions: [Emotion]) -> DancerRuns {
        DancerRuns(
            subject: checkpoint, dancing: Dancing(), emotions: emotions,
            settings: settings.evaluation, progress: { _ in })
    }

    /// A judge of the validation clips and what it says; nil where these hold too little for one.
    private func verdicts(
        _ progress: (String) -> Void
    ) throws -> (judge: MotionJudge, verdicts: JudgeVerdicts)? {
        let real: RealMotion
        do {
            real = try RealMotion(clips.all)
        } catch TrainingError.tooLittleMotion {
            return nil
        }
        guard real.emotions.count > 1 else { return nil }
        progress("a judge of emotions learns")
        let judge = onThreads {
            MotionJudge.trained(
                on: real.validation, steps: settings.judgeSteps, seed: settings.seed &+ 22)
        }
        progress("it dances in every mood")
        let danced = try runs(real.emotions).clips().set
        let drawn = real.draw(
            .train, perMood: settings.clipsPerMood * 2,
            poses: settings.evaluation.clipPoses, seed: settings.seed &+ 12
        ).only(real.emotions)
        let learned = real.validation.emotions.map { emotion in
            (
                emotion,
                real.validation.takes(of: emotion).reduce(0) { $0 + Double($1.count) / 30 }
            )
        }
        return onThreads {
            (
                judge,
                JudgeVerdicts(
                    real: JudgedMotion(drawn, by: judge), danced: JudgedMotion(danced, by: judge),
                    learned: Dictionary(uniqueKeysWithValues: learned))
            )
        }
    }

    private func planes(of insides: ModelInsides, judge: MotionJudge?) -> [LatentPlane] {
        let windows = insides.windows
        let emotions = windows.map(\.emotion)
        var planes = [
            LatentPlane(
                named: "alone",
                "The dancer's hidden state after windows of real motion, without being told the mood.",
                rows: windows.map(\.hiddenAlone), emotions: emotions),
            LatentPlane(
                named: "told", "The same windows, the mood told: what the dancer makes of it.",
                rows: windows.map(\.hiddenTold), emotions: emotions),
        ]
        if let judge, windows.allSatisfy({ $0.run.count >= MotionJudge.window }) {
            let features = onThreads {
                judge.features(
                    of: windows.map { window in
                        let count = window.run.count
                        return window.run.part((count - MotionJudge.window)..<count).numbers
                    })
            }
            planes.append(
                LatentPlane(
                    named: "judge",
                    "The motion classifier's features of the same windows: what it judges by.",
                    rows: features, emotions: emotions))
        }
        return planes.compactMap { $0 }
    }

    private func onThreads<Result>(_ work: () throws -> Result) rethrows -> Result {
        TorchRuntime.useThreads(settings.threads)
        defer { TorchRuntime.useThreads(1) }
        return try work()
    }

    private func notes(_ learning: MotionStream, hasJudge: Bool) -> [String] {
        var notes = [
            "\(clips.all.count) clips, "
                + "\(Int(clips.all.reduce(0) { $0 + $1.seconds }.rounded())) s; "
                + "\(settings.windowsPerEmotion) windows of each emotion were shown to the model; "
                + "seed \(settings.seed)."
        ]
        if !checkpoint.about.licence.isEmpty {
            notes.append("The dancer's licence: \(checkpoint.about.licence)")
        }
        let missing = Emotion.allCases.filter { !learning.emotions.contains($0) }
        if !missing.isEmpty {
            notes.append(
                "The motion to learn from shows no "
                    + missing.map(\.rawValue).joined(separator: ", no ")
                    + "; figures by emotion leave that out.")
        }
        if losses == nil {
            notes.append("No losses were named, so there are no loss curves.")
        }
        if !hasJudge {
            notes.append(
                "The validation clips hold too little motion of two emotions for a motion classifier, "
                    + "so there is no confusion.")
        }
        return notes
    }
}
