import CTorch
import Foundation

/// Where the workers of one training find each other: an address of the first of them.
public struct MeetingPlace: Sendable, Equatable, CustomStringConvertible {
    /// Name or address of the machine of worker 0, as the others reach it.
    public var host: String
    /// The port that worker 0 listens at.
    public var port: UInt16

    /// A place.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// A place in the form "HOST:PORT", "[::1]:29500" for an address with colons; nil for other text.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, port > 0 else { return nil }
        self.init(host: String(host), port: port)
    }

    /// "HOST:PORT".
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The door at which worker 0 waits for the others.
public final class MeetingDoor {
    /// Where the others must go; its port is a free one where 0 was asked for.
    public let place: MeetingPlace
    private var listener: Int32

    /// Listens at a place of this machine, on that one address.
    ///
    /// Throws `WorkerGroupError.noDoor`.
    public init(at place: MeetingPlace) throws {
        var listener: Int32 = -1
        var port: UInt16 = 0
        guard ct_group_listen(place.host, place.port, &listener, &port) == 0 else {
            throw WorkerGroupError.noDoor(place, reason: lastTorchMessage)
        }
        self.listener = listener
        self.place = MeetingPlace(host: place.host, port: port)
    }

    deinit { if listener >= 0 { ct_group_stop_listening(listener) } }

    /// The socket, which from now on is the taker's.
    fileprivate func take() -> Int32 {
        defer { listener = -1 }
        return listener
    }
}

// Its owner is the training loop: not Sendable.
/// Several processes that learn together, over LibTorch's c10d and Gloo.
///
/// Every worker makes the same calls in the same order. A call waits for the others and throws
/// `WorkerGroupError.lost` when one of them is gone.
public final class WorkerGroup {
    /// Which of the workers this is, from 0.
    public let rank: Int
    /// How many workers there are.
    public let count: Int
    /// Seconds spent waiting for the others and adding up with them.
    public private(set) var secondsTogether = 0.0
    private let handle: OpaquePointer

    /// Joins the other workers of a training, and waits until all are there.
    ///
    /// Nothing that goes between them is hidden or signed: the network must be a trusted one.
    ///
    /// - Parameters:
    ///   - door: worker 0's, which it may have opened before the others were started; it opens one
    ///     at `place` where none is given.
    ///   - patience: seconds that the others are waited for, now and in every later call.
    ///   - silence: seconds after which a machine that does not answer counts as cut off; one that is
    ///     only busy answers.
    ///
    /// Throws `WorkerGroupError.noDoor` or `.notMet`.
    public init(
        at place: MeetingPlace, door: MeetingDoor? = nil, rank: Int, of count: Int,
        patience: Double, silence: Double = 15
    ) throws {
        precondition((0..<count).contains(rank), "there is no worker \(rank) of \(count)")
        // A worker that is gone must be an error here, as it is for Python, and not this one's end.
        signal(SIGPIPE, SIG_IGN)
        let door = rank == 0 ? try door ?? MeetingDoor(at: place) : nil
        let place = door?.place ?? place
        var out: OpaquePointer?
        let status = ct_group_join(
            place.host, place.port, door?.take() ?? -1, Int32(rank), Int32(count), patience,
            silence,
            &out)
        guard status == 0, let out else {
            throw WorkerGroupError.notMet(place, rank: rank, reason: Self.firstSentence)
        }
        handle = out
        self.rank = rank
        self.count = count
    }

    deinit { ct_group_free(handle) }

    /// Whether this is the worker that writes, shows and decides.
    public var isFirst: Bool { rank == 0 }

    /// The part of `whole` things that is this worker's: all workers' parts are alike to one.
    public func part(of whole: Int) -> Range<Int> {
        (rank * whole / count)..<((rank + 1) * whole / count)
    }

    /// The sums over all workers of these numbers; every worker gives as many.
    public func sum(_ numbers: [Double]) throws -> [Double] {
        let tensor = Tensor(
            owning: numbers.withUnsafeBytes {
                Tensor.copying($0, shape: [numbers.count], type: .float64, device: .cpu)
            })
        try check { withExtendedLifetime(tensor) { ct_group_sum(handle, tensor.handle) } }
        return [Double](unsafeUninitializedCapacity: numbers.count) { buffer, initialized in
            tensor.copyOut(UnsafeMutableRawBufferPointer(buffer))
            initialized = numbers.count
        }
    }

