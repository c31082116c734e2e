import Foundation
import Motion
import SafeTensors
import Signals
import Testing
import Torch

@testable import Training

@Suite struct LadderTests {
    static let experiments = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../experiments")
        .standardizedFileURL

    private static func file(_ step: LadderStep) -> URL {
        experiments.appendingPathComponent("\(step.rawValue).yaml")
    }

    /// A step's own settings at sizes that take milliseconds.
    private static func recipe(_ step: LadderStep, steps: Int) throws -> DancerRecipe {
        var recipe = try DancerRecipe(contentsOf: file(step))
        recipe.model.width = 16
        recipe.model.layers = 1
        recipe.model.heads = 2
        recipe.model.mixtures = 2
        recipe.model.dropout = 0
        let own = recipe.training
        recipe.training = smallSettings(steps: steps, learningRate: 1e-2)
        recipe.training.noise = own.noise
        recipe.training.shortShare = own.shortShare
        recipe.training.moodlessShare = own.moodlessShare
        recipe.training.largestRise = own.largestRise
        recipe.training.length = 32
        recipe.training.patience = 0
        if recipe.ladder?.step.seesKeypoints == false { recipe.model.window = 16 }
        return recipe
    }

    private static func training(_ step: LadderStep, steps: Int) throws -> DancerTraining {
        let recipe = try recipe(step, steps: steps)
        let stream = try MotionStream(fourClips())
        return try DancerTraining(
            on: stream, validating: stream, configuration: recipe.model,
            settings: recipe.training, ladder: recipe.ladder)
    }

