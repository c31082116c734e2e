import Foundation
import SafeTensors
import Testing
import Torch

/// What PyTorch made of one case: what came in, what went out, and the gradients
/// (`scripts/make-fixtures.py`).
struct Fixture {
    let inputs: [String: Tensor]
    let output: Tensor
    let upstream: Tensor?
    let gradients: [String: Tensor]

    /// An input that the case must have; a missing one ends the test with its name.
    subscript(_ name: String) -> Tensor {
        guard let tensor = inputs[name] else { fatalError("the fixture has no input \(name)") }
        return tensor
    }

    init(_ name: String, in file: SafeTensorFile) throws {
        func tensors(_ part: String) -> [String: Tensor] {
            let prefix = "\(name)/\(part)/"
            return Dictionary(
                uniqueKeysWithValues: file.entries.filter { $0.key.hasPrefix(prefix) }.map {
                    (String($0.key.dropFirst(prefix.count)), Tensor($0.value))
                })
        }
        output = Tensor(try file.entry("\(name)/output"))
        upstream = file.entries["\(name)/upstream"].map { Tensor($0) }
        gradients = tensors("gradient")
        inputs = tensors("input")
        for name in gradients.keys { inputs[name]?.requiringGradient() }
    }

    /// Runs an operation forward and backward and compares both with PyTorch's.
    func check(_ operation: (Fixture) -> Tensor) {
        let result = operation(self)
        #expect(result.shape == output.shape)
        #expect(result.elementType == output.elementType)
        #expect(result.isClose(to: output))
        guard let upstream else { return }
        (result * upstream).sum().backward()
        for (name, gradient) in gradients {
            let found = self[name].gradient ?? Tensor.zeros(gradient.shape)
            #expect(found.isClose(to: gradient), "the gradient of \(name)")
        }
    }

    static func file(_ name: String) throws -> SafeTensorFile {
        let url = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "safetensors", subdirectory: "Fixtures"))
        return try SafeTensorFile(contentsOf: url)
    }

    /// The names of the cases in a file.
    static func names(in file: SafeTensorFile) -> Set<String> {
        Set(file.entries.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    }
}

extension Tensor {
    /// Whether all numbers are within 1e-5 of another's, or of its size where that is above 1.
    func isClose(to other: Tensor, within distance: Float = 1e-5) -> Bool {
        let (mine, theirs) = (floats, other.floats)
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { near($0, $1, within: distance) }
    }
}

private func near(_ a: Float, _ b: Float, within distance: Float) -> Bool {
    let reach: Float = distance * max(1, abs(b))
    return a == b || abs(a - b) <= reach
}
