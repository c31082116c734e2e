import SafeTensors
import Torch

/// The weights of a Hugging Face checkpoint under the names that its family gives them.
struct EncoderWeights {
    let kind: ModelSettings.Kind
    let file: SafeTensorFile
    /// The family's name in front of every weight; absent where an encoder was saved without a head.
    private let prefix: String

    init(kind: ModelSettings.Kind, file: SafeTensorFile) {
        self.kind = kind
        self.file = file
        let name = "\(kind.rawValue)."
        prefix = file.entries.keys.contains { $0.hasPrefix(name) } ? name : ""
    }

    /// A weight as 32-bit floats; throws `CheckpointError` when it is missing or of another shape.
    func tensor(_ name: String, _ shape: [Int], isPrefixed: Bool = true) throws -> Tensor {
        let name = (isPrefixed ? prefix : "") + name
        guard let entry = file.entries[name] else { throw CheckpointError.missing(name: name) }
        guard entry.shape == shape else {
            throw CheckpointError.wrongShape(name: name, expected: shape, found: entry.shape)
        }
        return Tensor(entry).to(.float32)
    }

    /// A layer's weight and bias into `layer`.
    func fill(_ layer: Linear, _ name: String, isPrefixed: Bool = true) throws {
        let weight = try tensor(name + ".weight", layer.weight.shape, isPrefixed: isPrefixed)
        layer.weight.overwrite(with: weight)
        guard let bias = layer.bias else { return }
        bias.overwrite(with: try tensor(name + ".bias", bias.shape, isPrefixed: isPrefixed))
    }

    private func fill(_ norm: LayerNorm, _ name: String) throws {
        norm.weight.overwrite(with: try tensor(name + ".weight", norm.weight.shape))
        norm.bias.overwrite(with: try tensor(name + ".bias", norm.bias.shape))
    }

    /// Every weight of an encoder.
    ///
    /// - Parameter blocks: the checkpoint's blocks to take, in order; all where nil.
    /// - Parameter words: the checkpoint's tokens to take, in order; all where nil.
    func fill(_ encoder: Encoder, blocks: [Int]? = nil, words: [Int]? = nil) throws {
        let shape = encoder.shape
        func table(_ name: String, rows: [Int]?, count: Int, isExact: Bool) throws -> Tensor {
            let full = prefix + "embeddings.\(name).weight"
            guard let entry = file.entries[full] else {
                throw CheckpointError.missing(name: full)
            }
            let isFitting =
                entry.shape.count == 2 && entry.shape[1] == shape.width
                && (isExact ? entry.shape[0] == count : entry.shape[0] >= count)
            guard isFitting else {
                throw CheckpointError.wrongShape(
                    name: full, expected: [count, shape.width], found: entry.shape)
            }
            let all = Tensor(entry).to(.float32)
            guard let rows else { return all.narrowed(0, from: 0, count: count) }
            return all.selecting(Tensor(rows, shape: [rows.count]), along: 0)
        }
        encoder.words.weight.overwrite(
            with: try table(
                "word_embeddings", rows: words,
                count: words.map { ($0.max() ?? 0) + 1 } ?? shape.tokens, isExact: words == nil))
        var places = try table(
            "position_embeddings", rows: nil, count: shape.positions, isExact: blocks == nil)
        if kind != .distilbert {
            // Every token of a single text is of the first type.
            let types = file.entries[prefix + "embeddings.token_type_embeddings.weight"]?.shape
            places =
                places
                + (try tensor(
                    "embeddings.token_type_embeddings.weight", types ?? [1, shape.width]))
                .narrowed(0, from: 0, count: 1)
        }
        encoder.places.weight.overwrite(with: places)
        try fill(encoder.norm, "embeddings.LayerNorm")
        for (place, block) in encoder.blocks.enumerated() {
            try fill(block, number: blocks?[place] ?? place)
        }
    }

    private func fill(_ block: EncoderBlock, number: Int) throws {
        let isDistilled = kind == .distilbert
        let layer = isDistilled ? "transformer.layer.\(number)." : "encoder.layer.\(number)."
        let inside = isDistilled ? "attention." : "attention.self."
        let names = isDistilled ? ["q_lin", "k_lin", "v_lin"] : ["query", "key", "value"]
        let width = block.output.weight.shape[0]
        block.joint.weight.overwrite(
            with: .concatenated(
                try names.map { try tensor(layer + inside + $0 + ".weight", [width, width]) },
                along: 0))
        block.joint.bias?.overwrite(
            with: .concatenated(
                try names.map { try tensor(layer + inside + $0 + ".bias", [width]) }, along: 0))
        try fill(
            block.output, layer + (isDistilled ? "attention.out_lin" : "attention.output.dense"))
        try fill(
            block.attentionNorm,
            layer + (isDistilled ? "sa_layer_norm" : "attention.output.LayerNorm"))
        try fill(block.rise, layer + (isDistilled ? "ffn.lin1" : "intermediate.dense"))
        try fill(block.fall, layer + (isDistilled ? "ffn.lin2" : "output.dense"))
        try fill(block.norm, layer + (isDistilled ? "output_layer_norm" : "output.LayerNorm"))
    }
}
