import Foundation
import Motion
import Signals
import Testing
import Torch

@testable import Training

/// Each baseline fails what it is bad at, and real motion that nobody trained on does not.
@Suite struct BadMotionTests {
    private static let measured: Result<[BadMotion: [Metric: MetricResult]], any Error> = Result {
        TorchRuntime.useThreads(1)
        let motion = try wanderingMotion()
        var settings = EvaluationSettings()
        settings.clipsPerMood = 6
        settings.judgeSteps = 40
        settings.danceWindows = 40
        let meter = MotionMeter(
            real: motion,
            reference: motion.draw(.train, perMood: 6, poses: settings.clipPoses, seed: 1),
            longReference: motion.onceThrough(.train, seed: 1),
            features: .trained(on: motion.training, steps: 40, batch: 16, seed: 1),
            judge: .trained(on: motion.validation, steps: 40, batch: 16, seed: 2),
            danceWindows: settings.danceWindows, seed: 3)
        let held = HeldAgainst(
            motion, meter: meter, settings: settings, emotions: motion.emotions)
        return Dictionary(
            uniqueKeysWithValues: BadMotion.allCases.map { ($0, held.baseline($0)) })
    }

    @Test(arguments: BadMotion.allCases)
    func badMotionFailsWhatItIsBadAt(_ kind: BadMotion) throws {
        let results = try #require(try Self.measured.get()[kind])
        for metric in kind.mustFail {
            let result = try #require(results[metric], "\(metric) was not measured")
            #expect(result.meets == false, "\(kind) should fail \(metric): \(result)")
        }
    }

    @Test func realMotionFailsNone() throws {
        let results = try #require(try Self.measured.get()[.real])
        let metrics: [Metric] = [
            .frechetKinetic, .frechetLearned, .npss, .jerk, .fastMovement, .boneChange,
            .overlongBones, .freezing, .longestFreeze, .skating, .copying,
        ]
        for metric in metrics {
            let result = try #require(results[metric], "\(metric) was not measured")
            #expect(result.meets == true, "real motion should meet \(metric): \(result)")
        }
    }

    @Test func theJudgeIsNotAskedAboutWhatItLearnedFrom() throws {
        #expect(try Self.measured.get()[.real]?[.emotion] == nil)
        #expect(try Self.measured.get()[.frozen]?[.emotion] != nil)
    }
}
