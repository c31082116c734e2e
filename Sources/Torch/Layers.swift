// Initial values are those of PyTorch's layers of the same names, so that a recipe read elsewhere
// behaves the same here. `source` gives the draws; nil takes LibTorch's own.

/// x Wᵀ + b, from `[…, in]` to `[…, out]`.
public struct Linear: Module, Sendable {
    /// `[out, in]`.
    public let weight: Tensor
    /// `[out]`; nil for a layer without.
    public let bias: Tensor?

    /// Weight and bias drawn evenly from ±1/√in.
    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, from source: RandomSource? = nil,
        device: Device = .cpu
    ) {
        let bound = 1 / Double(inputs).squareRoot()
        func draw(_ shape: [Int]) -> Tensor {
            withoutGradient {
                (Tensor.randomUniform(shape, from: source) * (2 * bound) - bound).to(device)
            }.requiringGradient()
        }
        weight = draw([outputs, inputs])
        self.bias = bias ? draw([outputs]) : nil
    }

    /// `[…, in]` to `[…, out]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias) }

    /// "weight" and, where there is one, "bias".
    public var parameters: [NamedTensor] {
        [("weight", weight)] + (bias.map { [("bias", $0)] } ?? [])
    }
}

/// Rows of the last dimension with mean 0 and variance 1, then scaled and moved.
public struct LayerNorm: Module, Sendable {
    /// `[width]`.
    public let weight: Tensor
    /// `[width]`.
    public let bias: Tensor
    /// Added to the variance, so that it never divides by zero.
    public let epsilon: Double

    /// Weight 1, bias 0.
    public init(_ width: Int, epsilon: Double = 1e-5, device: Device = .cpu) {
        weight = Tensor.ones([width], device: device).requiringGradient()
        bias = Tensor.zeros([width], device: device).requiringGradient()
        self.epsilon = epsilon
    }

    /// `[…, width]` to the same.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.layerNorm(weight, bias, epsilon: epsilon)
    }

    /// "weight" and "bias".
    public var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}

/// One row of numbers for each of a set of things.
public struct Embedding: Module, Sendable {
    /// `[count, width]`.
    public let weight: Tensor

    /// Rows drawn from the normal distribution, times `deviation`.
    public init(
        _ count: Int, _ width: Int, deviation: Double = 1, from source: RandomSource? = nil,
        device: Device = .cpu
    ) {
        weight = withoutGradient {
            (Tensor.randomNormal([count, width], from: source) * deviation).to(device)
        }.requiringGradient()
    }

    /// Integers `[…]` to rows `[…, width]`.
    public func callAsFunction(_ indices: Tensor) -> Tensor { weight.embedding(indices) }

    /// "weight".
    public var parameters: [NamedTensor] { [("weight", weight)] }
}

/// Two linear layers with GELU between: the feed-forward part of a Transformer block.
public struct FeedForward: Module, Sendable {
    /// `[…, width]` to `[…, hidden]`.
    public let rise: Linear
    /// `[…, hidden]` to `[…, width]`.
    public let fall: Linear

    /// Both layers drawn as `Linear` draws them.
    public init(
        _ width: Int, hidden: Int, from source: RandomSource? = nil, device: Device = .cpu
    ) {
        rise = Linear(width, hidden, from: source, device: device)
        fall = Linear(hidden, width, from: source, device: device)
    }

    /// `[…, width]` to the same.
    public func callAsFunction(_ x: Tensor) -> Tensor { fall(rise(x).gelu()) }

    /// "rise.…" and "fall.…".
    public var parameters: [NamedTensor] {
        rise.parameters(under: "rise") + fall.parameters(under: "fall")
    }
}
