import CTorch

extension Tensor {
    /// The same numbers in another shape; one length may be -1 and is worked out.
    public func reshaped(to shape: [Int]) -> Tensor {
        withShape(shape) { lengths, count in produce(self) { ct_reshape($0, lengths, count, $1) } }
    }
    /// A view that repeats dimensions of length 1; -1 leaves a length as it is.
    public func expanded(to shape: [Int]) -> Tensor {
        withShape(shape) { lengths, count in produce(self) { ct_expand($0, lengths, count, $1) } }
    }
    /// A view with the dimensions in another order.
    public func permuted(_ order: [Int]) -> Tensor {
        withShape(order) { places, count in produce(self) { ct_permute($0, places, count, $1) } }
    }
    /// A view with two dimensions exchanged, the last two where none are named.
    public func transposed(_ i: Int = -2, _ j: Int = -1) -> Tensor {
        produce(self) { ct_transpose($0, Int64(i), Int64(j), $1) }
    }
    /// A view of `count` places of a dimension, beginning at `start`.
    public func narrowed(_ dimension: Int, from start: Int, count: Int) -> Tensor {
        produce(self) { ct_narrow($0, Int64(dimension), Int64(start), Int64(count), $1) }
    }
    /// A view of one place of a dimension, which is then gone; negative counts from the last.
    public func selected(_ dimension: Int, at index: Int) -> Tensor {
        produce(self) { ct_select($0, Int64(dimension), Int64(index), $1) }
    }
    /// A view with a new dimension of length 1.
    public func unsqueezed(at dimension: Int) -> Tensor {
        produce(self) { ct_unsqueeze($0, Int64(dimension), $1) }
    }
    /// A view without a dimension of length 1.
    public func squeezed(at dimension: Int) -> Tensor {
        produce(self) { ct_squeeze($0, Int64(dimension), $1) }
    }
    /// The numbers laid out without gaps; `self`'s own where they are so already.
    public func contiguous() -> Tensor { produce(self, ct_contiguous) }
    /// A copy with numbers of its own.
    public func cloned() -> Tensor { produce(self, ct_clone) }

    /// Tensors one after the other along a dimension that they have.
    public static func concatenated(_ tensors: [Tensor], along dimension: Int) -> Tensor {
        withHandles(of: tensors) { handles, count in
            produce { ct_concatenate(handles, count, Int64(dimension), $0) }
        }
    }
    /// Tensors of one shape side by side along a new dimension.
    public static func stacked(_ tensors: [Tensor], along dimension: Int = 0) -> Tensor {
        withHandles(of: tensors) { handles, count in
            produce { ct_stack(handles, count, Int64(dimension), $0) }
        }
    }

    /// The places of a dimension that a row of integers names, in its order.
    public func selecting(_ indices: Tensor, along dimension: Int) -> Tensor {
        produce(self, indices) { ct_index_select($0, Int64(dimension), $1, $2) }
    }
    /// One number for each index: the index tells the place along a dimension, its own place the
    /// rest (`torch.gather`).
    public func gathered(_ indices: Tensor, along dimension: Int) -> Tensor {
        produce(self, indices) { ct_gather($0, Int64(dimension), $1, $2) }
    }
    /// Zero above the diagonal; 1 names the diagonal above the main one.
    public func lowerTriangle(diagonal: Int = 0) -> Tensor {
        produce(self) { ct_lower_triangle($0, Int64(diagonal), $1) }
    }
    /// Zero below the diagonal; 1 names the diagonal above the main one.
    public func upperTriangle(diagonal: Int = 0) -> Tensor {
        produce(self) { ct_upper_triangle($0, Int64(diagonal), $1) }
    }
}
