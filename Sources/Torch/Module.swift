/// A tensor and its name in a checkpoint, such as "blocks.0.norm.weight".
public typealias NamedTensor = (name: String, tensor: Tensor)

/// Something with parameters: a layer, or a model made of layers.
public protocol Module {
    /// Every parameter by its name, always in the same order.
    var parameters: [NamedTensor] { get }
}

extension Module {
    /// How many numbers are learnt.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

    /// The parameters under a name of their own inside a larger module.
    public func parameters(under prefix: String) -> [NamedTensor] {
        parameters.map { ("\(prefix).\($0.name)", $0.tensor) }
    }
}

extension Array where Element: Module {
    /// The parameters of a row of modules: "prefix.0.…", "prefix.1.…".
    public func parameters(under prefix: String) -> [NamedTensor] {
        enumerated().flatMap { $1.parameters(under: "\(prefix).\($0)") }
    }
}
