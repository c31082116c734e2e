import CTorch

/// Where tensors lie and are worked on; the raw values are the words of the command line.
public enum Device: String, Sendable, CaseIterable {
    case cpu
    case cuda
    case mps

    /// Whether this machine and this LibTorch have it. CUDA is looked for beside `libtorch_cpu` the
    /// first time, which must be before the first `backward`, so ask when the program starts.
    public var isAvailable: Bool { ct_device_available(code) }

    /// The fastest device there is.
    public static var best: Device {
        [.cuda, .mps].first { $0.isAvailable } ?? .cpu
    }

    /// This device; throws `TorchError.deviceMissing` where the machine lacks it.
    public func required() throws -> Device {
        guard isAvailable else { throw TorchError.deviceMissing(self) }
        return self
    }

    var code: Int32 {
        switch self {
        case .cpu: 0
        case .cuda: 1
        case .mps: 2
        }
    }

    init(code: Int32) {
        switch code {
        case 1: self = .cuda
        case 2: self = .mps
        default: self = .cpu
        }
    }
}

/// What the world can do wrong to tensors outside of checkpoints.
public enum TorchError: Error, Equatable, CustomStringConvertible {
    /// The machine or its LibTorch lacks this device.
    case deviceMissing(Device)
    /// A stored state of random numbers is not one of LibTorch's.
    case randomStateUnusable(reason: String)

    /// What is wrong and what to do next.
    public var description: String {
        switch self {
        case .deviceMissing(.cuda):
            "There is no CUDA device that this LibTorch can use. Install a LibTorch with CUDA, or "
                + "choose the device cpu."
        case .deviceMissing(let device):
            "This machine has no device \(device.rawValue). Choose the device cpu."
        case .randomStateUnusable(let reason):
            "The saved state of the random numbers cannot be used: \(reason) Start anew from a seed."
        }
    }
}
