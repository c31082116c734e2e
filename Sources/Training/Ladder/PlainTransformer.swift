import Motion
import Signals
import Torch

/// The thesis's decoder over the keypoints of the last poses, with what each prototype added to it as a
/// setting.
struct PlainTransformer: WindowedModel {
    private let enter: Linear
    private let feel: [Linear]
    private let blocks: [PlainBlock]
    private let norm: LayerNorm
    private let head: StepHead
    private let emotion: EmotionHead?
    private let places: Tensor
    private let numbers: StepNumbers
    private let settings: LadderSettings
    let context: Int

    init(_ kit: LadderKit) {
        let (source, device, width) = (kit.source, kit.device, kit.sizes.width)
        settings = kit.settings
        numbers = kit.numbers
        context = kit.settings.context
        let moods = kit.settings.moods
        let inner = moods == .beside ? 2 * width : width
        enter = Linear(
            kit.seenSize + (moods == .pose ? Emotion.count : 0), width, from: source,
            device: device)
        feel =
            moods == .beside || moods == .apart
            ? [
                Linear(Emotion.count, width, from: source, device: device),
                Linear(width, width, from: source, device: device),
            ] : []
        blocks = (0..<kit.sizes.layers).map { _ in
            PlainBlock(
                inner, heads: kit.sizes.heads, dropout: kit.sizes.dropout, from: source,
                on: device)
        }
        norm = LayerNorm(inner, device: device)
        head = StepHead(moods == .apart ? 2 * width : inner, kit)
        emotion =
            kit.settings.emotionWeight > 0
            ? EmotionHead(
                kit.sizes.mixtures * kit.sizes.targetSize, from: source, on: device) : nil
        places = PlainBlock.places(context, width: inner, on: device)
    }

    var parameters: [NamedTensor] {
        enter.parameters(under: "enter") + feel.parameters(under: "feel")
            + blocks.parameters(under: "blocks") + norm.parameters(under: "norm")
            + head.parameters(under: "head") + (emotion?.parameters(under: "emotion") ?? [])
    }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let seen = runs(batch.features)
        let told = rows(learned(batch.conditions, training: moment.training), of: batch.features)
        let said = output(seen, conditions: told, training: moment.training)
        var losses = head.losses(
            said, seen: seen, targets: runs(batch.targets), progress: moment.progress)
        if let emotion, moment.training {
            let logits = head.mixture(said).logits
            let flat = logits.reshaped(
                to: [logits.shape[0], logits.shape[1], logits.shape[2] * logits.shape[3]])
            let read = emotion.losses(flat, conditions: told).unsqueezed(at: 1)
            losses = losses + read * settings.emotionWeight(at: moment.progress)
        }
        return losses.reshaped(to: [batch.features.shape[0], batch.features.shape[1]])
    }

    /// Conditions as they are learned: with noise on the moods; as published, shuffled apart from the
    /// motion.
    private func learned(_ conditions: Tensor, training: Bool) -> Tensor {
        var told = conditions
        if settings.asPublished, told.shape[0] > 1 {
            let count = told.shape[0]
            told = Tensor.concatenated(
                [told.narrowed(0, from: 1, count: count - 1), told.narrowed(0, from: 0, count: 1)],
                along: 0)
        }
        guard training, settings.moodNoise > 0 else { return told }
        let chance = Tensor.randomNormal(told.shape, device: told.device) * settings.moodNoise
        return told + chance
    }

    func output(_ seen: Tensor, conditions: Tensor, training: Bool) -> Tensor {
        let time = seen.shape[1]
        let mood = conditions.narrowed(1, from: 0, count: Emotion.count)
        func each(_ row: Tensor) -> Tensor {
            row.unsqueezed(at: 1).expanded(to: [-1, time, -1])
        }
        var pose = numbers.seen(seen, withSteps: settings.seesSteps)
        if settings.moods == .pose { pose = Tensor.concatenated([pose, each(mood)], along: -1) }
        var x = enter(pose)  // [runs, time, width]
        let felt = feel.isEmpty ? nil : each(feel[1](feel[0](mood).silu()))
        if settings.moods == .beside, let felt {
            x = Tensor.concatenated([x, felt], along: -1)
        }
        x = x + places.narrowed(0, from: 0, count: time)
        for block in blocks { x = block(x, training: training) }
        x = norm(x)
        if settings.moods == .apart, let felt {
            x = Tensor.concatenated([x, felt], along: -1)
        }
        return head(x)
    }

    func steps(_ output: Tensor, seen: Tensor, using random: inout [SeededRandom]) -> [Float] {
        head.steps(output, seen: seen, using: &random)
    }
}
