import CTorch
import SafeTensors

// Its owner is the training loop: not Sendable.
/// Adam with decay of the weights apart from the gradient (https://arxiv.org/abs/1711.05101).
public final class AdamW {
    /// The sizes of a step.
    public struct Configuration: Sendable, Equatable, Codable {
        /// How far a step goes; a schedule sets it before each.
        public var learningRate = 1e-3
        /// How slowly the mean of gradients moves.
        public var beta1 = 0.9
        /// How slowly the mean of squared gradients moves.
        public var beta2 = 0.999
        /// Added to the root of the second mean.
        public var epsilon = 1e-8
        /// Share of `learningRate` that a weight shrinks by at each step.
        public var decay = 0.01

        /// PyTorch's sizes where none are given.
        public init(
            learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
            epsilon: Double = 1e-8, decay: Double = 0.01
        ) {
            self.learningRate = learningRate
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.decay = decay
        }
    }

    /// Parameters that are stepped together, all with or all without decay.
    private struct Group {
        let decays: Bool
        let names: [String]
        let parameters: [Tensor]
        let first: [Tensor]
        let second: [Tensor]
        var steps: [Int64]
    }

    /// May be changed between steps.
    public var configuration: Configuration
    private var groups: [Group]

    /// An optimiser that has made no step.
    ///
    /// - Parameter decays: tells by name and tensor whether a weight shrinks; all do where it is
    ///   not given.
    public init(
        _ parameters: [NamedTensor], _ configuration: Configuration = Configuration(),
        decays: (String, Tensor) -> Bool = { _, _ in true }
    ) {
        self.configuration = configuration
        groups = [true, false].compactMap { decaying in
            let members = parameters.filter { decays($0.name, $0.tensor) == decaying }
            if members.isEmpty { return nil }
            func zeros() -> [Tensor] {
                members.map {
                    .zeros($0.tensor.shape, type: $0.tensor.elementType, device: $0.tensor.device)
                }
            }
            return Group(
                decays: decaying, names: members.map(\.name), parameters: members.map(\.tensor),
                first: zeros(), second: zeros(), steps: Array(repeating: 0, count: members.count))
        }
    }

    /// The tensors that are learnt.
    public var parameters: [Tensor] { groups.flatMap(\.parameters) }

    /// One step against the gradients that `backward` added up; parameters without one stay.
    public func step() {
        for place in groups.indices {
            let group = groups[place]
            let size = configuration
            withHandles(of: group.parameters) { parameters, count in
                withHandles(of: group.first) { first, _ in
                    withHandles(of: group.second) { second, _ in
                        let status = groups[place].steps.withUnsafeMutableBufferPointer {
                            ct_adamw(
                                parameters, first, second, $0.baseAddress, count,
                                size.learningRate, size.beta1, size.beta2, size.epsilon,
                                group.decays ? size.decay : 0)
                        }
                        check(status, "AdamW.step")
                    }
                }
            }
        }
    }

    /// Forgets the gradients, before the next `backward`.
    public func clearGradients() { Tensor.clearGradients(of: parameters) }

    /// Scales all gradients together so that their norm is at most `longest`; returns what it was.
    @discardableResult
    public func clipGradients(to longest: Double) -> Double {
        Tensor.clipGradients(of: parameters, to: longest)
    }

    /// Everything a later run needs to go on as if it had not stopped: "NAME.first", "NAME.second"
    /// and "NAME.steps" for each parameter.
    public var state: [NamedTensor] {
        groups.flatMap { group in
            group.names.indices.flatMap { place -> [NamedTensor] in
                let name = group.names[place]
                return [
                    ("\(name).first", group.first[place]),
                    ("\(name).second", group.second[place]),
                    ("\(name).steps", Tensor([Int(group.steps[place])], shape: [1])),
                ]
            }
        }
    }

    /// Goes on from a `state` in a file; throws `CheckpointError` naming the first tensor that is
    /// missing or of another shape, and then nothing has changed.
    public func restore(from file: SafeTensorFile, under prefix: String = "") throws {
        try checkpointEntries(for: state, in: file, under: prefix)
        for place in groups.indices {
            let group = groups[place]
            for (member, name) in group.names.enumerated() {
                func stored(_ part: String) throws -> Tensor {
                    Tensor(try file.entry("\(prefix)\(name).\(part)"))
                }
                group.first[member].overwrite(with: try stored("first"))
                group.second[member].overwrite(with: try stored("second"))
                groups[place].steps[member] = Int64(try stored("steps").item)
            }
        }
    }
}
