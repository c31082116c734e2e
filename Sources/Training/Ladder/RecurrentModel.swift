import Motion
import Signals
import Torch

/// Layers of LSTM from the places of the last poses to the next place, by mean squared error.
struct RecurrentModel: WindowedModel {
    private let layers: [LSTM]
    private let head: StepHead
    private let numbers: StepNumbers
    private let settings: LadderSettings
    let context: Int

    init(_ kit: LadderKit) {
        let width = kit.sizes.width
        layers = (0..<kit.sizes.layers).map { layer in
            LSTM(
                layer == 0 ? kit.seenSize : width, width, from: kit.source, device: kit.device)
        }
        head = StepHead(width, kit)
        numbers = kit.numbers
        settings = kit.settings
        context = kit.settings.context
    }

    var parameters: [NamedTensor] {
        layers.parameters(under: "layers") + head.parameters(under: "head")
    }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let seen = runs(batch.features)
        let said = output(
            seen, conditions: rows(batch.conditions, of: batch.features),
            training: moment.training)
        return head.losses(
            said, seen: seen, targets: runs(batch.targets), progress: moment.progress
        ).reshaped(to: [batch.features.shape[0], batch.features.shape[1]])
    }

    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        head(layers.reduce(numbers.seen(seen, withSteps: settings.seesSteps)) { $1($0) })
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        head.steps(output, seen: seen, using: &random)
    }
}
