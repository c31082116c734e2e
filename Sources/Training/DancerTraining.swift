import Foundation
import Motion
import SafeTensors
import Signals
import Torch

/// Teaches a dancer.
///
/// Every draw of a step follows from the seed and the step's number, so a run that is stopped and
/// resumed goes through the same batches and losses as one that is not.
public final class DancerTraining {
    /// Every size of the model.
    public let configuration: MotionConfiguration
    /// How it is trained.
    public let settings: TrainingSettings
    /// The space of poses, fitted to the motion.
    public let space: PoseSpace
    /// What the dancer keeps of the motion beside the weights.
    public let survey: MotionSurvey
    /// Steps done.
    public internal(set) var step = 0
    /// Validation losses so far, by step.
    public internal(set) var validationLosses: [Int: Double] = [:]

    let model: MotionModel
    let average: MotionModel
    let optimiser: AdamW
    private let training: BatchMaker
    private let validation: BatchMaker

    /// A training that has made no step.
    ///
    /// - Parameter validation: motion that is never learned from.
    public init(
        on training: MotionStream, validating validation: MotionStream,
        configuration: MotionConfiguration = MotionConfiguration(),
        settings: TrainingSettings = TrainingSettings()
    ) throws {
        try configuration.validate()
        try settings.validate()
        self.configuration = configuration
        self.settings = settings
        var random = SeededRandom(seed: settings.seed).split(TrainingDraw.space.rawValue)
        let samples = (0..<settings.surveyWindows).map { _ in
            training.window(of: settings.length + 2, using: &random).numbers
        }
        space = PoseSpace(fitting: samples, components: configuration.poseComponents)
        random = SeededRandom(seed: settings.seed).split(TrainingDraw.survey.rawValue)
        survey = MotionSurvey(
            of: training, space: space, historiesPerEmotion: settings.historiesPerEmotion,
            poses: configuration.window + 2, using: &random)
        model = try MotionModel(configuration, from: RandomSource(seed: settings.seed))
        average = try MotionModel(configuration, from: RandomSource(seed: settings.seed))
        optimiser = AdamW(
            model.parameters,
            AdamW.Configuration(beta2: 0.98, decay: settings.weightDecay))
        let window = configuration.window
        self.training = BatchMaker(
            stream: training, space: space, window: window, settings: settings)
        self.validation = BatchMaker(
            stream: validation, space: space, window: window, settings: settings)
    }

    /// One step; the loss is minus the log-likelihood a number, in nats.
    ///
    /// Throws `TrainingError.diverged` when the loss or the gradients are not numbers, before any
    /// weight has taken harm.
    public func takeStep() throws -> Double {
        var random = SeededRandom(seed: settings.seed).split(
            TrainingDraw.steps.rawValue + UInt64(step))
        let batch = BatchTensors(training.batch(using: &random))
        TorchRuntime.seed(random.next())  // dropout draws from LibTorch's own numbers
        optimiser.configuration.learningRate = settings.learningRate(at: step)
        let loss =
            batch
            .losses(of: model, training: true, shortened: settings.usesBFloat16).mean()
        let value = loss.item
        optimiser.clearGradients()
        loss.backward()
        let norm = optimiser.clipGradients(to: settings.longestGradient)
        guard value.isFinite, norm.isFinite else { throw TrainingError.diverged(step: step) }
        optimiser.step()
        step += 1
        follow()
        return value
    }

    /// Moves the average towards the weights; early on it follows faster.
    private func follow() {
        let kept = min(settings.averaging, Double(step + 1) / Double(step + 20))
        withoutGradient {
            for (mean, now) in zip(average.parameters, model.parameters) {
                mean.tensor.overwrite(with: mean.tensor * kept + now.tensor * (1 - kept))
            }
        }
    }

    /// The averaged weights' loss on windows of the validation motion, without noise.
    public func validationLoss() -> Double {
        withoutGradient {
            BatchTensors.judged(BatchTensors(validation.validationBatch()).losses(of: average))
        }
    }

    /// How likely the dancer and the baselines find the validation motion.
    public func likelihoods() -> Likelihoods {
        Likelihoods(
            of: average, palette: survey.palette, training: training, validation: validation)
    }

    /// Whether the newest validation loss is the lowest so far.
    public var isBestSoFar: Bool {
        guard let newest = validationLosses[step] else { return false }
        return validationLosses.values.allSatisfy { $0 >= newest }
    }

    /// The dancer as it is now: the averaged weights.
    public func checkpoint(about: DancerCheckpoint.About) -> DancerCheckpoint {
        DancerCheckpoint(
            configuration: configuration, space: space, longestBones: survey.longestBones,
            palette: survey.palette, histories: survey.histories, weights: average.weights,
            about: about)
    }
}
