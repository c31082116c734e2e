import CTorch

/// LibTorch as a whole: its version, threads, seed and count of tensors.
public enum TorchRuntime {
    /// LibTorch's version, such as "2.13.0".
    public static var version: String { String(cString: ct_version()) }

    /// Threads that one operation may use: 1 for the live dancer, the machine's cores to train.
    public static var threadCount: Int { Int(ct_thread_count()) }

    /// Sets the threads that one operation may use, here and on every thread that has not worked
    /// with tensors yet; those that have keep what they had, so call it when the program starts.
    public static func useThreads(_ count: Int) {
        precondition(count > 0, "\(count) threads cannot work")
        ct_set_thread_count(Int32(count))
    }

    /// Starts LibTorch's own random numbers: those of dropout, and of every draw without a
    /// `RandomSource`.
    public static func seed(_ seed: UInt64) { check(ct_seed(seed), "seed") }

    /// Where LibTorch's own random numbers stand (on the CPU), to be saved beside a checkpoint.
    public static var randomState: Tensor { produce { ct_random_state($0) } }

    /// Puts LibTorch's own random numbers back where they stood; throws
    /// `TorchError.randomStateUnusable` for anything but a `randomState`.
    public static func restoreRandomState(_ state: Tensor) throws {
        let status = withExtendedLifetime(state) { ct_set_random_state(state.handle) }
        guard status == 0 else { throw TorchError.randomStateUnusable(reason: lastTorchMessage) }
    }

    /// Tensors that this program holds now, to find one that is never let go.
    public static var liveTensorCount: Int { Int(ct_live_tensor_count()) }
}

// @unchecked Sendable: LibTorch locks the generator for each draw; who shares one gives up order.
/// A stream of random numbers of its own, so that one seed gives one model whatever else draws.
public final class RandomSource: @unchecked Sendable {
    let handle: OpaquePointer

    /// A stream that depends on the seed alone.
    public init(seed: UInt64) {
        var out: OpaquePointer?
        check(ct_generator_create(seed, &out), "RandomSource")
        guard let out else { fatalError("RandomSource: \(lastTorchMessage)") }
        handle = out
    }

    deinit { ct_generator_free(handle) }
}
