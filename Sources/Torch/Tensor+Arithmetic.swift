import CTorch

// Number by number; a dimension of length 1 or a missing first one is repeated to fit. A whole
// number given to a tensor of integers makes floats of it: `to(.int64)` brings it back.
extension Tensor {
    /// The sum.
    public static func + (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_add) }
    /// The difference.
    public static func - (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_subtract) }
    /// The product, number by number.
    public static func * (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_multiply) }
    /// The quotient.
    public static func / (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_divide) }

    /// The sum with one number.
    public static func + (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_add_scalar($0, b, $1) }
    }
    /// The sum with one number.
    public static func + (a: Double, b: Tensor) -> Tensor { b + a }
    /// The difference from one number.
    public static func - (a: Tensor, b: Double) -> Tensor { a + -b }
    /// The difference from one number.
    public static func - (a: Double, b: Tensor) -> Tensor {
        produce(b) { ct_scalar_subtract(a, $0, $1) }
    }
    /// The product with one number.
    public static func * (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_multiply_scalar($0, b, $1) }
    }
    /// The product with one number.
    public static func * (a: Double, b: Tensor) -> Tensor { b * a }
    /// The quotient by one number.
    public static func / (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_divide_scalar($0, b, $1) }
    }
    /// The quotient of one number.
    public static func / (a: Double, b: Tensor) -> Tensor {
        produce(b) { ct_scalar_divide(a, $0, $1) }
    }
    /// Every sign turned.
    public static prefix func - (a: Tensor) -> Tensor { produce(a, ct_negative) }

    /// The product of matrices over the last two dimensions, the others going along.
    public func matmul(_ other: Tensor) -> Tensor { produce(self, other, ct_matmul) }

    /// Each number to this power.
    public func power(_ exponent: Double) -> Tensor { produce(self) { ct_power($0, exponent, $1) } }
    /// e to each number.
    public func exp() -> Tensor { produce(self, ct_exp) }
    /// The natural logarithm.
    public func log() -> Tensor { produce(self, ct_log) }
    /// The square root.
    public func sqrt() -> Tensor { produce(self, ct_sqrt) }
    /// The square.
    public func square() -> Tensor { produce(self, ct_square) }
    /// The distance from zero.
    public func abs() -> Tensor { produce(self, ct_abs) }
    /// The sine of an angle in radians.
    public func sin() -> Tensor { produce(self, ct_sin) }
    /// The cosine of an angle in radians.
    public func cos() -> Tensor { produce(self, ct_cos) }
    /// Each number kept between two.
    public func clamped(from low: Double, to high: Double) -> Tensor {
        produce(self) { ct_clamp($0, low, high, $1) }
    }
    /// The smaller of two, number by number.
    public func minimum(_ other: Tensor) -> Tensor { produce(self, other, ct_minimum) }
    /// The larger of two, number by number.
    public func maximum(_ other: Tensor) -> Tensor { produce(self, other, ct_maximum) }
}
