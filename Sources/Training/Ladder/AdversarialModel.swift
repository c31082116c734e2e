import Motion
import Signals
import Torch

/// A recurrent generator that must pass for real before a recurrent discriminator (Goodfellow et al.
/// 2014, with the generator's loss that does not saturate). Its known failure is that it does not.
struct AdversarialModel: WindowedModel {
    private let generator: LSTM
    private let leave: Linear
    private let judge: LSTM
    private let verdict: Linear
    private let numbers: StepNumbers
    let context: Int
    let noiseSize = 8

    init(_ kit: LadderKit) {
        let width = kit.sizes.width
        let (source, device) = (kit.source, kit.device)
        generator = LSTM(kit.sizes.targetSize + noiseSize, width, from: source, device: device)
        leave = Linear(width, kit.sizes.targetSize, from: source, device: device)
        judge = LSTM(kit.sizes.targetSize, width, from: source, device: device)
        verdict = Linear(width, 1, from: source, device: device)
        numbers = kit.numbers
        context = kit.settings.context
    }

    var parameters: [NamedTensor] {
        generator.parameters(under: "generator") + leave.parameters(under: "leave")
            + judge.parameters(under: "judge") + verdict.parameters(under: "verdict")
    }

    /// Both losses in one: each side's weights get the gradient of its own alone. Where it is judged,
    /// the mean squared error of the next place, which the two losses do not show.
    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let seen = runs(batch.features)
        let real = numbers.next(after: seen, stepping: runs(batch.targets))
        let chance = Tensor.randomNormal(
            [seen.shape[0], context, noiseSize], device: seen.device)
        let false_ = output(
            Tensor.concatenated([seen, moment.training ? chance : chance * 0], along: -1),
            conditions: batch.conditions, training: false)
        let shape = [batch.features.shape[0], batch.features.shape[1]]
        guard moment.training else {
            return (false_ - real).square().mean(over: -1).reshaped(to: shape)
        }
        let deceiving = (-trust(false_, fixed: true)).softplus()
        let unmasking = trust(false_.detached()).softplus() + (-trust(real)).softplus()
        return (deceiving + unmasking).reshaped(to: shape)
    }

    /// How much the discriminator takes each place of a run for real, [batch, time, 1].
    private func trust(_ places: Tensor, fixed: Bool = false) -> Tensor {
        let held = judge(places, fixed: fixed)
        return fixed
            ? held.linear(verdict.weight.detached(), verdict.bias?.detached()) : verdict(held)
    }

    /// The next place of each pose; chance is the last of what is seen.
    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        let size = seen.shape[2] - noiseSize
        let place = numbers.seen(seen.narrowed(-1, from: 0, count: size), withSteps: false)
        let chance = seen.narrowed(-1, from: size, count: noiseSize)
        return leave(generator(Tensor.concatenated([place, chance], along: -1)))
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        let size = seen.shape[1] - noiseSize
        return numbers.steps(from: seen.narrowed(-1, from: 0, count: size), to: output).floats
    }
}
