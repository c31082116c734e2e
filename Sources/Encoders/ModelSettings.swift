import Foundation
import Signals

/// What a Hugging Face `config.json` says of an encoder and its classifier.
struct ModelSettings {
    /// The families that are built in; the raw values are those of `model_type`.
    enum Kind: String {
        case bert, distilbert, roberta
    }

    let path: String
    let kind: Kind
    let shape: EncoderShape
    /// The classifier's labels in the order of its logits.
    let labels: [String]
    /// Whether several labels may be right at once.
    let isMultiLabel: Bool

    init(folder: URL) throws {
        let file = folder.appendingPathComponent("config.json")
        path = file.path
        guard let bytes = try? Data(contentsOf: file) else {
            throw EncoderError.unreadable(path: file.path)
        }
        guard let tree = try? JSONTree(bytes) else {
            throw EncoderError.file(path: file.path, reason: "it is not JSON")
        }
        func refuse(_ reason: String) -> EncoderError { .file(path: file.path, reason: reason) }
        let name = tree["model_type"]?.text ?? "missing"
        guard let kind = Kind(rawValue: name) else {
            throw refuse("model_type is \(name); bert, distilbert and roberta can be read")
        }
        self.kind = kind
        func size(_ names: String...) throws -> Int {
            for name in names {
                if let size = tree[name]?.whole {
                    guard size > 0 else { throw refuse("\(name) is \(size)") }
                    return size
                }
            }
            throw refuse("\(names[0]) is missing")
        }
        let activation = tree["hidden_act"]?.text ?? tree["activation"]?.text ?? "gelu"
        guard activation == "gelu" else {
            throw refuse("its activation is \(activation), not gelu")
        }
        let placing = tree["position_embedding_type"]?.text ?? "absolute"
        guard placing == "absolute", tree["sinusoidal_pos_embds"]?.flag != true else {
            throw refuse("its positions are not a table that was learnt")
        }
        var shape = EncoderShape()
        shape.width = try size("hidden_size", "dim")
        shape.layers = try size("num_hidden_layers", "n_layers")
        shape.heads = try size("num_attention_heads", "n_heads")
        shape.hidden = try size("intermediate_size", "hidden_dim")
        shape.tokens = try size("vocab_size")
        shape.positions = try size("max_position_embeddings")
        shape.padding = tree["pad_token_id"]?.whole ?? (kind == .roberta ? 1 : 0)
        shape.firstPosition = kind == .roberta ? shape.padding + 1 : 0
        shape.epsilon = tree["layer_norm_eps"]?.number ?? 1e-12
        guard shape.width.isMultiple(of: shape.heads) else {
            throw refuse("the width \(shape.width) does not divide into \(shape.heads) heads")
        }
        guard (0..<shape.tokens).contains(shape.padding), shape.longestText >= 2 else {
            throw refuse("pad_token_id \(shape.padding) does not fit its sizes")
        }
        self.shape = shape
        let named = (tree["id2label"]?.members ?? []).compactMap { key, value in
            Int(String(decoding: key, as: UTF8.self)).flatMap { id in value.text.map { (id, $0) } }
        }.sorted { $0.0 < $1.0 }
        guard named.map(\.0) == Array(named.indices) else {
            throw refuse("id2label does not number its labels from 0")
        }
        labels = named.map(\.1)
        isMultiLabel = tree["problem_type"]?.text == "multi_label_classification"
    }
}
