import CTorch

extension Tensor {
    /// Whether gradients reach this tensor.
    public var requiresGradient: Bool { ct_requires_gradient(handle) }

    /// This tensor, now one that gradients are kept for: a parameter.
    @discardableResult
    public func requiringGradient(_ on: Bool = true) -> Tensor {
        check(ct_set_requires_gradient(handle, on), "requiringGradient")
        return self
    }

    /// Adds the gradient of this single number to every parameter it came from, and lets the graph
    /// go.
    public func backward() { check(ct_backward(handle), "backward") }

    /// What `backward` has added up since gradients were last cleared; nil where nothing has.
    public var gradient: Tensor? {
        var out: OpaquePointer?
        check(ct_gradient(handle, &out), "gradient")
        return out.map { Tensor(owning: $0) }
    }

    /// The same numbers, cut off from what they came from.
    public func detached() -> Tensor { produce(self, ct_detach) }

    /// Forgets the gradients that these parameters have added up.
    public static func clearGradients(of parameters: [Tensor]) {
        withHandles(of: parameters) { check(ct_clear_gradients($0, $1), "clearGradients") }
    }

    /// Scales all gradients together so that their norm is at most `longest`, and returns what the
    /// norm was (`clip_grad_norm_`). Gradients that are not finite are left as they are: look at
    /// the norm before a step.
    @discardableResult
    public static func clipGradients(of parameters: [Tensor], to longest: Double) -> Double {
        var norm = 0.0
        withHandles(of: parameters) {
            check(ct_clip_gradients($0, $1, longest, &norm), "clipGradients")
        }
        return norm
    }
}

// Both switches belong to the thread: the closures are synchronous so that no `await` can move the
// work to another thread inside them.

/// Runs without keeping what gradients would need; quicker, and right for the live dancer.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
    let was = ct_set_gradient_enabled(false)
    defer { _ = ct_set_gradient_enabled(was) }
    return try body()
}

/// Runs with matrix products in a shorter type and the rest as LibTorch's list says; what was set
/// before comes back, also when `body` throws. Call `backward` outside.
public func autocast<Result>(
    to type: ElementType = .bfloat16, on device: Device = .cpu, _ body: () throws -> Result
) rethrows -> Result {
    var wasOn = false
    var wasType: Int32 = 0
    check(ct_autocast_begin(device.code, type.rawValue, &wasOn, &wasType), "autocast")
    defer { check(ct_autocast_end(device.code, wasOn, wasType), "autocast") }
    return try body()
}
