import Motion
import Signals
import Torch

/// What the ladder's sequence models end in: from what they hold of a pose to the next one, and what it
/// costs to be wrong.
struct StepHead: Module, Sendable {
    private let last: Linear
    private let numbers: StepNumbers
    private let settings: LadderSettings
    private let sizes: MotionConfiguration

    init(_ width: Int, _ kit: LadderKit) {
        settings = kit.settings
        sizes = kit.sizes
        numbers = kit.numbers
        let outputs =
            kit.settings.mixes
            ? CoordinateMixture.outputSize(
                components: kit.sizes.mixtures, numbers: kit.sizes.targetSize)
            : kit.settings.seesSteps ? kit.sizes.inputSize : kit.sizes.targetSize
        last = Linear(width, outputs, from: kit.source, device: kit.device)
    }

    var parameters: [NamedTensor] { last.parameters(under: "last") }

    func callAsFunction(_ x: Tensor) -> Tensor { last(x) }

    /// The mixture in an output, where there is one.
    func mixture(_ output: Tensor) -> CoordinateMixture {
        CoordinateMixture(
            output, components: sizes.mixtures, low: sizes.smallestLogSigma,
            high: sizes.largestLogSigma)
    }

    /// The loss of each pose, [batch, time].
    func losses(
        _ output: Tensor, seen features: Tensor, targets: Tensor, progress: Double
    ) -> Tensor {
        let wanted = numbers.next(after: features, stepping: targets)
        let steps = meanSteps(output, seen: features)
        let error = numbers.next(after: features, stepping: steps) - wanted
        var loss: Tensor
        if settings.mixes {
            let weight = settings.mixtureWeight(at: progress)
            loss = mixture(output).logLikelihoods(of: targets).mean(over: -1) * -weight
            if weight < 1 {
                loss = loss + (steps - targets).square().mean(over: -1) * (1 - weight)
            }
        } else if settings.seesSteps {
            let (place, step) = parts(output)
            loss =
                (place - wanted).square().mean(over: -1)
                + (step - targets).square().mean(over: -1)
        } else {
            loss = error.square().mean(over: -1)
        }
        if settings.absolutePenalty > 0 {
            loss = loss + error.abs().mean(over: -1) * settings.absolutePenalty
        }
        if settings.squaredPenalty > 0 {
            loss = loss + error.square().mean(over: -1) * settings.squaredPenalty
        }
        if settings.stillPenalty > 0 {
            loss = loss + (0.5 - steps.abs()).relu().mean(over: -1) * settings.stillPenalty
        }
        return loss
    }

    /// Of an output with steps: the next place and the step, each with the sideways speed.
    private func parts(_ output: Tensor) -> (place: Tensor, step: Tensor) {
        let size = sizes.stateSize
        let drift = output.narrowed(-1, from: 2 * size, count: 1)
        return (
            Tensor.concatenated([output.narrowed(-1, from: 0, count: size), drift], along: -1),
            output.narrowed(-1, from: size, count: size + 1)
        )
    }

    /// The step that is expected, [..., targetSize], in deviations.
    private func meanSteps(_ output: Tensor, seen features: Tensor) -> Tensor {
        if settings.mixes { return mixture(output).mean }
        guard settings.seesSteps else { return numbers.steps(from: features, to: output) }
        // Halfway between what the place says and where the step leads.
        let (place, step) = parts(output)
        return (numbers.steps(from: features, to: place) + step) * 0.5
    }

    /// The steps that are danced, [bodies x targetSize].
    func steps(
        _ output: Tensor, seen features: Tensor, using random: inout [SeededRandom]
    ) -> [Float] {
        guard settings.mixes else { return meanSteps(output, seen: features).floats }
        let mixture = mixture(output)
        guard !settings.asPublished else { return mixture.averageByIndex() }
        return mixture.draw(sigmaScale: Dancing().sigmaScale, using: &random)
    }
}
