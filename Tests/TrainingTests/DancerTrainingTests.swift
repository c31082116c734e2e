import Clips
import Foundation
import Motion
import Signals
import Testing

@testable import Training

@Suite struct DancerTrainingTests {
    @Test func itLearnsFourClipsBetterThanBothBaselines() throws {
        let training = try smallTraining(steps: 250, learningRate: 1e-2, patience: 0)
        let before = try #require(training.likelihoods())
        try training.run()
        let after = try #require(training.likelihoods())
        #expect(after.dancer > before.dancer + 0.5)
        #expect(after.dancer > after.lastPose)
        #expect(after.dancer > after.meanPose)
        #expect(after.lastPose == before.lastPose)
    }

    @Test func aResumedRunHasTheLossesOfOneThatWasNotStopped() throws {
        let whole = try smallTraining(steps: 8)
        let losses = try (0..<8).map { _ in try whole.takeStep().loss }

        let url = temporaryFile()
        defer { try? FileManager.default.removeItem(at: url) }
        let first = try smallTraining(steps: 8)
        let begun = try (0..<3).map { _ in try first.takeStep().loss }
        try first.saveState(to: url)
        let second = try smallTraining(steps: 8)
        try second.resume(from: url)
        #expect(second.step == 3)
        let resumed = try (0..<5).map { _ in try second.takeStep().loss }

        #expect(begun + resumed == losses)
        #expect(second.validationLoss() == whole.validationLoss())
    }

    @Test func aStateOfAnotherRunIsRefused() throws {
        let url = temporaryFile()
        defer { try? FileManager.default.removeItem(at: url) }
        try smallTraining(steps: 8).saveState(to: url)
        #expect(throws: TrainingError.self) {
            try smallTraining(steps: 9).resume(from: url)
        }
    }

    @Test func aRunThatDivergesStopsAndSaysWhatToChange() throws {
        let training = try smallTraining(steps: 60, learningRate: 1e30)
        do {
            try training.run()
            Issue.record("it went on")
        } catch let error as TrainingError {
            #expect("\(error)".contains("lower learning rate"))
        }
    }

    @Test func progressIsReportedWithTheTimeLeft() throws {
        let training = try smallTraining(steps: 12)
        var reports: [TrainingProgress] = []
        var saves = 0
        try training.run(report: { reports.append($0) }, save: { saves += 1 })
        #expect(reports.map(\.step) == [10, 12])
        #expect(reports.last?.secondsLeft == 0)
        #expect(reports.allSatisfy { $0.validationLoss?.isFinite == true })
        #expect(saves == 3)
    }

    @Test func theLineShowsABarAndTheTimeLeft() {
        let progress = TrainingProgress(
            step: 30, steps: 120, loss: 0.5, validationLoss: -0.25, secondsLeft: 125)
        #expect(
            progress.line
                == "[######------------------] 30/120  loss 0.500  validation -0.250  2:05 left")
    }

    @Test func theLearningRateRisesAndFalls() {
        var settings = TrainingSettings()
        settings.steps = 1000
        #expect(settings.learningRate(at: 0) < 0.02 * settings.learningRate)
        #expect(settings.learningRate(at: 100) > 0.95 * settings.learningRate)
        #expect(settings.learningRate(at: 999) < 0.03 * settings.learningRate)
    }

    @Test func whatWasTrainedCanDance() throws {
        let training = try smallTraining(steps: 5)
        try training.run()
        let checkpoint = training.checkpoint(about: DancerCheckpoint.About())
        #expect(checkpoint.histories.map(\.emotion).filter { $0 == .anger }.count == 2)
        let quick = try #require(checkpoint.palette.manner(of: .anger))
        let slow = try #require(checkpoint.palette.manner(of: .sadness))
        #expect(quick.pace > slow.pace && quick.medianSpeed > slow.medianSpeed)
        #expect(
            checkpoint.palette.standIns.keys.sorted() == [
                "disgust", "fear", "happiness", "surprise",
            ])
        let dancer = try Dancer(checkpoint, seed: 1)
        let poses = (0..<40).map { _ in dancer.pose(feeling: Mood(.surprise)) }
        #expect(PoseRun(poses).meanSpeed > 0)
    }

    @Test func settingsThatCannotRunAreNamed() {
        #expect(throws: TrainingError.self) { try smallTraining(steps: 0) }
    }
}

@Suite struct BaselinesTests {
    @Test func theLastPoseAgainHasTheLikelihoodOfItsGaussian() throws {
        var random = SeededRandom(seed: 1)
        let stream = try MotionStream(fourClips())
        let space = PoseSpace(
            fitting: (0..<8).map { _ in stream.window(of: 40, using: &random).numbers },
            components: 1)
        var batch = TrainingBatch()
        batch.add(
            stream.window(of: 40, using: &random), mood: nil, level: 0, pace: 0, reach: 8,
            noise: nil, pull: 0, space: space)
        batch.targets = batch.targets.map { _ in 2 }
        for row in 0..<batch.length { batch.features[row * 5 + 4] = 0 }
        let baselines = Baselines(fitting: batch, space: space)
        // Errors of 2 with the fitted width 2: -1/2 - log 2 - 1/2 log 2π.
        #expect(abs(baselines.lastPose(batch) - (-0.5 - log(2) - 0.5 * log(2 * .pi))) < 1e-4)
    }
}

@Suite struct DancerAboutTests {
    private func clip(_ source: String, _ use: ClipUse, _ licence: String) -> BodyClip {
        var clip = markingTime(frames: 60, beat: 0.1, swing: 0.1, mood: nil, label: "")
        clip.about.source = source
        clip.about.use = use
        clip.about.licence = licence
        return clip
    }

    @Test func theStrictestLicenceHoldsForTheDancer() {
        let clips = [clip("a", .free, "MIT"), clip("b", .nonCommercial, "CC BY-NC 4.0")]
        var recipe = DancerRecipe()
        let about = DancerCheckpoint.About(
            trainedOn: clips, recipe: recipe, step: 3, likelihoods: nil)
        #expect(about.licence.contains("Not for commercial use"))
        #expect(about.credits == "a: 1 (MIT); b: 1 (CC BY-NC 4.0)")
        let free = DancerCheckpoint.About(
            trainedOn: [clips[0]], recipe: recipe, step: 3, likelihoods: nil)
        #expect(free.licence.contains("Free for any use"))
        recipe.dancer.credits = "to Ada"
        recipe.dancer.notes = "Mostly walks."
        let signed = DancerCheckpoint.About(
            trainedOn: clips, recipe: recipe, step: 3, likelihoods: nil)
        #expect(signed.credits == "to Ada" && signed.notes == "Mostly walks.")
        #expect(signed.licence == about.licence)
        #expect(signed.training.contains("step 3 of 4000"))
    }
}
