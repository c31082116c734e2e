import Signals
import Torch

/// An encoder with two heads on the mean of its rows: the seven emotions, and, to learn more from the
/// same texts, GoEmotions' 28 finer ones.
struct EmotionEncoder: Module, Sendable {
    let encoder: Encoder
    let emotions: Linear
    let details: Linear

    init(_ shape: EncoderShape, from source: RandomSource? = nil) {
        encoder = Encoder(shape, from: source)
        emotions = Linear(shape.width, Emotion.count, from: source)
        details = Linear(shape.width, FineEmotion.names.count, from: source)
    }

    /// A batch to the logits of both heads, `[texts, 7]` and `[texts, 28]`.
    func callAsFunction(
        _ batch: TokenBatch, dropout: Double = 0
    ) -> (emotions: Tensor, details: Tensor) {
        let mean = (encoder(batch, dropout: dropout) * batch.shares).sum(over: 1)
        let seen = mean.dropout(dropout, training: dropout > 0)
        return (emotions(seen), details(seen))
    }

    var parameters: [NamedTensor] {
        encoder.parameters(under: "encoder") + emotions.parameters(under: "emotions")
            + details.parameters(under: "details")
    }
}
