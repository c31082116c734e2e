import CTorch

// Time is the last dimension: `[batch, channels, time]`.
extension Tensor {
    /// A convolution along time: `[batch, in, time]` with a weight `[out, in, width]` gives
    /// `[batch, out, time']`, where time' = (time + 2 padding - dilation (width - 1) - 1) / stride + 1.
    public func convolution(
        _ weight: Tensor, _ bias: Tensor? = nil, stride: Int = 1, padding: Int = 0,
        dilation: Int = 1
    ) -> Tensor {
        withExtendedLifetime(bias) {
            produce(self, weight) {
                ct_convolution(
                    $0, $1, bias?.handle, Int64(stride), Int64(padding), Int64(dilation), $2)
            }
        }
    }

    /// The largest of each `width` places in time, `stride` (or `width`) apart.
    public func maxPool(_ width: Int, stride: Int? = nil) -> Tensor {
        produce(self) { ct_max_pool($0, Int64(width), Int64(stride ?? width), $1) }
    }

    /// The mean of each `width` places in time, `stride` (or `width`) apart.
    public func meanPool(_ width: Int, stride: Int? = nil) -> Tensor {
        produce(self) { ct_mean_pool($0, Int64(width), Int64(stride ?? width), $1) }
    }
}

/// A convolution along time with weights of its own, from `[batch, in, time]` to
/// `[batch, out, time]`: as many places come out as go in.
public struct Convolution: Module, Sendable {
    /// `[out, in, width]`.
    public let weight: Tensor
    /// `[out]`.
    public let bias: Tensor
    private let padding: Int

    /// Weight and bias drawn evenly from ±1/√(in · width), as PyTorch draws them; `width` is odd.
    public init(_ inputs: Int, _ outputs: Int, width: Int, from source: RandomSource? = nil) {
        precondition(!width.isMultiple(of: 2), "a width of \(width) has no middle")
        let bound = 1 / Double(inputs * width).squareRoot()
        func draw(_ shape: [Int]) -> Tensor {
            withoutGradient {
                Tensor.randomUniform(shape, from: source) * (2 * bound) - bound
            }.requiringGradient()
        }
        weight = draw([outputs, inputs, width])
        bias = draw([outputs])
        padding = width / 2
    }

    /// `[batch, in, time]` to `[batch, out, time]`.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.convolution(weight, bias, padding: padding)
    }

    /// "weight" and "bias".
    public var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}
