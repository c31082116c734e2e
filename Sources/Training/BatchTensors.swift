import Motion
import Torch

/// A batch as tensors.
struct BatchTensors {
    let features: Tensor  // [windows, length, inputSize]
    let targets: Tensor  // [windows, length, targetSize]
    let conditions: Tensor  // [windows, conditionSize]
    let reaches: [Int]

    init(_ batch: TrainingBatch, on device: Device = .cpu) {
        let rows = batch.windows * batch.length
        features = Tensor(
            batch.features,
            shape: [batch.windows, batch.length, batch.features.count / rows], device: device)
        targets = Tensor(
            batch.targets, shape: [batch.windows, batch.length, batch.targets.count / rows],
            device: device)
        conditions = Tensor(
            batch.conditions, shape: [batch.windows, MotionConfiguration.conditionSize],
            device: device)
        reaches = batch.reaches
    }

    /// A batch of its parts.
    init(features: Tensor, targets: Tensor, conditions: Tensor, reaches: [Int]) {
        self.features = features
        self.targets = targets
        self.conditions = conditions
        self.reaches = reaches
    }

    /// Minus the log-likelihood a number, in nats, [windows, length].
    func losses(
        of model: MotionModel, training: Bool = false, shortened: Bool = false
    ) -> Tensor {
        var cache: MotionCache?
        let output = model(
            features, conditions: conditions, reaches: reaches, cache: &cache,
            training: training, shortened: shortened)
        let density = MixtureDensity(output: output, configuration: model.configuration)
        return density.logLikelihood(of: targets) * (-1 / Double(targets.shape[2]))
    }

    /// Poses at a window's start that are not judged: they have too little history.
    static let unjudged = 16

    /// The mean over the judged poses of a number for each pose, [windows, length].
    static func judged(_ numbers: Tensor) -> Double {
        numbers.narrowed(1, from: unjudged, count: numbers.shape[1] - unjudged).mean().item
    }
}
