import CTorch
import Foundation
import SafeTensors

/// x Wᵀ + b with weights of one byte, for a model that only reads.
///
/// Each row of the weights has 127 steps of its own, and so has each row of x, found anew at each
/// call: what comes out for a row depends on no other row.
public struct Int8Linear: Sendable {
    /// `[in, out]`.
    let weight: Tensor
    /// What one step is worth, `[out]`.
    let scales: Tensor
    /// `[out]`.
    let bias: Tensor

    /// A layer of these bytes, `[out, in]` as files hold them, and `scales` and `bias` of `[out]`.
    public init(weight: Tensor, scales: Tensor, bias: Tensor) {
        let shape = weight.shape
        precondition(
            weight.elementType == .int8 && shape.count == 2 && scales.shape == [shape[0]]
                && bias.shape == [shape[0]],
            "\(weight.elementType) \(shape) with scales \(scales.shape) and bias \(bias.shape)")
        self.weight = weight.transposed().contiguous()
        self.scales = scales
        self.bias = bias
    }

    /// `[…, in]` to `[…, out]`, in 32-bit floats; no gradient goes through it.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        withExtendedLifetime((scales, bias)) {
            produce(x, weight, named: "Int8Linear") {
                ct_int8_linear($0, $1, scales.handle, bias.handle, $2)
            }
        }
    }

    /// A row's 127 steps: whole numbers of the same shape as `rows`, `[rows, width]`, and what one of
    /// them is worth, `[rows]`.
    public static func packed(_ rows: Tensor) -> (bytes: Tensor, scales: Tensor) {
        withoutGradient {
            let shape = rows.shape
            precondition(shape.count == 2, "\(shape) is no table")
            let numbers = rows.floats
            var bytes = [Int8](repeating: 0, count: numbers.count)
            var scales = [Float](repeating: 0, count: shape[0])
            for row in 0..<shape[0] {
                let places = (row * shape[1])..<((row + 1) * shape[1])
                let largest = numbers[places].reduce(Float(0)) { max($0, abs($1)) }
                scales[row] = largest / 127
                guard largest > 0 else { continue }
                for place in places {
                    bytes[place] = Int8((numbers[place] / scales[row]).rounded(.toNearestOrEven))
                }
            }
            let entry = SafeTensorFile.Entry(
                type: .int8, shape: shape, bytes: bytes.withUnsafeBytes { Data($0) })
            return (Tensor(entry), Tensor(scales, shape: [shape[0]]))
        }
    }
}