    /// Each parameter's gradient becomes the sum of all workers' gradients.
    public func sumGradients(of parameters: [Tensor]) throws {
        try check { withHandles(of: parameters) { ct_group_sum_gradients(handle, $0, $1) } }
    }

    /// Gives every worker the first one's numbers.
    public func share(_ tensors: [Tensor]) throws {
        for tensor in tensors {
            let here = tensor.to(.cpu).detached().contiguous()
            try check { withExtendedLifetime(here) { ct_group_broadcast(handle, here.handle, 0) } }
            if !isFirst { tensor.overwrite(with: here) }
        }
    }

    /// Gives every worker the first one's bytes; what the others give does not matter.
    public func share(_ bytes: Data) throws -> Data {
        let count = Int(try sum([isFirst ? Double(bytes.count) : 0])[0])
        guard count > 0 else { return Data() }
        let sent = isFirst ? bytes : Data(count: count)
        let tensor = Tensor(
            owning: sent.withUnsafeBytes {
                Tensor.copying($0, shape: [count], type: .uint8, device: .cpu)
            })
        try check { withExtendedLifetime(tensor) { ct_group_broadcast(handle, tensor.handle, 0) } }
        guard !isFirst else { return bytes }
        var received = Data(count: count)
        received.withUnsafeMutableBytes { tensor.copyOut($0) }
        return received
    }

    private func check(_ call: () -> ct_status) throws {
        let clock = ContinuousClock()
        let began = clock.now
        let status = call()
        secondsTogether += began.duration(to: clock.now) / .seconds(1)
        guard status == 0 else {
            throw WorkerGroupError.lost(rank: rank, reason: Self.firstSentence)
        }
    }

    /// LibTorch's words without the places in its source and its guesses.
    private static var firstSentence: String {
        WorkerGroupError.firstSentence(of: lastTorchMessage)
    }
}

/// Why workers cannot learn together any longer.
public enum WorkerGroupError: Error, Equatable, CustomStringConvertible {
    /// Worker 0 cannot listen.
    case noDoor(MeetingPlace, reason: String)
    /// The others did not come, or worker 0 was not there.
    case notMet(MeetingPlace, rank: Int, reason: String)
    /// A worker is gone, or the way to it.
    case lost(rank: Int, reason: String)

    /// What is wrong and what to do next.
    public var description: String {
        switch self {
        case .noDoor(let place, let reason):
            "Worker 0 cannot wait for the others at \(place): \(reason). Name an address of its own "
                + "machine and a free port."
        case .notMet(let place, 0, let reason):
            "Not all workers came to \(place). Was every one started, and can each machine reach "
                + "this one? (\(reason))"
        case .notMet(let place, let rank, let reason):
            "Worker \(rank) did not meet the others at \(place). Was worker 0 started there, and can "
                + "this machine reach it? (\(reason))"
        case .lost(let rank, let reason):
            "Worker \(rank) has lost another worker\(Self.cause(of: reason)). (\(reason))"
        }
    }

    /// The first sentence of LibTorch's or Gloo's words: "[FILE:LINE] WORDS. This is typically …".
    static func firstSentence(of words: String) -> String {
        var line = words.prefix { $0 != "\n" }
        if line.hasPrefix("["), let place = line.firstRange(of: "] ") {
            line = line[place.upperBound...]
        }
        if let guess = line.firstRange(of: ". This is typically") {
            line = line[..<guess.lowerBound]
        }
        return line.count > 240 ? line.prefix(240) + "…" : String(line)
    }

    /// What words of Gloo's and of the system's mean for a training.
    private static let causes: [(words: [String], cause: String)] = [
        (["Timed out waiting"], "it did nothing for as long as --worker-timeout lets it"),
        (["closed by peer", "reset by peer", "Broken pipe"], "it has ended, and says itself why"),
        (
            ["Connection timed out", "No route to host", "unreachable"],
            "its machine is off, or the network between them is cut"
        ),
    ]

    private static func cause(of reason: String) -> String {
        let known = causes.first { $0.words.contains(where: reason.contains) }
        return known.map { ": \($0.cause)" } ?? ", or the way to it"
    }
}
