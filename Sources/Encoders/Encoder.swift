import Torch

/// A Transformer encoder in the manner of BERT: tokens in, one row of numbers a token out.
public struct Encoder: Module, Sendable {
    /// The sizes.
    public let shape: EncoderShape
    let words: Embedding
    let places: Embedding
    let norm: LayerNorm
    let blocks: [EncoderBlock]

    /// An encoder that has learnt nothing.
    public init(_ shape: EncoderShape, from source: RandomSource? = nil) {
        self.shape = shape
        words = Embedding(shape.tokens, shape.width, deviation: 0.02, from: source)
        places = Embedding(shape.positions, shape.width, deviation: 0.02, from: source)
        norm = LayerNorm(shape.width, epsilon: shape.epsilon)
        blocks = (0..<shape.layers).map { _ in EncoderBlock(shape, from: source) }
    }

    /// A batch of texts to `[texts, length, width]`; what stands in the padding means nothing.
    func callAsFunction(_ batch: TokenBatch, dropout: Double = 0) -> Tensor {
        var x = embedded(batch, dropout: dropout)
        for block in blocks { x = block(x, seeing: batch.isText, dropout: dropout) }
        return x
    }

    private func embedded(_ batch: TokenBatch, dropout: Double) -> Tensor {
        let length = batch.tokens.length(of: 1)
        let rows =
            batch.places.map { places($0) } ?? places.weight.narrowed(0, from: 0, count: length)
        let sum = words(batch.tokens) + rows
        return norm(sum).dropout(dropout, training: dropout > 0)
    }

    /// "words.…", "places.…", "norm.…" and "blocks.N.…".
    public var parameters: [NamedTensor] {
        words.parameters(under: "words") + places.parameters(under: "places")
            + norm.parameters(under: "norm") + blocks.parameters(under: "blocks")
    }
}
