import CTorch

// @unchecked Sendable: the handle never changes and LibTorch counts references atomically. The
// numbers have one owner, who alone calls `overwrite`, `backward` and the optimiser; others wait
// until it has let go.
/// Numbers in a box of any shape, held by LibTorch, with the history that gradients need.
///
/// Operations return new tensors and trap with LibTorch's own words when shapes do not fit: that is
/// a programmer's fault. Views (`narrowed`, `selected`, `transposed`, …) share their numbers.
public final class Tensor: @unchecked Sendable {
    let handle: OpaquePointer

    init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { ct_tensor_free(handle) }

    /// Length of each dimension; empty for a single number.
    public var shape: [Int] {
        let count = Int(ct_dimension_count(handle))
        return [Int](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.withMemoryRebound(to: Int64.self) { ct_shape(handle, $0.baseAddress) }
            initialized = count
        }
    }

    /// How many dimensions there are.
    public var dimensionCount: Int { Int(ct_dimension_count(handle)) }

    /// How many numbers there are.
    public var count: Int { Int(ct_element_count(handle)) }

    /// How each number is stored.
    public var elementType: ElementType {
        guard let type = ElementType(rawValue: ct_element_type(handle)) else {
            fatalError("a tensor holds numbers of a type that ElementType has no name for")
        }
        return type
    }

    /// Where the numbers lie.
    public var device: Device { Device(code: ct_device(handle)) }

    /// The length of one dimension; negative counts from the last.
    public func length(of dimension: Int) -> Int {
        let shape = shape
        return shape[dimension < 0 ? dimension + shape.count : dimension]
    }
}

extension Tensor: CustomStringConvertible {
    /// Shape, type and device, and the numbers where they are few.
    public var description: String {
        let numbers = count <= 16 && elementType != .bool ? " \(floats)" : ""
        return "Tensor \(shape) \(elementType) on \(device)\(numbers)"
    }
}

// What a call of the shim leaves behind is read here and nowhere else.

/// Stops the program with LibTorch's words when a call failed.
@inline(__always)
func check(_ status: ct_status, _ operation: StaticString) {
    if status != 0 { stop(operation) }
}

@inline(never)
private func stop(_ operation: StaticString) -> Never {
    fatalError("\(operation): \(lastTorchMessage)")
}

/// LibTorch's words about this thread's latest failure.
var lastTorchMessage: String { String(cString: ct_last_error()) }

typealias Out = UnsafeMutablePointer<OpaquePointer?>

/// Runs one call that makes a tensor.
@inline(__always)
func produce(named operation: StaticString = #function, _ call: (Out) -> ct_status) -> Tensor {
    var out: OpaquePointer?
    check(call(&out), operation)
    guard let out else { stop(operation) }
    return Tensor(owning: out)
}

// The optimiser may free an object after its last use, which is reading the handle; the tensors
// must outlive the call.

@inline(__always)
func produce(
    _ a: Tensor, named operation: StaticString = #function,
    _ call: (OpaquePointer, Out) -> ct_status
) -> Tensor {
    withExtendedLifetime(a) { produce(named: operation) { call(a.handle, $0) } }
}

@inline(__always)
func produce(
    _ a: Tensor, _ b: Tensor, named operation: StaticString = #function,
    _ call: (OpaquePointer, OpaquePointer, Out) -> ct_status
) -> Tensor {
    withExtendedLifetime((a, b)) { produce(named: operation) { call(a.handle, b.handle, $0) } }
}

/// Lends the handles of many tensors for one call.
func withHandles<Result>(
    of tensors: [Tensor], _ body: (UnsafePointer<OpaquePointer?>?, Int32) -> Result
) -> Result {
    withExtendedLifetime(tensors) {
        withUnsafeTemporaryAllocation(of: OpaquePointer?.self, capacity: tensors.count) { buffer in
            for (place, tensor) in tensors.enumerated() {
                buffer.initializeElement(at: place, to: tensor.handle)
            }
            return body(buffer.baseAddress.map { UnsafePointer($0) }, Int32(tensors.count))
        }
    }
}

/// Lends a shape as the 64-bit numbers that C expects, without a copy.
@inline(__always)
func withShape<Result>(
    _ shape: [Int], _ body: (UnsafePointer<Int64>?, Int32) -> Result
) -> Result {
    shape.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: Int64.self) { body($0.baseAddress, Int32($0.count)) }
    }
}
