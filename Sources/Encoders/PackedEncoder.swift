import Signals
import Torch

/// The encoder as it reads in a show: weights of one byte, no gradients, the seven emotions alone.
struct PackedEncoder: Sendable {
    /// One block, as `EncoderBlock` has it.
    struct Block: Sendable {
        var joint: Int8Linear
        var output: Int8Linear
        var attentionNorm: LayerNorm
        var rise: Int8Linear
        var fall: Int8Linear
        var norm: LayerNorm

        /// `[texts, length, width]` to the same.
        func callAsFunction(_ x: Tensor, heads: Int, seeing mask: Tensor?) -> Tensor {
            let attended = output(EncoderBlock.attention(joint(x), heads: heads, seeing: mask))
            let y = attentionNorm(x + attended)
            return norm(y + fall(rise(y).gelu()))
        }
    }

    let shape: EncoderShape
    /// The table of words, `[tokens, width]`.
    let words: Tensor
    /// The table of places, `[positions, width]`.
    let places: Tensor
    let norm: LayerNorm
    let blocks: [Block]
    /// `[7, width]` and `[7]`, the calibration in them.
    let emotions: (weight: Tensor, bias: Tensor)

    /// The seven weights of each text of a batch, which sum to 1, one text after the other.
    func weights(of batch: TokenBatch) -> [Float] {
        withoutGradient {
            let length = batch.tokens.length(of: 1)
            var x = norm(
                words.embedding(batch.tokens) + places.narrowed(0, from: 0, count: length))
            for block in blocks { x = block(x, heads: shape.heads, seeing: batch.isText) }
            let mean = (x * batch.shares).sum(over: 1)
            return mean.linear(emotions.weight, emotions.bias).softmax(over: 1).floats
        }
    }
}
