import Torch

/// One block of an encoder: attention, then feed-forward, each added to what it was given and
/// normed after.
struct EncoderBlock: Module, Sendable {
    let heads: Int
    /// Queries, keys and values in one product: `[…, width]` to `[…, 3 width]`.
    let joint: Linear
    let output: Linear
    let attentionNorm: LayerNorm
    let rise: Linear
    let fall: Linear
    let norm: LayerNorm

    init(_ shape: EncoderShape, from source: RandomSource? = nil) {
        heads = shape.heads
        joint = Linear(shape.width, 3 * shape.width, from: source)
        output = Linear(shape.width, shape.width, from: source)
        attentionNorm = LayerNorm(shape.width, epsilon: shape.epsilon)
        rise = Linear(shape.width, shape.hidden, from: source)
        fall = Linear(shape.hidden, shape.width, from: source)
        norm = LayerNorm(shape.width, epsilon: shape.epsilon)
    }

    /// `[texts, length, width]` to the same.
    func callAsFunction(_ x: Tensor, seeing mask: Tensor?, dropout: Double) -> Tensor {
        let isTraining = dropout > 0
        let attended = output(Self.attention(joint(x), heads: heads, seeing: mask, dropout))
        let y = attentionNorm(x + attended.dropout(dropout, training: isTraining))
        let risen = fall(rise(y).gelu())
        return norm(y + risen.dropout(dropout, training: isTraining))
    }

    /// Queries, keys and values side by side, `[texts, length, 3 width]`, to what attention finds,
    /// `[texts, length, width]`.
    static func attention(
        _ joint: Tensor, heads: Int, seeing mask: Tensor?, _ dropout: Double = 0
    ) -> Tensor {
        let shape = joint.shape
        let (texts, length, width) = (shape[0], shape[1], shape[2] / 3)
        let split = joint.reshaped(to: [texts, length, 3, heads, width / heads])
            .permuted([2, 0, 3, 1, 4])  // [3, texts, heads, length, width / heads]
        let found = Tensor.attention(
            split.selected(0, at: 0), split.selected(0, at: 1), split.selected(0, at: 2),
            mask: mask, dropout: dropout)
        return found.transposed(1, 2).reshaped(to: [texts, length, width])
    }

    var parameters: [NamedTensor] {
        joint.parameters(under: "joint") + output.parameters(under: "output")
            + attentionNorm.parameters(under: "attentionNorm") + rise.parameters(under: "rise")
            + fall.parameters(under: "fall") + norm.parameters(under: "norm")
    }
}