    @Test func everyStepHasAFileAndEveryFileAStep() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.experiments.path)
        #expect(
            Set(files) == Set(LadderStep.allCases.map { "\($0.rawValue).yaml" }))
    }

    @Test(arguments: LadderStep.allCases)
    func aFileNamesItsStepAndSaysWhatItIs(_ step: LadderStep) throws {
        let recipe = try DancerRecipe(contentsOf: Self.file(step))
        try recipe.validate()
        #expect(recipe.ladder?.step == step)
        #expect(recipe.training.patience == 0)
        let words = try String(contentsOf: Self.file(step), encoding: .utf8)
        #expect(words.hasPrefix("# "))
        // One file alone has the faults on.
        #expect(recipe.ladder?.asPublished == (step == .smallWithFaults))
    }

    /// It takes 400 MB.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] == "1"))
    func thePublishedStepHasThePublishedSizes() throws {
        let recipe = try DancerRecipe(contentsOf: Self.file(.published))
        let space = PoseSpace(
            keypointsOf: [fourClips()[0]].map {
                MotionTake($0).projected(yaw: 0, mirrored: false)
            })
        let kit = LadderKit(
            try #require(recipe.ladder), recipe.model, in: space, seed: 1, on: .cpu)
        let count = try kit.learner().parameterCount
        #expect((100_000_000...103_000_000).contains(count))
    }

    @Test(arguments: LadderStep.allCases.filter { $0 != .adversarial && $0 != .published })
    func theLossFalls(_ step: LadderStep) throws {
        let training = try Self.training(step, steps: 40)
        let before = training.validationLoss()
        let first = try training.takeStep()
        #expect(first.loss.isFinite && first.gradientNorm > 0)
        for _ in 1..<40 { _ = try training.takeStep() }
        #expect(training.validationLoss() < before)
    }

    @Test func theAdversariesMoveEachOther() throws {
        let training = try Self.training(.adversarial, steps: 20)
        let before = training.model.parameters.map { $0.tensor.floats }
        for _ in 0..<20 {
            let step = try training.takeStep()
            #expect(step.loss.isFinite)
        }
        for (old, (name, tensor)) in zip(before, training.model.parameters) {
            #expect(old != tensor.floats, "\(name) has not moved")
        }
    }

    @Test(arguments: LadderStep.allCases.filter { $0 != .published })
    func aStepDancesFinitePosesFromItsFile(_ step: LadderStep) throws {
        let training = try Self.training(step, steps: 2)
        _ = try training.takeStep()
        let folder = temporaryFile()
        defer { try? FileManager.default.removeItem(at: folder) }
        let dancer = training.checkpoint(about: DancerCheckpoint.About())
        if let ladder = training.ladder, !step.isDancer {
            try LadderCheckpoint(dancer: dancer, settings: ladder).write(to: folder)
            let refusal = DancerError.notADancer(
                path: folder.path, format: "emotionmotion-ladder-1")
            #expect(throws: refusal) {
                try DancerCheckpoint(contentsOf: folder)
            }
        } else {
            try dancer.write(to: folder)
        }
        let read = try DancerCheckpoint.orStep(contentsOf: folder)
        #expect(read.hasGuard == step.isDancer)
        func dance() throws -> [[Pose]] {
            let bodies = try read.bodies(seeds: [1, 2], dancing: Dancing())
            return (0..<20).map { _ in bodies.poses(feeling: [Mood(.anger), Mood(.sadness)]) }
        }
        let danced = try dance()
        for pose in danced.flatMap({ $0 }) {
            #expect(pose.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
        #expect(try dance() == danced)
    }

    @Test func aSpaceOfKeypointsGivesBackThePose() {
        let numbers = MotionTake(fourClips()[1]).projected(yaw: 0.3, mirrored: false)
        let space = PoseSpace(keypointsOf: [numbers])
        let state = space.state(of: numbers, at: 40 * PoseLayout.count)
        let back = space.numbers(of: state, drift: 0)
        for i in 0..<PoseLayout.coordinates {
            #expect(abs(back[i] - numbers[40 * PoseLayout.count + i]) < 1e-5)
        }
        let features = space.features(state: state, before: state, drift: 0)
        #expect(features.prefix(space.components + 1).allSatisfy { abs($0) <= 1.001 })
    }

    @Test func aMixtureOfEachNumberIsTheGaussianItIs() {
        // Two components of equal weight at the same place are one: log N(0.5; 0, 1) of one number.
        let output = Tensor([0, 0, 0, 0, 0, 0] as [Float], shape: [1, 6])
        let mixture = CoordinateMixture(output, components: 2, low: -1, high: 1)
        let found = mixture.logLikelihoods(of: Tensor([0.5], shape: [1, 1])).item
        #expect(abs(found - (-0.125 - 0.9189385)) < 1e-5)
    }

    @Test func theBalanceGoesFromOneLossToTheOther() {
        var settings = LadderSettings()
        settings.emotionWeight = 0.4
        #expect(settings.mixtureWeight(at: 0.3) == 1 && settings.emotionWeight(at: 0.3) == 0.4)
        for balance in [LadderSettings.Balance.linear, .exponential] {
            settings.balance = balance
            #expect(settings.mixtureWeight(at: 0) == 0 && settings.emotionWeight(at: 0) == 0.4)
            #expect(settings.mixtureWeight(at: 1) > 0.99)
            #expect(settings.emotionWeight(at: 1) < 0.01)
        }
    }

    @Test func aStepThatCannotBeTrainedSaysWhy() throws {
        #expect(throws: TrainingError.self) {
            try DancerRecipe(
                yaml: "ladder: {step: 3-transformer}\n", path: "mine.yaml")
        }
        let words = {
            do {
                _ = try DancerRecipe(yaml: "ladder: {step: 11-next}\n", path: "mine.yaml")
                return ""
            } catch { return "\(error)" }
        }()
        #expect(words.contains("ladder.step should be one of 0-repeat, 1-regression"))
    }

    @Test func aStepIsHeldAgainstRealMotionAsADancerIs() throws {
        let training = try Self.training(.moodPerPose, steps: 2)
        _ = try training.takeStep()
        let ladder = LadderCheckpoint(
            dancer: training.checkpoint(about: DancerCheckpoint.About()),
            settings: try #require(training.ladder))
        let runs = DancerRuns(
            subject: ladder, dancing: Dancing(), emotions: [.anger, .sadness],
            settings: Self.tiny, progress: { _ in })
        let clips = try runs.clips()
        #expect(clips.set.runs[.anger]?.count == 2 && clips.guardActions == 0)
        #expect(clips.set.runs[.anger]?[0].count == 40)
    }

    private static var tiny: EvaluationSettings {
        var settings = EvaluationSettings()
        settings.clipsPerMood = 2
        settings.clipPoses = 40
        settings.warmUpPoses = 2
        settings.threads = 1
        return settings
    }
}
