import Foundation
import Motion
import Signals
import Torch

/// The same pose again, for ever. It learns one width for each number, so that it has a likelihood.
struct LastPose: WindowedModel {
    private let logSigmas: Tensor
    let context = 1

    init(_ kit: LadderKit) {
        logSigmas = Tensor.zeros([kit.sizes.targetSize], device: kit.device).requiringGradient()
    }

    var parameters: [NamedTensor] { [("logSigmas", logSigmas)] }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let distance = batch.targets * (-logSigmas).exp()
        let normal = distance.square() * 0.5 + logSigmas + 0.5 * log(2 * Double.pi)
        return normal.mean(over: -1)
    }

    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        .zeros([seen.shape[0], seen.shape[1], logSigmas.count], device: seen.device)
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        output.floats
    }
}

/// A straight line from the present pose, its step and the mood to the next step.
struct Regression: WindowedModel {
    private let line: Linear
    let context = 1

    init(_ kit: LadderKit) {
        line = Linear(
            kit.sizes.inputSize + MotionConfiguration.conditionSize, kit.sizes.targetSize,
            from: kit.source, device: kit.device)
    }

    var parameters: [NamedTensor] { line.parameters(under: "line") }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let said = output(batch.features, conditions: batch.conditions, training: false)
        return (said - batch.targets).square().mean(over: -1)
    }

    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        let told = conditions.unsqueezed(at: 1).expanded(to: [-1, seen.shape[1], -1])
        return line(Tensor.concatenated([seen, told], along: -1))
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        output.floats
    }
}
