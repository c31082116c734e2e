import Foundation
import Signals
import Testing
import Torch

@testable import Training

/// The whole of an evaluation, of a dancer that has hardly learned, on made motion.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] != nil),
    .serialized)
struct DancerEvaluationTests {
    private var settings: EvaluationSettings {
        var settings = EvaluationSettings.quick
        settings.clipsPerMood = 3
        settings.minutes = 1
        settings.longSeeds = 1
        settings.draws = 3
        settings.judgeSteps = 20
        settings.danceWindows = 30
        settings.costPoses = 100
        return settings
    }

    private func report() throws -> EvaluationReport {
        let clips = [(Emotion.anger, Float(0.28)), (.sadness, 0.14)].flatMap { emotion, pace in
            (0..<4).map { number in
                wandering(
                    frames: 700, pace: pace, seed: UInt64(10 * emotion.index + number),
                    emotion: emotion, split: number < 2 ? .train : .validation,
                    isDance: number.isMultiple(of: 2))
            }
        }
        let training = try smallTraining(steps: 2)
        _ = try training.takeStep()
        let checkpoint = training.checkpoint(about: .init())
        return try DancerEvaluation(of: checkpoint, against: clips, settings: settings).run()
    }

    @Test func everyMetricIsMeasuredAndOneSeedGivesOneReport() throws {
        var first = try report()
        for metric in Metric.allCases { #expect(first.metrics[metric] != nil, "\(metric)") }
        #expect(first.metrics[.brokenPoses]?.meets == true)
        var second = try report()
        // The cost is the machine's.
        first.metrics[.cost] = nil
        second.metrics[.cost] = nil
        #expect(first.metrics == second.metrics)
        #expect(first.baselines == second.baselines)
    }
}
