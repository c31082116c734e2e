import Clips
import Foundation
import Motion
import Signals
import Testing

@testable import Training

/// Training on clips that stay in their files.
@Suite struct StoredTrainingTests {
    private func dataset() -> MotionDataset {
        let kinds: [(String, Float, Mood?)] = [
            ("angry", 0.5, Mood(.anger)), ("sad", 0.15, Mood(.sadness)),
            ("plain", 0.3, Mood(.neutral)), ("unknown", 0.25, nil),
        ]
        return MotionDataset(
            clips: kinds.flatMap { label, beat, mood in
                [ClipSplit.train, .train, .validation].enumerated().map { number, split in
                    var clip = markingTime(
                        frames: 80 + 20 * number, beat: beat, swing: 0.4, mood: mood, label: label)
                    clip.name = "\(label)-\(number)"
                    clip.about.split = split
                    return clip
                }
            })
    }

    /// The dataset, and the same in shards in a folder of their own.
    private func withBoth(_ body: (MotionDataset, StoredDataset) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("stored-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let dataset = dataset()
        try dataset.write(to: folder, shardBytes: 60_000)
        let stored = try StoredDataset(contentsOf: folder)
        #expect(stored.isSharded)
        try body(dataset, stored)
    }

    private var choice: DancerRecipe.MotionChoice {
        var choice = DancerRecipe.MotionChoice()
        choice.gestures = 0
        choice.variation.speed = 0.2
        return choice
    }

    @Test func itsWindowsAreThoseOfTheSameClipsInMemory() throws {
        try withBoth { dataset, stored in
            let inMemory = try TrainingClips(dataset: dataset, choice: choice, seed: 1)
            let inFiles = try TrainingClips(stored: stored, choice: choice, seed: 1)
            #expect(inFiles.all.isEmpty && inFiles.stored.count == 12)
            for (a, b) in [
                (try inMemory.learning(), try inFiles.learning()),
                (try inMemory.judging(), try inFiles.judging()),
            ] {
                #expect(a.stored.map(\.count) == b.stored.map(\.count))
                var first = SeededRandom(seed: 3)
                var second = SeededRandom(seed: 3)
                for _ in 0..<40 {
                    let expected = a.window(of: 66, using: &first)
                    let found = b.window(of: 66, using: &second)
                    #expect(found.mood == expected.mood && found.group == expected.group)
                    #expect(found.count == expected.count)
                    for (x, y) in zip(found.numbers, expected.numbers) {
                        #expect(abs(x - y) < 1e-4)
                    }
                }
            }
        }
    }

    @Test func aTrainingOnFilesLearnsAsOneInMemory() throws {
        try withBoth { dataset, stored in
            let losses = try [
                TrainingClips(dataset: dataset, choice: choice, seed: 1),
                TrainingClips(stored: stored, choice: choice, seed: 1),
            ].map { clips in
                let training = try DancerTraining(
                    on: clips.learning(), validating: clips.judging(),
                    configuration: smallSizes(), settings: smallSettings(steps: 10))
                return try (0..<10).map { _ in try training.takeStep().loss }
            }
            for (a, b) in zip(losses[0], losses[1]) { #expect(abs(a - b) < 1e-2) }
        }
    }

    @Test func whereNoStoredClipIsMarkedToJudgeSomeJudge() throws {
        try withBoth { dataset, _ in
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("stored-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            var clips = dataset.clips
            for index in clips.indices { clips[index].about.split = .train }
            try MotionDataset(clips: clips).write(to: folder, shardBytes: 60_000)
            let chosen = try TrainingClips(
                stored: try StoredDataset(contentsOf: folder), choice: choice, seed: 1)
            #expect(
                chosen.stored.filter { $0.about.split == .validation }.map(\.name)
                    == ["plain-1", "unknown-0"])
        }
    }

    @Test func theLongestBonesAreTheSameWhereverTheClipsAre() throws {
        try withBoth { dataset, stored in
            let surveys = try [
                TrainingClips(dataset: dataset, choice: choice, seed: 1),
                TrainingClips(stored: stored, choice: choice, seed: 1),
            ].map { clips in
                try DancerTraining(
                    on: clips.learning(), validating: clips.judging(),
                    configuration: smallSizes(), settings: smallSettings(steps: 1)
                ).survey
            }
            for (a, b) in zip(surveys[0].longestBones, surveys[1].longestBones) {
                #expect(abs(a - b) < 1e-4)
            }
            #expect(surveys[0].histories.count == surveys[1].histories.count)
        }
    }
}
