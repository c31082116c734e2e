import Motion
import Signals
import Torch

/// How likely the next pose is, as mean nats a number, on the same windows by the same code.
///
/// The first 16 poses of a window are not judged: they have too little history.
public struct Likelihoods: Codable, Sendable, Equatable {
    /// The dancer, told each window's own pace.
    public var dancer: Double
    /// The dancer, told only the pace of the window's mood, as live.
    public var dancerWithMoodsPace: Double
    /// The last pose again: a Gaussian of one step's width around the present pose.
    public var lastPose: Double
    /// The last step again: a Gaussian around the present pose moved on as it moved.
    public var lastStep: Double
    /// One Gaussian around the mean pose.
    public var meanPose: Double

    /// The likelihoods of a finished dancer.
    ///
    /// - Parameters:
    ///   - training: what the baselines' widths are fitted to.
    ///   - validation: what is judged.
    ///   - settings: length and number of the windows, and the seed that draws them.
    public init(
        of checkpoint: DancerCheckpoint, fittedTo training: MotionStream,
        on validation: MotionStream, settings: TrainingSettings = TrainingSettings()
    ) throws {
        func maker(_ stream: MotionStream) -> BatchMaker {
            BatchMaker(
                stream: stream, space: checkpoint.space, window: checkpoint.configuration.window,
                settings: settings)
        }
        self.init(
            of: try MotionModel(checkpoint), palette: checkpoint.palette,
            training: maker(training), validation: maker(validation))
    }

    init(
        of model: MotionModel, palette: MoodPalette, training: BatchMaker, validation: BatchMaker
    ) {
        let batch = validation.validationBatch()
        let baselines = Baselines(fitting: training.baselineBatch(), space: training.space)
        let losses = withoutGradient {
            [batch, validation.validationBatch(pacedBy: palette)].map {
                BatchTensors.judged(BatchTensors($0, on: model.device).losses(of: model))
            }
        }
        dancer = -losses[0]
        dancerWithMoodsPace = -losses[1]
        lastPose = baselines.lastPose(batch)
        lastStep = baselines.lastStep(batch)
        meanPose = baselines.meanPose(batch)
    }
}
