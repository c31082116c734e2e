/// Why a dancer cannot be used.
public enum DancerError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notShipped(name: String)
    case unreadable(path: String, reason: String)
    /// The file's own word for what it holds, where it says so.
    case notADancer(path: String, format: String? = nil)
    case badConfiguration(String)
    case missingTensor(name: String)
    case wrongShape(name: String, expected: [Int], found: [Int])
    case notANumber(name: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .missing(let path):
            "There is no dancer at \(path). Train one with `train`, or name another file."
        case .notShipped(let name):
            "This program was built without the dancer \"\(name)\": its weights are not in "
                + "Sources/Motion/Resources. `scripts/train-dancer \(name) --ship` makes them; or name "
                + "a file."
        case .unreadable(let path, let reason):
            "\(path) is not a whole safetensors file: \(reason). Copy or train it again."
        case .notADancer(let path, let format?):
            "\(path) holds \"\(format)\" and no dancer that can perform. A step of the ladder dances by "
                + "`generate` and `evaluate dancer` alone."
        case .notADancer(let path, nil):
            "\(path) holds tensors but no dancer: its header has no configuration. "
                + "Use a file that `train` wrote."
        case .badConfiguration(let reason):
            "The dancer's configuration cannot be used: \(reason). Use a file that `train` wrote."
        case .missingTensor(let name):
            "The dancer lacks the tensor \(name). Use a file that `train` wrote whole."
        case .wrongShape(let name, let expected, let found):
            "\(name) is \(found) in this dancer, but its configuration needs \(expected). "
                + "Use weights and configuration of one training run."
        case .notANumber(let name):
            "\(name) of this dancer holds numbers that are not finite. Use an earlier checkpoint."
        }
    }
}
