import Foundation
import Motion
import Torch

/// What a dancer must be better than: mixtures of one component that look at no more than a pose or
/// two.
struct Baselines {
    private let space: PoseSpace
    private let poseDeviation: [Float]
    private let stepDeviation: [Float]

    /// Widths are fitted to windows of the training motion.
    init(fitting batch: TrainingBatch, space: PoseSpace) {
        self.space = space
        poseDeviation = Self.rootMeanSquare(
            Self.lastPoseErrors(batch, space), size: space.components + 2)
        stepDeviation = Self.rootMeanSquare(
            Self.lastStepErrors(batch, space), size: space.components + 2)
    }

    /// The mean log-likelihood of the last pose again, in nats a number.
    func lastPose(_ batch: TrainingBatch) -> Double {
        likelihood(of: Self.lastPoseErrors(batch, space), deviation: poseDeviation, batch)
    }

    /// The mean log-likelihood of the last step again, in nats a number.
    func lastStep(_ batch: TrainingBatch) -> Double {
        likelihood(of: Self.lastStepErrors(batch, space), deviation: stepDeviation, batch)
    }

    /// The mean log-likelihood of one Gaussian around the mean pose, in nats a number.
    func meanPose(_ batch: TrainingBatch) -> Double {
        let size = space.components + 1
        let ratio = (0..<size).map { space.stateDeviation[$0] / space.stepDeviation[$0] }
        // From the present pose, the mean pose is this many steps away.
        let errors = Self.errors(batch, space) { features, number in
            number < size ? -features[number] * ratio[number] : 0
        }
        return likelihood(of: errors, deviation: ratio + [1], batch)
    }

    /// The likelihood of targets that lie this far from the means, by the dancer's own code.
    private func likelihood(
        of errors: [Float], deviation: [Float], _ batch: TrainingBatch
    ) -> Double {
        let size = deviation.count
        let shape = [batch.windows, batch.length, 1, size]
        let density = MixtureDensity(
            logits: .zeros([batch.windows, batch.length, 1]), means: .zeros(shape),
            logSigmas: Tensor(deviation.map { log($0) }, shape: [1, 1, 1, size])
                .expanded(to: shape))
        let target = Tensor(errors, shape: [batch.windows, batch.length, size])
        return BatchTensors.judged(density.logLikelihood(of: target)) / Double(size)
    }

    private static func lastPoseErrors(_ batch: TrainingBatch, _ space: PoseSpace) -> [Float] {
        let size = space.components + 1
        return errors(batch, space) { features, number in
            number < size ? 0 : features[2 * size]
        }
    }

    private static func lastStepErrors(_ batch: TrainingBatch, _ space: PoseSpace) -> [Float] {
        let size = space.components + 1
        return errors(batch, space) { features, number in features[size + number] }
    }

    /// Targets minus what is expected of each number from the pose's features.
    private static func errors(
        _ batch: TrainingBatch, _ space: PoseSpace, expected: (ArraySlice<Float>, Int) -> Float
    ) -> [Float] {
        let rows = batch.windows * batch.length
        let seen = batch.features.count / rows
        let size = batch.targets.count / rows
        return (0..<rows).flatMap { row in
            let features = ArraySlice(Array(batch.features[(row * seen)..<((row + 1) * seen)]))
            return (0..<size).map { batch.targets[row * size + $0] - expected(features, $0) }
        }
    }

    private static func rootMeanSquare(_ errors: [Float], size: Int) -> [Float] {
        var sums = [Double](repeating: 0, count: size)
        for (index, error) in errors.enumerated() { sums[index % size] += Double(error * error) }
        let rows = Double(errors.count / size)
        return sums.map { Float(max(($0 / rows).squareRoot(), 1e-6)) }
    }
}
