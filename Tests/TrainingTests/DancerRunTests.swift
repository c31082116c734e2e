import Clips
import Foundation
import Motion
import Signals
import Testing
import Torch

@testable import Training

@Suite struct DancerRunTests {
    private func folder() -> URL {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("run-\(UUID().uuidString)")
    }

    private func recipe() -> DancerRecipe {
        var recipe = DancerRecipe()
        recipe.model = smallSizes()
        recipe.training = smallSettings(steps: 12)
        recipe.dancer.paceShifts = [.anger: 0.3]
        return recipe
    }

    private func clips() throws -> TrainingClips {
        let moods: [(Emotion, Float)] = [(.anger, 0.5), (.sadness, 0.15), (.neutral, 0.3)]
        let clips = moods.flatMap { emotion, beat in
            [ClipSplit.train, .validation].map { split in
                var clip = markingTime(
                    frames: 90, beat: beat, swing: 0.3, mood: Mood(emotion), label: "\(emotion)")
                clip.name = "\(emotion)-\(split)"
                clip.about.split = split
                clip.about.use = .free
                return clip
            }
        }
        return try TrainingClips(
            dataset: MotionDataset(clips: clips), choice: recipe().motion, seed: 1)
    }

    /// Rows of the table without the seconds, which no two runs share.
    private func losses(in folder: URL) throws -> [String] {
        try String(
            contentsOf: folder.appendingPathComponent(TrainingRecord.tableName), encoding: .utf8
        ).split(separator: "\n").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset != 1 }.map { String($0.element) }.joined(separator: ",")
        }
    }

    @Test func aRunThatWasStoppedAndOneThatWasCutOffHaveTheLossesOfAnUnbrokenOne() throws {
        let folders = (whole: folder(), stopped: folder(), cut: folder())
        defer {
            for folder in [folders.whole, folders.stopped, folders.cut] {
                try? FileManager.default.removeItem(at: folder)
            }
        }
        let clips = try clips()
        let whole = try DancerRun(in: folders.whole, recipe: recipe(), clips: clips)
        #expect(try whole.train() == .finished)

        let stopped = try DancerRun(in: folders.stopped, recipe: recipe(), clips: clips)
        var asked = 0
        let end = try stopped.train(isStopped: {
            asked += 1
            return asked > 7
        })
        #expect(end == .stopped)
        var begun: [Int] = []
        #expect(try stopped.train(began: { begun.append($0) }) == .finished)
        #expect(begun == [7])

        // Cut off at step 8 without a word; the last state is that of the validation at 5.
        let cut = try DancerRun(in: folders.cut, recipe: recipe(), clips: clips)
        var steps = 0
        #expect(throws: CancellationError.self) {
            let training = try DancerTraining(
                on: clips.learning(), validating: clips.judging(), configuration: recipe().model,
                settings: recipe().training)
            try FileManager.default.createDirectory(
                at: folders.cut, withIntermediateDirectories: true)
            let record = try TrainingRecord(in: folders.cut, after: 0)
            try training.run(
                record: { step in
                    try record.note(step)
                    steps += 1
                    if steps == 8 { throw CancellationError() }
                }, save: { try training.saveState(to: cut.state) })
        }
        #expect(try cut.train(began: { begun.append($0) }) == .finished)
        #expect(begun == [7, 5])

        let losses = try losses(in: folders.whole)
        #expect(losses.count == 13)
        #expect(try self.losses(in: folders.stopped) == losses)
        #expect(try self.losses(in: folders.cut) == losses)
        #expect(
            try Data(contentsOf: stopped.dancer) == Data(contentsOf: whole.dancer))
    }

    @Test func whatIsWrittenOnTheDancerComesFromTheRecipe() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var recipe = recipe()
        recipe.training.steps = 5
        recipe.dancer.credits = "Ada danced."
        let run = try DancerRun(in: folder, recipe: recipe, clips: try clips())
        _ = try run.train()
        let dancer = try DancerCheckpoint(contentsOf: run.dancer)
        #expect(dancer.about.credits == "Ada danced.")
        #expect(dancer.about.licence.contains("Free for any use"))
        let training = try DancerTraining(
            on: run.clips.learning(), validating: run.clips.judging(),
            configuration: recipe.model, settings: recipe.training)
        let own = try #require(training.survey.palette.manner(of: .anger))
        let told = try #require(dancer.palette.manner(of: .anger))
        #expect(abs(told.pace - own.pace - 0.3) < 1e-5)
        #expect(dancer.palette.manner(of: .sadness) == training.survey.palette.manner(of: .sadness))
    }

    @Test func aRunThatNoLongerImprovesEndsAndStaysEnded() throws {
        let training = try smallTraining(steps: 60)
        training.validationLosses = [1: -9]
        let end = try training.run()
        #expect(end == .noLongerImproving(best: 1))
        // Three validations, every fifth step, were its patience.
        #expect(training.step == 15)
        #expect(try training.run() == .noLongerImproving(best: 1))
        #expect(training.step == 15)
    }

    @Test func aLossThatExplodesStopsTheRun() {
        var watch = LossWatch()
        for _ in 0..<30 { #expect(watch.rises(-0.5, beyond: 2) == nil) }
        var risen: Double?
        var steps = 0
        while risen == nil, steps < 30 {
            risen = watch.rises(4, beyond: 2)
            steps += 1
        }
        // -0.5 + 4.5 n / 20 is more than 1.5.
        #expect(steps == 9)
        let words =
            "\(TrainingError.exploded(step: 9, lowest: -0.5, mean: 1.5, learningRate: 0.01))"
        #expect(words.contains("risen from -0.50 to 1.50"))
        #expect(words.contains("--learning-rate 0.005"))
    }

    @Test func oneWildStepIsNoBrokenRun() {
        var watch = LossWatch()
        for step in 0..<100 { #expect(watch.rises(step == 50 ? 30 : -0.5, beyond: 2) == nil) }
    }

    @Test(.enabled(if: !Device.cuda.isAvailable))
    func aDeviceThatTheMachineLacksIsNamed() throws {
        var recipe = recipe()
        recipe.machine.device = .cuda
        let folder = folder()
        let run = try DancerRun(in: folder, recipe: recipe, clips: try clips())
        #expect(throws: TorchError.deviceMissing(.cuda)) { try run.train() }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
}

@Suite struct TrainingClipsTests {
    private func clip(_ name: String, mood: Mood? = Mood(.anger), frames: Int = 100) -> BodyClip {
        var clip = markingTime(frames: frames, beat: 0.3, swing: 0.3, mood: mood, label: name)
        clip.name = name
        return clip
    }

    private func choose(
        _ clips: [BodyClip], _ choice: DancerRecipe.MotionChoice = .init()
    ) throws -> TrainingClips {
        try TrainingClips(dataset: MotionDataset(clips: clips), choice: choice, seed: 1)
    }

    @Test func whereNoClipIsMarkedToJudgeSomeJudge() throws {
        let names = (0..<10).map { "clip\($0)" }
        let chosen = try choose(names.map { clip($0) })
        #expect(chosen.all.filter { $0.split == .validation }.map(\.name) == ["clip4", "clip9"])
        let one = try choose([clip("alone")])
        #expect(one.all.map(\.frameCount) == [80, 20])
        #expect(one.all.map(\.split) == [.train, .validation])
        let two = try choose([clip("a"), clip("b")])
        #expect(two.all.map(\.split) == [.train, .validation])
    }

    @Test func motionThatSaysNoEmotionIsNamed() {
        #expect(throws: TrainingError.noMoods(clips: 2)) {
            try choose([clip("a", mood: nil), clip("b", mood: nil)])
        }
    }

    @Test func clipsAreLeftOutForTheirLicence() throws {
        var bound = clip("a")
        bound.about.use = .nonCommercial
        var free = clip("b")
        free.about.use = .free
        var choice = DancerRecipe.MotionChoice()
        choice.onlyFree = true
        let chosen = try choose([bound, free], choice)
        #expect(chosen.leftOut == 1 && Set(chosen.all.map(\.name)) == ["b"])
        #expect(throws: TrainingError.noUsableClips(found: 1, onlyFree: true)) {
            try choose([bound], choice)
        }
    }

    @Test func withoutADatasetTheGesturesAreLearned() throws {
        var choice = DancerRecipe.MotionChoice()
        choice.gestures = 10
        let chosen = try TrainingClips(dataset: nil, choice: choice, seed: 1)
        #expect(Set(chosen.all.compactMap { $0.mood?.strongest }) == Set(Emotion.allCases))
        #expect(Set(chosen.all.map(\.split)) == [.train, .validation])
    }
}
