import Motion
import Signals
import Torch

/// Reads the mood back from a mixture's weights: attention pools a run's poses, a line gives seven
/// moods.
struct EmotionHead: Module, Sendable {
    private let look: Linear
    private let say: Linear

    init(_ size: Int, from source: RandomSource?, on device: Device) {
        look = Linear(size, 1, from: source, device: device)
        say = Linear(size, Emotion.count, from: source, device: device)
    }

    var parameters: [NamedTensor] {
        look.parameters(under: "look") + say.parameters(under: "say")
    }

    /// The cross entropy of each run's mood, [batch]; 0 where no mood is told.
    ///
    /// - Parameter logits: [batch, time, size]; `conditions` [batch, conditionSize].
    func losses(_ logits: Tensor, conditions: Tensor) -> Tensor {
        let shares = look(logits).softmax(over: 1)  // [batch, time, 1]
        let pooled = (logits * shares).sum(over: 1)  // [batch, size]
        let moods = conditions.narrowed(1, from: 0, count: Emotion.count)
        return -(say(pooled).logSoftmax(over: -1) * moods).sum(over: -1)
    }
}
