import Foundation
import SafeTensors

/// Why a checkpoint does not fit a model.
public enum CheckpointError: Error, Equatable, CustomStringConvertible {
    /// The model has a tensor of this name, the file has not.
    case missing(name: String)
    /// Both have it, in shapes that differ.
    case wrongShape(name: String, expected: [Int], found: [Int])
    /// The file has a tensor that the model has no place for.
    case unexpected(name: String)

    /// What is wrong and what to do next.
    public var description: String {
        switch self {
        case .missing(let name):
            "The checkpoint has no tensor \(name). It was made for another model: use one that was "
                + "trained with this configuration, or train anew."
        case .wrongShape(let name, let expected, let found):
            "\(name) is \(found) in the checkpoint, but this model needs \(expected). Use the "
                + "configuration that the checkpoint was trained with, or train anew."
        case .unexpected(let name):
            "The checkpoint holds \(name), which this model has no place for. Use the "
                + "configuration that the checkpoint was trained with."
        }
    }
}

extension Tensor {
    /// The array of a file, in its own type, on the CPU.
    public convenience init(_ entry: SafeTensorFile.Entry) {
        let type = ElementType(entry.type)
        let bytes = entry.bytes
        self.init(
            owning: bytes.withUnsafeBytes {
                Tensor.copying($0, shape: entry.shape, type: type, device: .cpu)
            })
    }

    /// These numbers as an array of a file, in their own type.
    public var safeTensorEntry: SafeTensorFile.Entry {
        let type = elementType
        var bytes = Data(count: count * type.size)
        bytes.withUnsafeMutableBytes { copyOut($0) }
        return SafeTensorFile.Entry(type: type.stored, shape: shape, bytes: bytes)
    }
}

extension SafeTensorFile {
    /// Puts named tensors into the file, each name with `prefix` in front.
    public mutating func store(_ tensors: [NamedTensor], under prefix: String = "") {
        for (name, tensor) in tensors { entries[prefix + name] = tensor.safeTensorEntry }
    }
}

extension Module {
    /// Takes every parameter from a file whose names begin with `prefix`, converting its type and
    /// moving it to the parameter's device.
    ///
    /// Throws `CheckpointError` naming the first tensor that is missing, of another shape, or (with
    /// the prefix) has no place here; then nothing has changed.
    public func load(from file: SafeTensorFile, under prefix: String = "") throws {
        let parameters = parameters
        let entries = try checkpointEntries(for: parameters, in: file, under: prefix)
        let known = Set(parameters.map { prefix + $0.name })
        let strangers = file.entries.keys.filter { $0.hasPrefix(prefix) && !known.contains($0) }
        if let name = strangers.min() { throw CheckpointError.unexpected(name: name) }
        for ((_, tensor), entry) in zip(parameters, entries) {
            tensor.overwrite(with: Tensor(entry))
        }
    }
}

/// The entries of these tensors in a file, in order; throws `CheckpointError` for the first that is
/// missing or of another shape.
@discardableResult
func checkpointEntries(
    for tensors: [NamedTensor], in file: SafeTensorFile, under prefix: String
) throws -> [SafeTensorFile.Entry] {
    try tensors.map { name, tensor in
        let name = prefix + name
        guard let entry = file.entries[name] else { throw CheckpointError.missing(name: name) }
        guard entry.shape == tensor.shape else {
            throw CheckpointError.wrongShape(
                name: name, expected: tensor.shape, found: entry.shape)
        }
        return entry
    }
}
