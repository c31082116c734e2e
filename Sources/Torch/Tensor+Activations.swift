import CTorch

extension Tensor {
    /// The hyperbolic tangent.
    public func tanh() -> Tensor { produce(self, ct_tanh) }
    /// 1 / (1 + e⁻ˣ).
    public func sigmoid() -> Tensor { produce(self, ct_sigmoid) }
    /// Zero below zero.
    public func relu() -> Tensor { produce(self, ct_relu) }
    /// x · sigmoid(x), also called swish.
    public func silu() -> Tensor { produce(self, ct_silu) }
    /// log(1 + eˣ); x itself above 20.
    public func softplus() -> Tensor { produce(self, ct_softplus) }
    /// x · Φ(x), Φ the normal distribution (https://arxiv.org/abs/1606.08415); `approximated` uses
    /// the paper's tanh formula.
    public func gelu(approximated: Bool = false) -> Tensor {
        produce(self) { ct_gelu($0, approximated, $1) }
    }
    /// eˣ over the sum of eˣ along a dimension.
    public func softmax(over dimension: Int) -> Tensor {
        produce(self) { ct_softmax($0, Int64(dimension), $1) }
    }
    /// The logarithm of `softmax`, safe where that would be 0.
    public func logSoftmax(over dimension: Int) -> Tensor {
        produce(self) { ct_log_softmax($0, Int64(dimension), $1) }
    }
}
