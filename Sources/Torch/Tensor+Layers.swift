import CTorch

extension Tensor {
    /// x Wᵀ + b: `[…, in]` with a weight `[out, in]` gives `[…, out]`.
    public func linear(_ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
        withExtendedLifetime(bias) {
            produce(self, weight) { ct_linear($0, $1, bias?.handle, $2) }
        }
    }

    /// Each row of the last dimension with mean 0 and variance 1, then weight and bias
    /// (https://arxiv.org/abs/1607.06450).
    public func layerNorm(
        _ weight: Tensor? = nil, _ bias: Tensor? = nil, epsilon: Double = 1e-5
    ) -> Tensor {
        withExtendedLifetime((weight, bias)) {
            produce(self) { ct_layer_norm($0, weight?.handle, bias?.handle, epsilon, $1) }
        }
    }

    /// Of a table `[rows, width]`: the rows that integers of any shape name, `[…, width]`.
    public func embedding(_ indices: Tensor) -> Tensor { produce(self, indices, ct_embedding) }

    /// In training, a share of the numbers set to 0 and the others raised to make up for it, drawn
    /// from LibTorch's own random numbers; otherwise `self`.
    public func dropout(_ probability: Double, training: Bool) -> Tensor {
        guard training, probability > 0 else { return self }
        return produce(self) { ct_dropout($0, probability, true, $1) }
    }

    /// softmax(Q Kᵀ / √width + mask) V (https://arxiv.org/abs/1706.03762).
    ///
    /// Query `[…, time, width]`, key and value `[…, past, width]`; gives `[…, time, width]`.
    /// - Parameter mask: added to the scores, or of booleans and true where a query may look; any
    ///   shape that broadcasts to `[…, time, past]`. It may carry a gradient.
    /// - Parameter dropout: share of the weights set to 0; give 0 outside of training.
    /// - Parameter causal: each query sees its own place and those before; not with a mask.
    public static func attention(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, dropout: Double = 0,
        causal: Bool = false
    ) -> Tensor {
        withExtendedLifetime((value, mask)) {
            produce(query, key) {
                ct_attention($0, $1, value.handle, mask?.handle, dropout, causal, $2)
            }
        }
    }

    /// The mean of -log softmax(self) at the target: `[rows, classes]` with integers `[rows]`, or
    /// with shares `[rows, classes]`. A target of -100 is passed over.
    /// - Parameter weight: how much each class counts, `[classes]`.
    /// - Parameter smoothing: share of the target spread over all classes.
    public func crossEntropy(
        _ target: Tensor, weight: Tensor? = nil, smoothing: Double = 0
    ) -> Tensor {
        withExtendedLifetime(weight) {
            produce(self, target) { ct_cross_entropy($0, $1, weight?.handle, smoothing, $2) }
        }
    }
}
