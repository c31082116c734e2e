import CTorch

extension Tensor {
    /// A tensor of floats, the last dimension running fastest.
    public convenience init(_ numbers: [Float], shape: [Int], device: Device = .cpu) {
        precondition(
            numbers.count == shape.reduce(1, *), "\(numbers.count) numbers do not fill \(shape)")
        self.init(
            owning: numbers.withUnsafeBytes {
                Self.copying($0, shape: shape, type: .float32, device: device)
            })
    }

    /// A tensor of 64-bit integers, as indices and targets are.
    public convenience init(_ numbers: [Int], shape: [Int], device: Device = .cpu) {
        precondition(
            numbers.count == shape.reduce(1, *), "\(numbers.count) numbers do not fill \(shape)")
        self.init(
            owning: numbers.withUnsafeBytes {
                Self.copying($0, shape: shape, type: .int64, device: device)
            })
    }

    /// A row of floats.
    public convenience init(_ numbers: [Float], device: Device = .cpu) {
        self.init(numbers, shape: [numbers.count], device: device)
    }

    /// A handle on a new tensor of these bytes, in the machine's own order.
    static func copying(
        _ bytes: UnsafeRawBufferPointer, shape: [Int], type: ElementType, device: Device
    ) -> OpaquePointer {
        var out: OpaquePointer?
        check(
            withShape(shape) {
                ct_from_bytes(bytes.baseAddress, $0, $1, type.rawValue, device.code, &out)
            }, "Tensor")
        guard let out else { fatalError("Tensor: \(lastTorchMessage)") }
        return out
    }

    /// The same number everywhere.
    public static func full(
        _ shape: [Int], _ number: Double, type: ElementType = .float32, device: Device = .cpu
    ) -> Tensor {
        withShape(shape) { lengths, count in
            produce { ct_full(number, lengths, count, type.rawValue, device.code, $0) }
        }
    }

    /// Zeros.
    public static func zeros(
        _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
    ) -> Tensor { full(shape, 0, type: type, device: device) }

    /// Ones.
    public static func ones(
        _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
    ) -> Tensor { full(shape, 1, type: type, device: device) }

    /// The numbers from `start` up to but not including `end`.
    public static func range(
        from start: Double = 0, to end: Double, by step: Double = 1, type: ElementType = .int64,
        device: Device = .cpu
    ) -> Tensor { produce { ct_arange(start, end, step, type.rawValue, device.code, $0) } }

    /// Draws from the normal distribution with mean 0 and deviation 1. They are drawn on the CPU
    /// and then moved, so that a seed means the same on every device.
    public static func randomNormal(
        _ shape: [Int], from source: RandomSource? = nil, device: Device = .cpu
    ) -> Tensor {
        withExtendedLifetime(source) {
            withShape(shape) { lengths, count in
                produce {
                    ct_random_normal(lengths, count, 0, device.code, source?.handle, $0)
                }
            }
        }
    }

    /// Draws from 0 up to but not including 1, on the CPU and then moved.
    public static func randomUniform(
        _ shape: [Int], from source: RandomSource? = nil, device: Device = .cpu
    ) -> Tensor {
        withExtendedLifetime(source) {
            withShape(shape) { lengths, count in
                produce {
                    ct_random_uniform(lengths, count, 0, device.code, source?.handle, $0)
                }
            }
        }
    }

    /// Booleans `[length, length]`, true where a row may look at a column: itself and those before.
    public static func causalMask(_ length: Int, device: Device = .cpu) -> Tensor {
        ones([length, length], type: .bool, device: device).lowerTriangle()
    }
}

extension Tensor {
    /// The numbers as floats, the last dimension running fastest.
    public var floats: [Float] {
        let source = elementType == .float32 ? self : to(.float32)
        let count = source.count
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            source.copyOut(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// The numbers as integers; fractions are cut off.
    public var integers: [Int] {
        let source = elementType == .int64 ? self : to(.int64)
        let count = source.count
        return [Int](unsafeUninitializedCapacity: count) { buffer, initialized in
            source.copyOut(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// The only number of a tensor that has one.
    public var item: Double {
        var number = 0.0
        check(ct_item(handle, &number), "item")
        return number
    }

    func copyOut(_ buffer: UnsafeMutableRawBufferPointer) {
        check(ct_copy_out(handle, buffer.baseAddress, buffer.count), "copyOut")
    }

    /// These numbers in another type; `self` where they are so already.
    public func to(_ type: ElementType) -> Tensor {
        type == elementType
            ? self : produce(self) { ct_to($0, type.rawValue, self.device.code, $1) }
    }

    /// These numbers on another device; `self` where they are there already.
    public func to(_ device: Device) -> Tensor {
        device == self.device
            ? self : produce(self) { ct_to($0, self.elementType.rawValue, device.code, $1) }
    }

    /// Copies another's numbers into this tensor's own, outside the graph of gradients. On a view,
    /// such as one place of a cache, this changes the tensor it looks at.
    public func overwrite(with source: Tensor) {
        withExtendedLifetime(source) { check(ct_overwrite(handle, source.handle), "overwrite") }
    }
}
