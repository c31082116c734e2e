import Motion
import Torch

/// Our dancer, taught on histories that it made itself, beside the smooth noise: in two passes
/// (Mihaylova & Martins 2019: some poses are replaced by what a first pass drew for them) or by
/// rollouts (a window's last poses go on from its own draws).
///
/// Either way the target leads from where it is to where the motion goes, a share of the way.
struct OwnErrors: StepModel {
    private let model: MotionModel
    private let numbers: StepNumbers
    private let settings: LadderSettings
    /// Share of a deviation that a target takes back, as with the noise.
    private let pull = Double(HistoryNoise().pull)
    /// Share of the run before it sees any of its own poses.
    private static let warmUp = 0.25

    init(_ kit: LadderKit) throws {
        model = try MotionModel(kit.sizes, from: kit.source, on: kit.device)
        numbers = kit.numbers
        settings = kit.settings
    }

    var parameters: [NamedTensor] { model.parameters }

    func losses(of batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        guard moment.training, moment.progress >= Self.warmUp else {
            return model.losses(of: batch, at: moment)
        }
        if settings.rolloutPoses > 0 { return rolledOut(batch, at: moment) }
        return model.losses(of: secondPass(batch, at: moment), at: moment)
    }

    /// The batch with some poses replaced by what the model draws for them.
    private func secondPass(_ batch: BatchTensors, at moment: LearningMoment) -> BatchTensors {
        let (rows, time, size) = (
            batch.targets.shape[0], batch.targets.shape[1], batch.targets.shape[2] - 1
        )
        return withoutGradient {
            var cache: MotionCache?
            let drawn = draw(
                model(
                    batch.features, conditions: batch.conditions, reaches: batch.reaches,
                    cache: &cache, shortened: moment.shortened))
            // Windows get more and less of it.
            let share = Tensor.randomUniform([rows, 1], device: batch.features.device)
            let chosen =
                (Tensor.randomUniform([rows, time], device: batch.features.device)
                .< share * (2 * settings.twoPassShare)).to(.float32).unsqueezed(at: -1)
            // What is drawn after a pose is seen as the next one.
            func later(_ x: Tensor) -> Tensor {
                Tensor.concatenated(
                    [
                        x.narrowed(1, from: 0, count: 1) * 0,
                        x.narrowed(1, from: 0, count: time - 1),
                    ],
                    along: 1)
            }
            let truth = batch.features.narrowed(-1, from: size, count: size + 1)
            let off = (later(drawn) - truth) * later(chosen)
            let away = off.narrowed(-1, from: 0, count: size)
            let seen =
                batch.features
                + Tensor.concatenated(
                    [
                        numbers.scaled(away), away - later(away),
                        off.narrowed(-1, from: size, count: 1),
                    ], along: -1)
            return BatchTensors(
                features: seen, targets: pulled(batch.targets, back: away),
                conditions: batch.conditions, reaches: batch.reaches)
        }
    }

    /// Losses of a window whose last poses go on from the model's own draws.
    private func rolledOut(_ batch: BatchTensors, at moment: LearningMoment) -> Tensor {
        let time = batch.targets.shape[1]
        let known = time - min(settings.rolloutPoses, time - 1)
        let size = numbers.size
        func at(_ x: Tensor, _ pose: Int) -> Tensor { x.narrowed(1, from: pose, count: 1) }
        var cache: MotionCache? = MotionCache()
        func said(_ features: Tensor) -> Tensor {
            model(
                features, conditions: batch.conditions, reaches: batch.reaches, cache: &cache,
                training: moment.training, shortened: moment.shortened)
        }
        func loss(_ output: Tensor, _ target: Tensor) -> Tensor {
            MixtureDensity(output: output, configuration: model.configuration)
                .logLikelihood(of: target) * (-1 / Double(size + 1))
        }
        var output = said(batch.features.narrowed(1, from: 0, count: known))
        var losses = [loss(output, batch.targets.narrowed(1, from: 0, count: known))]
        output = at(output, known - 1)
        var place = at(batch.features, known - 1).narrowed(-1, from: 0, count: size)
        for pose in known..<time {
            let (seen, target) = withoutGradient {
                let drawn = draw(output)
                let step = drawn.narrowed(-1, from: 0, count: size)
                place = place + numbers.scaled(step)
                let truth = at(batch.features, pose).narrowed(-1, from: 0, count: size)
                return (
                    Tensor.concatenated(
                        [place, step, drawn.narrowed(-1, from: size, count: 1)], along: -1),
                    pulled(at(batch.targets, pose), back: numbers.unscaled(place - truth))
                )
            }
            output = said(seen)
            losses.append(loss(output, target))
        }
        return Tensor.concatenated(losses, along: 1)
    }

    /// Targets that take back a share of how far the pose is away, in steps' deviations.
    private func pulled(_ targets: Tensor, back away: Tensor) -> Tensor {
        let none = targets.narrowed(-1, from: numbers.size, count: 1) * 0
        return targets - Tensor.concatenated([away * pull, none], along: -1)
    }

    /// One draw for each pose, [batch, time, targetSize].
    private func draw(_ output: Tensor) -> Tensor {
        let density = MixtureDensity(output: output, configuration: model.configuration)
        // The largest of log weights with Gumbel noise is a draw by weight.
        let chance = Tensor.randomUniform(density.logits.shape, device: output.device)
        let gumbel = -(-chance.clamped(from: 1e-9, to: 1 - 1e-7).log()).log()
        let shape = density.means.shape
        let chosen = (density.logits.logSoftmax(over: -1) + gumbel).argmax(over: -1)
            .unsqueezed(at: -1).unsqueezed(at: -1)
            .expanded(to: [shape[0], shape[1], 1, shape[3]])
        let mean = density.means.gathered(chosen, along: 2).squeezed(at: 2)
        let sigma = density.logSigmas.gathered(chosen, along: 2).squeezed(at: 2).exp()
        return mean + sigma * Tensor.randomNormal(mean.shape, device: output.device)
    }
}
