import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct ReaderTrialTests {
    private func mood(_ emotion: Emotion, _ weight: Double) throws -> Mood {
        var weights = [Double](repeating: (1 - weight) / 6, count: Emotion.count)
        weights[emotion.index] = weight
        return try Mood(weights)
    }

    @Test func calibrationErrorIsTheDistanceOfSurenessFromRightness() {
        // Four of five right at a sureness of 0.8: nothing is off.
        let honest = (0..<5).map { (weight: 0.8, isRight: $0 < 4) }
        #expect(ReaderScores.calibrationError(honest) < 1e-12)
        // Always wholly sure and half of the time right.
        let proud = (0..<10).map { (weight: 1.0, isRight: $0 % 2 == 0) }
        #expect(abs(ReaderScores.calibrationError(proud) - 0.5) < 1e-12)
        // Two bins that are off by 0.1 and by 0.3, three texts in one and one in the other.
        let mixed = [(0.9, true), (0.9, true), (0.9, true), (0.3, false)]
        let error = ReaderScores.calibrationError(mixed.map { (weight: $0.0, isRight: $0.1) })
        #expect(abs(error - (3 * 0.1 + 0.3) / 4) < 1e-12)
        #expect(ReaderScores.calibrationError([]) == 0)
    }

    @Test func theTableOfMistakesCountsLabelsByWhatWasFound() throws {
        let labels = [Emotion.anger, .anger, .fear].map { LabelledText(text: "x", emotions: [$0]) }
        let several = LabelledText(text: "x", emotions: [.fear, .sadness])
        let scores = ReaderScores(
            moods: [
                try mood(.anger, 0.7), try mood(.sadness, 0.6), try mood(.fear, 0.9),
                try mood(.anger, 0.9),
            ], labels: labels + [several], thresholds: Array(repeating: 0.5, count: 7))
        #expect(scores.confusion[Emotion.anger.index][Emotion.anger.index] == 1)
        #expect(scores.confusion[Emotion.anger.index][Emotion.sadness.index] == 1)
        #expect(scores.confusion[Emotion.fear.index][Emotion.fear.index] == 1)
        #expect(scores.confusion.flatMap { $0 }.reduce(0, +) == 3)
        #expect(scores.confusionTable.split(separator: "\n").count == 8)
    }

    @Test func thresholdsAreThoseOfTheBestF1() throws {
        let labels: [LabelledText] = (0..<20).map {
            LabelledText(text: "x", emotions: [$0 < 10 ? .anger : .neutral])
        }
        let moods = try (0..<20).map { try mood(.anger, $0 < 10 ? 0.42 : 0.3) }
        let threshold = ReaderScores.thresholds(moods: moods, labels: labels)[Emotion.anger.index]
        #expect(threshold > 0.3 && threshold <= 0.42)
    }

    @Test(arguments: [1, 2, 3, 7])
    func aTrialReadsEveryTextOnceAndInOrder(_ threads: Int) throws {
        let emotions = Emotion.allCases
        let texts = (0..<22).map {
            LabelledText(text: "\($0)", emotions: [emotions[$0 % emotions.count]])
        }
        let trial = ReaderTrial(of: texts, threads: threads) { words in
            words.map { Mood(emotions[(Int($0) ?? 0) % emotions.count]) }
        }
        #expect(trial.whole.singleAccuracy == 1)
        #expect(trial.whole.texts == 22)
        #expect(trial.scores.texts == 11)
        #expect(trial.textsPerSecond > 0)
        let copy = try JSONDecoder().decode(
            ReaderTrial.self, from: JSONEncoder().encode(trial))
        #expect(copy == trial)
    }
}
