import Motion
import Torch

/// Where a training stands when a model is asked for its losses.
struct LearningMoment: Sendable, Equatable {
    /// Whether activations are dropped, as they are while it learns.
    var training = false
    /// Whether blocks may work in bfloat16.
    var shortened = false
    /// Share of the run that is done, from 0 to 1: what schedules follow.
    var progress = 1.0
}

/// What a training teaches. Every step of the ladder meets this, the dancer that ships among them.
protocol StepModel: Module, Sendable {
    /// What falls as it learns, one number a pose, [windows, length].
    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor
}

extension MotionModel: StepModel {
    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        batch.losses(of: self, training: moment.training, shortened: moment.shortened)
    }
}
