import Motion
import Signals
import Torch

/// Our Transformer with a mixture for each number alone: ours less the idea that a whole pose is one
/// draw.
struct CoordinateDancer: LadderModel {
    private let trunk: MotionModel
    private let head: Linear
    private let sizes: MotionConfiguration
    let isHeld = true

    init(_ kit: LadderKit) throws {
        sizes = kit.sizes
        trunk = try MotionModel(kit.sizes, from: kit.source, on: kit.device)
        head = Linear(
            kit.sizes.width,
            CoordinateMixture.outputSize(
                components: kit.sizes.mixtures, numbers: kit.sizes.targetSize),
            from: kit.source, device: kit.device)
    }

    /// The trunk's own head is not asked.
    var parameters: [NamedTensor] {
        trunk.parameters.filter { !$0.name.hasPrefix("head.") }.map {
            ("trunk.\($0.name)", $0.tensor)
        }
            + head.parameters(under: "head")
    }

    private func mixture(_ output: Tensor) -> CoordinateMixture {
        CoordinateMixture(
            output, components: sizes.mixtures, low: sizes.smallestLogSigma,
            high: sizes.largestLogSigma)
    }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        var cache: MotionCache?
        let held = trunk.hidden(
            batch.features, conditions: batch.conditions, reaches: batch.reaches, cache: &cache,
            training: moment.training, shortened: moment.shortened)
        return -mixture(head(held)).logLikelihoods(of: batch.targets).mean(over: -1)
    }

    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        var cache: MotionCache?
        return head(
            trunk.hidden(seen, conditions: conditions, cache: &cache, training: training))
    }

    func next(
        after seen: Tensor, conditions: Tensor, training: Bool, memory: inout LadderMemory
    ) -> Tensor {
        var cache = memory.cache ?? MotionCache()
        var asked: MotionCache? = cache
        let held = trunk.hidden(seen, conditions: conditions, cache: &asked, training: training)
        cache = asked ?? cache
        memory.cache = cache
        return head(held).selected(1, at: seen.shape[1] - 1)
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        mixture(output).draw(sigmaScale: Dancing().sigmaScale, using: &random)
    }
}
