import Foundation
import Motion
import Signals
import Torch

/// A classifier of two-second windows by their mood: a one-dimensional convolutional network over 15
/// moments a second, whose last hidden layer also gives the features of the learned Fréchet distance.
///
/// It sees keypoints about the hips, the hips' height and how both change, averaged over pairs of
/// poses, so that it judges movement and not the smoothness of its recording.
public final class MotionJudge: Module {
    /// Poses of a window.
    public static let window = 60
    private static let moments = window / 2
    private static let values = PoseLayout.coordinates + 1
    private static let channels = 2 * values
    /// Numbers of the features.
    static let featureCount = 32

    private let layers: [Convolution]
    private let fold: Linear
    private let head: Linear
    private var scale = [Float](repeating: 1, count: channels)
    private var mean = [Float](repeating: 0, count: channels)

    /// A judge that has learned nothing.
    init(seed: UInt64) {
        let source = RandomSource(seed: seed)
        layers = [
            Convolution(Self.channels, 48, width: 5, from: source),
            Convolution(48, 64, width: 5, from: source),
            Convolution(64, 64, width: 3, from: source),
        ]
        fold = Linear(64, Self.featureCount, from: source)
        head = Linear(Self.featureCount, Emotion.count, from: source)
    }

    /// "layers.0.…", "fold.…" and "head.…".
    public var parameters: [NamedTensor] {
        layers.parameters(under: "layers") + fold.parameters(under: "fold")
            + head.parameters(under: "head")
    }

    /// A judge that has learned windows of a stream, every emotion equally often.
    ///
    /// The same stream and seed give the same judge.
    public static func trained(
        on stream: MotionStream, steps: Int = 500, batch: Int = 64, seed: UInt64,
        progress: (Int) -> Void = { _ in }
    ) -> MotionJudge {
        let judge = MotionJudge(seed: seed)
        let emotions = stream.emotions
        var random = SeededRandom(seed: seed)
        func draw(_ count: Int) -> (windows: [[Float]], emotions: [Int]) {
            let drawn = (0..<count).map { index in
                let emotion = emotions[index % emotions.count]
                let window = stream.window(of: Self.window, emotion: emotion, using: &random)
                return (window.numbers, emotion.index)
            }
            return (drawn.map(\.0), drawn.map(\.1))
        }
        judge.fitScale(to: draw(280).windows)
        let optimiser = AdamW(judge.parameters, AdamW.Configuration(decay: 0.05))
        let masks = RandomSource(seed: seed &+ 1)
        for step in 0..<steps {
            let drawn = draw(batch)
            let target = Tensor(drawn.emotions, shape: [batch])
            optimiser.configuration.learningRate =
                2e-3 * (0.5 + 0.5 * cos(.pi * Double(step) / Double(steps)) + 0.01)
            let hidden = judge.hidden(judge.input(of: drawn.windows), dropping: masks)
            let loss = judge.head(hidden).crossEntropy(target, smoothing: 0.1)
            optimiser.clearGradients()
            loss.backward()
            optimiser.clipGradients(to: 1)
            optimiser.step()
            progress(step + 1)
        }
        return judge
    }

    /// What it thinks of windows of 60 poses: a weight for each emotion, [windows][7].
    public func posteriors(of windows: [[Float]]) -> [[Float]] {
        answers(windows, width: Emotion.count) { self.head(self.hidden($0)).softmax(over: -1) }
    }

    /// The features of windows of 60 poses, [windows][32].
    func features(of windows: [[Float]]) -> [[Float]] {
        answers(windows, width: Self.featureCount) { self.hidden($0) }
    }

    private func answers(
        _ windows: [[Float]], width: Int, _ work: (Tensor) -> Tensor
    ) -> [[Float]] {
        withoutGradient {
            stride(from: 0, to: windows.count, by: 256).flatMap { first -> [[Float]] in
                let some = Array(windows[first..<min(first + 256, windows.count)])
                let numbers = work(input(of: some)).floats
                return some.indices.map { Array(numbers[($0 * width)..<(($0 + 1) * width)]) }
            }
        }
    }

    private func hidden(_ x: Tensor, dropping masks: RandomSource? = nil) -> Tensor {
        func dropped(_ x: Tensor, _ share: Double) -> Tensor {
            guard let masks else { return x }
            let kept = (Tensor.randomUniform(x.shape, from: masks) .> share).to(.float32)
            return x * kept / (1 - share)
        }
        var x = layers[0](x).relu().maxPool(2)  // [windows, 48, 15]
        x = layers[1](dropped(x, 0.1)).relu().maxPool(2)  // [windows, 64, 7]
        x = layers[2](dropped(x, 0.1)).relu().mean(over: -1)  // [windows, 64]
        return fold(dropped(x, 0.3)).relu()  // [windows, 32]
    }

    /// [windows, channels, 30]: places and their changes, each in its own deviation.
    private func input(of windows: [[Float]]) -> Tensor {
        var numbers: [Float] = []
        numbers.reserveCapacity(windows.count * Self.channels * Self.moments)
        for window in windows {
            let raw = Self.raw(window)
            for channel in 0..<Self.channels {
                for moment in 0..<Self.moments {
                    let value = raw[channel * Self.moments + moment]
                    numbers.append((value - mean[channel]) / scale[channel])
                }
            }
        }
        return Tensor(numbers, shape: [windows.count, Self.channels, Self.moments])
    }

    private static func raw(_ window: [Float]) -> [Float] {
        precondition(
            window.count == Self.window * PoseLayout.count, "a judge sees \(Self.window) poses")
        var raw = [Float](repeating: 0, count: channels * moments)
        for value in 0..<values {
            for moment in 0..<moments {
                let place = 2 * moment * PoseLayout.count + value
                raw[value * moments + moment] =
                    0.5 * (window[place] + window[place + PoseLayout.count])
            }
            let own = value * moments
            let change = (values + value) * moments
            for moment in 1..<moments {
                raw[change + moment] = raw[own + moment] - raw[own + moment - 1]
            }
            raw[change] = raw[change + 1]
        }
        return raw
    }

    private func fitScale(to windows: [[Float]]) {
        let rows = windows.map(Self.raw)
        let count = Float(rows.count * Self.moments)
        for channel in 0..<Self.channels {
            var sum: Float = 0
            var squares: Float = 0
            for row in rows {
                for value in row[(channel * Self.moments)..<((channel + 1) * Self.moments)] {
                    sum += value
                    squares += value * value
                }
            }
            mean[channel] = sum / count
            scale[channel] = max((squares / count - mean[channel] * mean[channel]), 1e-8)
                .squareRoot()
        }
    }
}
