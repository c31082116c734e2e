import SafeTensors
import Torch

/// A decoder-only Transformer that sees poses and a condition and gives a mixture over the next pose.
public struct MotionModel: Module, Sendable {
    /// Every size.
    public let configuration: MotionConfiguration
    private let enter: Linear
    private let feel: Linear
    private let understand: Linear
    private let blocks: [MotionBlock]
    private let norm: LayerNorm
    private let head: Linear

    /// A model that has learned nothing; `source` gives its first weights, the same on every device.
    public init(
        _ configuration: MotionConfiguration, from source: RandomSource? = nil,
        on device: Device = .cpu
    ) throws {
        try configuration.validate()
        self.configuration = configuration
        let width = configuration.width
        enter = Linear(configuration.inputSize, width, from: source, device: device)
        feel = Linear(MotionConfiguration.conditionSize, width, from: source, device: device)
        understand = Linear(width, width, from: source, device: device)
        blocks = (0..<configuration.layers).map { _ in
            MotionBlock(configuration, from: source, on: device)
        }
        norm = LayerNorm(width, device: device)
        head = Linear(width, configuration.outputSize, from: source, device: device)
        let small = withoutGradient { Tensor.randomNormal(head.weight.shape, from: source) * 0.02 }
        head.weight.overwrite(with: small)
    }

    /// The model of a checkpoint.
    ///
    /// Throws `DancerError` naming the first tensor that is missing, of another shape or not finite.
    public init(_ checkpoint: DancerCheckpoint) throws {
        try Self.checkSizes(of: checkpoint)
        try self.init(checkpoint.configuration, from: RandomSource(seed: 0))
        do {
            try load(from: SafeTensorFile(entries: checkpoint.weights))
        } catch CheckpointError.missing(let name) {
            throw DancerError.missingTensor(name: DancerCheckpoint.prefix + name)
        } catch CheckpointError.wrongShape(let name, let expected, let found) {
            throw DancerError.wrongShape(
                name: DancerCheckpoint.prefix + name, expected: expected, found: found)
        } catch CheckpointError.unexpected(let name) {
            throw DancerError.badConfiguration(
                "it holds \(DancerCheckpoint.prefix + name), which a model of its sizes has not")
        }
        for (name, tensor) in parameters where !tensor.isFinite {
            throw DancerError.notANumber(name: DancerCheckpoint.prefix + name)
        }
    }

    /// Looks at the tensors that every size shows in, before memory is taken for sizes that a damaged
    /// header may name.
    private static func checkSizes(of checkpoint: DancerCheckpoint) throws {
        let sizes = checkpoint.configuration
        let expected = [
            ("enter.weight", [sizes.width, sizes.inputSize]),
            ("head.weight", [sizes.outputSize, sizes.width]),
            ("blocks.\(sizes.layers - 1).relative", [sizes.window, sizes.heads]),
        ]
        for (name, shape) in expected {
            let found = checkpoint.weights[name]?.shape
            let name = DancerCheckpoint.prefix + name
            guard let found else { throw DancerError.missingTensor(name: name) }
            guard found == shape else {
                throw DancerError.wrongShape(name: name, expected: shape, found: found)
            }
        }
    }

    /// Every parameter: "enter.…", "feel.…", "understand.…", "blocks.0.…", "norm.…", "head.…".
    public var parameters: [NamedTensor] {
        enter.parameters(under: "enter") + feel.parameters(under: "feel")
            + understand.parameters(under: "understand") + blocks.parameters(under: "blocks")
            + norm.parameters(under: "norm") + head.parameters(under: "head")
    }

    /// Where its weights lie, and its inputs must.
    public var device: Device { head.weight.device }

    /// The weights, ready for a file.
    public var weights: [String: SafeTensorFile.Entry] {
        var file = SafeTensorFile()
        file.store(parameters)
        return file.entries
    }

    /// The raw output of every pose, [batch, time, outputSize]; `MixtureDensity` reads it.
    ///
    /// - Parameters:
    ///   - features: what is seen of each pose, [batch, time, inputSize].
    ///   - conditions: [batch, conditionSize], see `Condition`.
    ///   - reaches: how many poses each window may look at, [batch]; nil for the whole window.
    ///   - cache: what was seen before `features`; nil where nothing was or shall be remembered.
    ///   - training: whether activations are dropped.
    ///   - shortened: whether the blocks work in bfloat16.
    public func callAsFunction(
        _ features: Tensor, conditions: Tensor, reaches: [Int]? = nil,
        cache: inout MotionCache?, training: Bool = false, shortened: Bool = false
    ) -> Tensor {
        head(
            hidden(
                features, conditions: conditions, reaches: reaches, cache: &cache,
                training: training, shortened: shortened))
    }

    /// What the model holds of every pose before its head reads a mixture from it, [batch, time, width];
    /// the parameters are those of `callAsFunction`.
    public func hidden(
        _ features: Tensor, conditions: Tensor, reaches: [Int]? = nil,
        cache: inout MotionCache?, training: Bool = false, shortened: Bool = false
    ) -> Tensor {
        let time = features.shape[1]
        let before = cache?.layers.first?.keys.shape[2] ?? 0
        let reach = AttentionReach(
            time: time, past: before + time, window: configuration.window, reaches: reaches,
            device: device)
        let condition = understand(feel(conditions).silu())  // [batch, width]
        var x = enter(features)  // [batch, time, width]
        var seen: [LayerCache] = []
        func run() {
            for (index, block) in blocks.enumerated() {
                let past = before > 0 ? cache?.layers[index] : nil
                let (next, memory) = block(
                    x, condition: condition, reach: reach, past: past, training: training)
                x = next
                if cache != nil { seen.append(memory.last(configuration.window - 1)) }
            }
        }
        if shortened { autocast(on: device, run) } else { run() }
        if cache != nil { cache?.layers = seen }
        return norm(x.to(.float32))
    }

    /// What follows one run of poses under several conditions: the raw output after the last pose,
    /// [conditions x outputSize], with the memory of all.
    ///
    /// - Parameter features: [poses x inputSize]; every condition sees the same.
    func next(
        after features: [Float], poses: Int, conditions: [Float], cache: inout MotionCache
    ) -> [Float] {
        withoutGradient {
            let batch = conditions.count / MotionConfiguration.conditionSize
            let seen = Tensor(features, shape: [1, poses, configuration.inputSize])
                .expanded(to: [batch, -1, -1])
            var memory: MotionCache? = cache
            let output = self(
                seen,
                conditions: Tensor(conditions, shape: [batch, MotionConfiguration.conditionSize]),
                cache: &memory)
            cache = memory ?? MotionCache()
            return output.narrowed(1, from: poses - 1, count: 1).floats
        }
    }
}
