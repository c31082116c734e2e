import Motion
import Torch

/// What a model of the ladder is made from.
struct LadderKit {
    let settings: LadderSettings
    let sizes: MotionConfiguration
    let numbers: StepNumbers
    /// First weights; the same on every device.
    let source: RandomSource
    let device: Device

    init(
        _ settings: LadderSettings, _ sizes: MotionConfiguration, in space: PoseSpace,
        seed: UInt64, on device: Device
    ) {
        self.settings = settings
        self.sizes = sizes
        numbers = StepNumbers(space, on: device)
        source = RandomSource(seed: seed)
        self.device = device
    }

    /// A model that has learned nothing; nil where the step's model is the dancer itself.
    func model() throws -> (any LadderModel)? {
        switch settings.step.kind {
        case .lastPose: LastPose(self)
        case .regression: Regression(self)
        case .recurrent: RecurrentModel(self)
        case .adversarial: AdversarialModel(self)
        case .transformer: PlainTransformer(self)
        case .coordinates: try CoordinateDancer(self)
        case .dancer: nil
        }
    }

    /// What a training of the step teaches.
    func learner() throws -> any StepModel {
        if settings.meetsOwnErrors { return try OwnErrors(self) }
        return try model() ?? MotionModel(sizes, from: source, on: device)
    }

    /// Numbers that a keypoint model sees of a pose, without mood and chance.
    var seenSize: Int { settings.seesSteps ? sizes.inputSize : sizes.targetSize }
}
