import Motion
import Torch

/// The ways between a pose's place and its step, as tensors. Places are scaled to -1…1, steps are in
/// their own standard deviations; the last number of either is the sideways speed.
struct StepNumbers: Sendable {
    /// Numbers of a place without the sideways speed.
    let size: Int
    /// A step's deviation in a place's scale, [size].
    private let ratio: Tensor

    init(_ space: PoseSpace, on device: Device) {
        size = space.components + 1
        ratio = Tensor(
            (0..<size).map { space.stepDeviation[$0] / space.stateDeviation[$0] },
            shape: [size], device: device)
    }

    /// Of features [..., 2 * size + 1]: place and sideways speed, and the step where it is wanted.
    func seen(_ features: Tensor, withSteps: Bool) -> Tensor {
        withSteps
            ? features
            : Tensor.concatenated([place(features), drift(features)], along: -1)
    }

    private func place(_ features: Tensor) -> Tensor {
        features.narrowed(-1, from: 0, count: size)
    }

    private func drift(_ features: Tensor) -> Tensor {
        features.narrowed(-1, from: 2 * size, count: 1)
    }

    /// Steps [..., size] in a place's scale.
    func scaled(_ steps: Tensor) -> Tensor { steps * ratio }

    /// Ways in a place's scale as steps, [..., size].
    func unscaled(_ ways: Tensor) -> Tensor { ways / ratio }

    /// The next place that steps [..., size + 1] lead to, [..., size + 1].
    func next(after features: Tensor, stepping steps: Tensor) -> Tensor {
        let way = steps.narrowed(-1, from: 0, count: size) * ratio
        return Tensor.concatenated(
            [place(features) + way, steps.narrowed(-1, from: size, count: 1)], along: -1)
    }

    /// The steps that lead to a next place [..., size + 1].
    func steps(from features: Tensor, to next: Tensor) -> Tensor {
        let way = (next.narrowed(-1, from: 0, count: size) - place(features)) / ratio
        return Tensor.concatenated(
            [way, next.narrowed(-1, from: size, count: 1)], along: -1)
    }
}
