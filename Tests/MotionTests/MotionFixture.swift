import Foundation
import Motion
import SafeTensors
import Testing
import Torch

/// A file that `scripts/make-motion-fixtures.py` wrote with PyTorch.
struct MotionFixture {
    let file: SafeTensorFile
    let configuration: MotionConfiguration

    init(_ name: String) throws {
        let url = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "safetensors", subdirectory: "Fixtures"))
        file = try SafeTensorFile(contentsOf: url)
        configuration = try JSONDecoder().decode(
            MotionConfiguration.self, from: Data((file.metadata["configuration"] ?? "").utf8))
    }

    /// An array of the file as a tensor.
    func tensor(_ name: String) throws -> Tensor { Tensor(try file.entry(name)) }

    /// The model of the file.
    func model() throws -> MotionModel {
        let model = try MotionModel(configuration, from: RandomSource(seed: 1))
        try model.load(from: file, under: "model.")
        return model
    }
}

/// The largest difference between two tensors of one shape.
func difference(_ a: Tensor, _ b: Tensor) -> Double { (a - b).abs().max().item }
