import Foundation
import SafeTensors
import Signals
import Torch

extension PackedEncoder {
    /// Reads the arrays that `entries(of:)` made.
    ///
    /// Throws `SafeTensorError` for an array that is missing and `EncoderError.weights` for one of
    /// another type or shape.
    init(_ file: SafeTensorFile, shape: EncoderShape) throws {
        func stored(
            _ name: String, _ type: SafeTensorFile.ElementType, _ lengths: [Int]
        ) throws -> Tensor {
            let entry = try file.entry(name)
            guard entry.type == type, entry.shape == lengths else {
                throw EncoderError.weights(
                    reason: "\(name) is \(entry.type.rawValue) \(entry.shape)"
                        + " and not \(type.rawValue) \(lengths)")
            }
            let tensor = Tensor(entry)
            guard type == .int8 || tensor.isFinite else {
                throw EncoderError.weights(reason: "\(name) holds something that is no number")
            }
            return tensor
        }
        func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Int8Linear {
            Int8Linear(
                weight: try stored(name + ".weight", .int8, [outputs, inputs]),
                scales: try stored(name + ".scale", .float32, [outputs]),
                bias: try stored(name + ".bias", .float32, [outputs]))
        }
        func norm(_ name: String) throws -> LayerNorm {
            let norm = LayerNorm(shape.width, epsilon: shape.epsilon)
            norm.weight.requiringGradient(false).overwrite(
                with: try stored(name + ".weight", .float32, [shape.width]))
            norm.bias.requiringGradient(false).overwrite(
                with: try stored(name + ".bias", .float32, [shape.width]))
            return norm
        }
        func table(_ name: String, rows: Int) throws -> Tensor {
            let bytes = try stored(name + ".weight", .int8, [rows, shape.width])
            let scales = try stored(name + ".scale", .float32, [rows])
            return bytes.to(.float32) * scales.reshaped(to: [rows, 1])
        }
        self.shape = shape
        words = try table("words", rows: shape.tokens)
        places = try table("places", rows: shape.positions)
        self.norm = try norm("norm")
        let (width, hidden) = (shape.width, shape.hidden)
        blocks = try (0..<shape.layers).map { number in
            let block = "blocks.\(number)."
            return Block(
                joint: try linear(block + "joint", width, 3 * width),
                output: try linear(block + "output", width, width),
                attentionNorm: try norm(block + "attentionNorm"),
                rise: try linear(block + "rise", width, hidden),
                fall: try linear(block + "fall", hidden, width), norm: try norm(block + "norm"))
        }
        emotions = (
            try stored("emotions.weight", .float32, [Emotion.count, width]),
            try stored("emotions.bias", .float32, [Emotion.count])
        )
    }

    /// The arrays of a trained encoder: tables and layers in bytes with a scale a row, the rest in
    /// 32-bit floats.
    static func entries(of model: EmotionEncoder) -> [String: SafeTensorFile.Entry] {
        var entries: [String: SafeTensorFile.Entry] = [:]
        func store(_ name: String, packing rows: Tensor) {
            let packed = Int8Linear.packed(rows)
            entries[name + ".weight"] = packed.bytes.safeTensorEntry
            entries[name + ".scale"] = packed.scales.safeTensorEntry
        }
        func store(_ name: String, _ layer: Linear) {
            store(name, packing: layer.weight)
            entries[name + ".bias"] = layer.bias?.safeTensorEntry
        }
        func store(_ name: String, _ norm: LayerNorm) {
            entries[name + ".weight"] = norm.weight.safeTensorEntry
            entries[name + ".bias"] = norm.bias.safeTensorEntry
        }
        let encoder = model.encoder
        store("words", packing: encoder.words.weight)
        store("places", packing: encoder.places.weight)
        store("norm", encoder.norm)
        for (number, block) in encoder.blocks.enumerated() {
            let name = "blocks.\(number)."
            store(name + "joint", block.joint)
            store(name + "output", block.output)
            store(name + "attentionNorm", block.attentionNorm)
            store(name + "rise", block.rise)
            store(name + "fall", block.fall)
            store(name + "norm", block.norm)
        }
        entries["emotions.weight"] = model.emotions.weight.safeTensorEntry
        entries["emotions.bias"] = model.emotions.bias?.safeTensorEntry
        return entries
    }
}
