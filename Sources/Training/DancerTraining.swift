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
    /// Where tensors lie.
    public let device: Device
    var lossWatch = LossWatch()

    /// What makes it a step of the ladder; nil for the dancer by its own settings.
    let ladder: LadderSettings?
    let model: any StepModel
    let average: any StepModel
    let optimiser: AdamW
    let training: BatchMaker
    let validation: BatchMaker
    /// The workers that this one learns together with; nil when it learns alone.
    let workers: WorkerGroup?

    /// A training that has made no step.
    ///
    /// - Parameters:
    ///   - validation: motion that is never learned from.
    ///   - device: where tensors lie; a run is repeatable to the bit on one device alone.
    ///   - workers: the workers that learn together, each on its part of every step's windows.
    ///
    /// Throws `TorchError.deviceMissing` when this machine lacks the device, and
    /// `WorkerError.tooMany` when a step has not a window for each worker.
    public init(
        on training: MotionStream, validating validation: MotionStream,
        configuration: MotionConfiguration = MotionConfiguration(),
        settings: TrainingSettings = TrainingSettings(), ladder: LadderSettings? = nil,
        device: Device = .cpu, workers: WorkerGroup? = nil
    ) throws {
        try configuration.validate()
        try settings.validate()
        if let workers, workers.count > settings.windows {
            throw WorkerError.tooMany(workers: workers.count, windows: settings.windows)
        }
        self.workers = workers
        try ladder?.validate(settings, configuration)
        self.ladder = ladder
        self.device = try device.required()
        self.configuration = configuration
        self.settings = settings
        var random = SeededRandom(seed: settings.seed).split(TrainingDraw.space.rawValue)
        let samples = (0..<settings.surveyWindows).map { _ in
            training.window(of: settings.length + 2, using: &random).numbers
        }
        space =
            ladder?.step.seesKeypoints == true
            ? PoseSpace(keypointsOf: samples)
            : PoseSpace(fitting: samples, components: configuration.poseComponents)
        random = SeededRandom(seed: settings.seed).split(TrainingDraw.survey.rawValue)
        survey = MotionSurvey(
            of: training, space: space, historiesPerEmotion: settings.historiesPerEmotion,
            poses: configuration.window + 2, using: &random)
        let seed = settings.seed
        let space = self.space
        func learner() throws -> any StepModel {
            try LadderKit(
                ladder ?? LadderSettings(), configuration, in: space, seed: seed, on: device
            ).learner()
        }
        model = try learner()
        average = try learner()
        optimiser = AdamW(
            model.parameters,
            AdamW.Configuration(beta2: 0.98, decay: settings.weightDecay))
        let window = configuration.window
        self.training = BatchMaker(
            stream: training, space: space, window: window, settings: settings)
        self.validation = BatchMaker(
            stream: validation, space: space, window: window, settings: settings)
    }

    /// One step.
    ///
    /// Throws `TrainingError.diverged` when the loss or the gradients are not numbers, before any
    /// weight has taken harm, `TrainingError.exploded` when the loss has risen too far, and
    /// `WorkerGroupError.lost`, with all as it was before the step, when another worker is gone.
    public func takeStep() throws -> TrainingStep {
        var random = SeededRandom(seed: settings.seed).split(
            TrainingDraw.steps.rawValue + UInt64(step))
        let part = workers?.part(of: settings.windows)
        let batch = BatchTensors(training.batch(part, using: &random), on: device)
        // Dropout draws from LibTorch's own numbers; workers drop apart from each other.
        TorchRuntime.seed(random.next() &+ UInt64(workers?.rank ?? 0))
        let rate = settings.learningRate(at: step)
        optimiser.configuration.learningRate = rate
        let moment = LearningMoment(
            training: true, shortened: settings.usesBFloat16,
            progress: Double(step) / Double(settings.steps))
        let losses = model.losses(of: batch, at: moment)
        let loss = weighed(losses.mean(), by: part)
        optimiser.clearGradients()
        loss.backward()
        let value = try summed(loss.item)
        let norm = optimiser.clipGradients(to: settings.longestGradient)
        guard value.isFinite, norm.isFinite else {
            throw TrainingError.diverged(step: step + 1, learningRate: settings.learningRate)
        }
        optimiser.step()
        step += 1
        follow()
        if let mean = lossWatch.rises(value, beyond: settings.largestRise) {
            throw TrainingError.exploded(
                step: step, lowest: lossWatch.lowest ?? mean, mean: mean,
                learningRate: settings.learningRate)
        }
        return TrainingStep(number: step, loss: value, learningRate: rate, gradientNorm: norm)
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
            let batch = BatchTensors(validation.validationBatch(), on: device)
            return BatchTensors.judged(average.losses(of: batch, at: LearningMoment()))
        }
    }

    /// How likely the dancer and the baselines find the validation motion; nil for a step of the ladder
    /// that is no dancer.
    public func likelihoods() -> Likelihoods? {
        guard let average = average as? MotionModel else { return nil }
        return Likelihoods(
            of: average, palette: survey.palette, training: training, validation: validation)
    }

    /// Whether the newest validation loss is the lowest so far.
    public var isBestSoFar: Bool { validationLosses[step] != nil && bestStep == step }

    /// The step with the lowest validation loss so far; nil before the first validation.
    public var bestStep: Int? {
        validationLosses.min { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// The dancer as it is now: the averaged weights.
    ///
    /// - Parameter paceShifts: added to the paces that emotions are told when it dances.
    public func checkpoint(
        about: DancerCheckpoint.About, paceShifts: [Emotion: Float] = [:]
    ) -> DancerCheckpoint {
        var weights = SafeTensorFile()
        weights.store(average.parameters)
        return DancerCheckpoint(
            configuration: configuration, space: space, longestBones: survey.longestBones,
            palette: survey.palette.shifted(by: paceShifts), histories: survey.histories,
            weights: weights.entries, about: about)
    }
}
