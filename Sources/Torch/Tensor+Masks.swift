import CTorch

// The dotted operators are those of SIMD vectors: they compare number by number.
extension Tensor {
    /// True where a is larger.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_greater) }
    /// True where a is not smaller.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_greater_equal) }
    /// True where a is smaller.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_less) }
    /// True where a is not larger.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_less_equal) }
    /// True where both are the same.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_equal) }

    /// True where a is larger than the number.
    public static func .> (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_greater_scalar($0, b, $1) }
    }
    /// True where a is not smaller than the number.
    public static func .>= (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_greater_equal_scalar($0, b, $1) }
    }
    /// True where a is smaller than the number.
    public static func .< (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_less_scalar($0, b, $1) }
    }
    /// True where a is not larger than the number.
    public static func .<= (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_less_equal_scalar($0, b, $1) }
    }
    /// True where a is the number.
    public static func .== (a: Tensor, b: Double) -> Tensor {
        produce(a) { ct_equal_scalar($0, b, $1) }
    }

    /// True where a mask is false.
    public static prefix func .! (a: Tensor) -> Tensor { produce(a, ct_not) }
    /// True where both masks are.
    public static func .& (a: Tensor, b: Tensor) -> Tensor { produce(a, b, ct_and) }

    /// Of a mask: the number of `a` where it is true, of `b` where it is false.
    public func choosing(_ a: Tensor, otherwise b: Tensor) -> Tensor {
        withExtendedLifetime((a, b)) {
            produce(self) { ct_where($0, a.handle, b.handle, $1) }
        }
    }

    /// These numbers with one number put where the mask is true.
    public func filled(with number: Double, where mask: Tensor) -> Tensor {
        produce(self, mask) { ct_masked_fill($0, $1, number, $2) }
    }
}
