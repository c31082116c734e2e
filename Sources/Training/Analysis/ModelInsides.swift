import Foundation
import Motion
import Signals
import Torch

/// What a dancer's model makes of windows of real motion: its hidden state and the mixture after each
/// window's last pose.
struct ModelInsides: Sendable {
    /// One window that was looked at.
    struct Window: Sendable {
        /// The emotion it was drawn for.
        var emotion: Emotion
        /// The poses, end to end; the last is the one after which the model is asked.
        var run: PoseRun
        /// The hidden state when the model is not told the mood, [width].
        var hiddenAlone: [Float]
        /// The hidden state when it is told, [width].
        var hiddenTold: [Float]
        /// What comes next, the mood told, not guided.
        var mixture: MixtureDraw
    }

    /// The windows, emotion by emotion.
    let windows: [Window]
    /// The space of the dancer's poses.
    let space: PoseSpace

    /// Looks at windows of a stream, as many of each of its emotions.
    ///
    /// Throws `DancerError` when the checkpoint's weights are not those of its sizes.
    init(
        of checkpoint: DancerCheckpoint, on stream: MotionStream, perEmotion count: Int,
        using random: inout SeededRandom
    ) throws {
        let model = try MotionModel(checkpoint)
        space = checkpoint.space
        // As many poses as one layer looks back over, and one more for the first step.
        let poses = max(checkpoint.configuration.window, 2) + 1
        var drawn: [(emotion: Emotion, window: MotionWindow)] = []
        for emotion in stream.emotions {
            for _ in 0..<count {
                drawn.append(
                    (emotion, stream.window(of: poses, emotion: emotion, using: &random)))
            }
        }
        let features = drawn.flatMap { Self.features($0.window, checkpoint.space) }
        func look(
            _ conditions: [Float], _ ask: (Tensor, Tensor) -> Tensor
        ) -> [[Float]] {
            let shape = [drawn.count, poses - 1, checkpoint.configuration.inputSize]
            let numbers = withoutGradient {
                ask(
                    Tensor(features, shape: shape),
                    Tensor(
                        conditions, shape: [drawn.count, MotionConfiguration.conditionSize])
                )
                .narrowed(1, from: poses - 2, count: 1).floats
            }
            let size = numbers.count / max(drawn.count, 1)
            return drawn.indices.map { Array(numbers[($0 * size)..<(($0 + 1) * size)]) }
        }
        func conditions(told: Bool) -> [Float] {
            drawn.flatMap { one in
                Condition.numbers(
                    mood: told ? one.window.mood ?? Mood(one.emotion) : nil,
                    level: Dancing().noiseLevel, pace: one.window.pace)
            }
        }
        func hidden(told: Bool) -> [[Float]] {
            look(conditions(told: told)) { seen, told in
                var nothing: MotionCache?
                return model.hidden(seen, conditions: told, cache: &nothing)
            }
        }
        let outputs = look(conditions(told: true)) { seen, told in
            var nothing: MotionCache?
            return model(seen, conditions: told, cache: &nothing)
        }
        let alone = hidden(told: false)
        let told = hidden(told: true)
        windows = drawn.indices.map { index in
            Window(
                emotion: drawn[index].emotion, run: PoseRun(drawn[index].window.numbers),
                hiddenAlone: alone[index], hiddenTold: told[index],
                mixture: MixtureDraw(
                    output: outputs[index][...], configuration: checkpoint.configuration))
        }
    }

    /// What the model sees of a window's poses but the first, [poses - 1, inputSize].
    private static func features(_ window: MotionWindow, _ space: PoseSpace) -> [Float] {
        let states = (0..<window.count).map {
            space.state(of: window.numbers, at: $0 * PoseLayout.count)
        }
        return (1..<window.count).flatMap { pose in
            space.features(
                state: states[pose], before: states[pose - 1],
                drift: window.numbers[pose * PoseLayout.count + PoseLayout.drift])
        }
    }
}
