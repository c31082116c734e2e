import Motion
import Signals

/// What one step of training sees, laid out for tensors.
public struct TrainingBatch: Sendable {
    /// Windows in the batch.
    public var windows = 0
    /// Poses that each window predicts.
    public var length = 0
    /// What the model sees, [windows x length x inputSize].
    public var features: [Float] = []
    /// What it shall give, in steps' standard deviations, [windows x length x targetSize].
    public var targets: [Float] = []
    /// Mood, "no mood", noise level and pace, [windows x conditionSize].
    public var conditions: [Float] = []
    /// How many poses back each window may look, [windows].
    public var reaches: [Int] = []

    /// An empty batch.
    public init() {}

    /// Adds a window of `length + 2` poses.
    ///
    /// - Parameter noise: what is added to the states that the model sees, [poses x stateSize]; nil
    ///   for none. With `pull` of it taken back by the target: back to the data, but not at once.
    mutating func add(
        _ window: MotionWindow, mood: Mood?, level: Float, pace: Float, reach: Int,
        noise: [Float]?, pull: Float, space: PoseSpace
    ) {
        let size = space.components + 1
        let count = window.count
        let truth = (0..<count).map { space.state(of: window.numbers, at: $0 * PoseLayout.count) }
        let away = (0..<count).map { pose -> [Float] in
            guard let noise else { return [Float](repeating: 0, count: size) }
            return (0..<size).map { noise[pose * size + $0] * space.stepDeviation[$0] }
        }
        let seen = (0..<count).map { pose in (0..<size).map { truth[pose][$0] + away[pose][$0] } }
        func drift(_ pose: Int) -> Float {
            window.numbers[pose * PoseLayout.count + PoseLayout.drift]
        }
        for pose in 1..<(count - 1) {
            features += space.features(
                state: seen[pose], before: seen[pose - 1], drift: drift(pose))
            for i in 0..<size {
                let step = truth[pose + 1][i] - truth[pose][i] - pull * away[pose][i]
                targets.append(step / space.stepDeviation[i])
            }
            targets.append(drift(pose + 1) / space.driftDeviation)
        }
        conditions += Condition.numbers(mood: mood, level: level, pace: pace)
        reaches.append(reach)
        windows += 1
        length = count - 2
    }
}
