import CTorch

// `keeping` leaves the reduced dimension there with length 1.
extension Tensor {
    /// The sum of all numbers.
    public func sum() -> Tensor { produce(self, ct_sum_all) }
    /// The mean of all numbers.
    public func mean() -> Tensor { produce(self, ct_mean_all) }
    /// The largest of all numbers.
    public func max() -> Tensor { produce(self, ct_max_all) }
    /// The smallest of all numbers.
    public func min() -> Tensor { produce(self, ct_min_all) }

    /// The sum along a dimension.
    public func sum(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_sum($0, Int64(dimension), keeping, $1) }
    }
    /// The mean along a dimension.
    public func mean(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_mean($0, Int64(dimension), keeping, $1) }
    }
    /// The largest along a dimension.
    public func max(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_max($0, Int64(dimension), keeping, $1) }
    }
    /// The smallest along a dimension.
    public func min(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_min($0, Int64(dimension), keeping, $1) }
    }
    /// Where the largest lies along a dimension, as integers.
    public func argmax(over dimension: Int) -> Tensor {
        produce(self) { ct_argmax($0, Int64(dimension), $1) }
    }
    /// The mean square distance from the mean along a dimension (over the count, not one less).
    public func variance(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_variance($0, Int64(dimension), keeping, $1) }
    }
    /// log Σ eˣ along a dimension, safe for large and small x.
    public func logSumExp(over dimension: Int, keeping: Bool = false) -> Tensor {
        produce(self) { ct_log_sum_exp($0, Int64(dimension), keeping, $1) }
    }
    /// Each number plus all before it along a dimension.
    public func cumulativeSum(over dimension: Int) -> Tensor {
        produce(self) { ct_cumulative_sum($0, Int64(dimension), $1) }
    }
    /// Whether no number is infinite or not a number.
    public var isFinite: Bool {
        var finite = false
        check(ct_all_finite(handle, &finite), "isFinite")
        return finite
    }
}
