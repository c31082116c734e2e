import Foundation
import SafeTensors
import Torch

/// A published BERT from whose weights a smaller encoder begins: fewer blocks, fewer words.
public struct EncoderBase {
    let names: [[UInt8]]
    let tokeniser: Tokeniser
    let file: SafeTensorFile
    let heads: Int
    let epsilon: Double
    let hidden: Int
    let width: Int
    let layers: Int
    /// The most tokens that the smaller encoder reads of a text.
    let positions: Int

    private static let frame = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]

    /// A folder with `config.json`, `tokenizer.json` and `model.safetensors` of an uncased BERT, such
    /// as all-MiniLM-L6-v2.
    ///
    /// Throws `EncoderError` naming the file when one is missing or describes something else, and
    /// `SafeTensorError` when the weights are not whole.
    public init(folder: URL) throws {
        let settings = try ModelSettings(folder: folder)
        guard settings.kind == .bert else {
            throw EncoderError.file(
                path: settings.path, reason: "model_type is not bert, which a smaller encoder needs"
            )
        }
        (heads, epsilon) = (settings.shape.heads, settings.shape.epsilon)
        (hidden, width) = (settings.shape.hidden, settings.shape.width)
        layers = settings.shape.layers
        positions = min(64, settings.shape.positions)
        let words = folder.appendingPathComponent("tokenizer.json")
        tokeniser = try Tokeniser(contentsOf: words)
        guard case .wordPiece = tokeniser.model else {
            throw EncoderError.file(path: words.path, reason: "it is not WordPiece")
        }
        let tree = try JSONTree(try Data(contentsOf: words))
        var names = [[UInt8]](repeating: [], count: settings.shape.tokens)
        for (name, id) in tree["model"]?["vocab"]?.members ?? [] {
            if let id = id.whole, names.indices.contains(id) { names[id] = name }
        }
        self.names = names
        file = try SafeTensorFile(contentsOf: folder.appendingPathComponent("model.safetensors"))
    }

    /// The words to keep: the frame, every single character, and then the pieces that these texts
    /// use most, `count` in all, in the order of the base's own numbers.
    func kept(for texts: [String], count: Int) throws -> [Int] {
        var uses = [Int](repeating: 0, count: names.count)
        for text in texts {
            for token in tokeniser.encode(text) where Int(token) < uses.count {
                uses[Int(token)] += 1
            }
        }
        let frame = try Self.frame.map { name in
            guard let place = names.firstIndex(of: Array(name.utf8)) else {
                throw EncoderError.weights(reason: "the base's vocabulary has no \(name)")
            }
            return place
        }
        // A piece that is dropped is spelt with smaller ones, so these must all be there.
        let letters = names.indices.filter { place in
            let name =
                names[place].starts(with: [35, 35]) ? names[place].dropFirst(2) : names[place][...]
            return name.count == 1 && (33...126).contains(name[name.startIndex])
        }
        let known = Set(frame + letters)
        let others = names.indices.filter { !known.contains($0) && uses[$0] > 0 }
            .sorted { uses[$0] == uses[$1] ? $0 < $1 : uses[$0] > uses[$1] }
        let kept = letters + others.prefix(max(0, count - known.count))
        return frame + kept.sorted()
    }

    /// The encoder of these blocks and words of the base, its heads drawn by `source`.
    func encoder(blocks: [Int], words: [Int], from source: RandomSource) throws -> EmotionEncoder {
        var shape = EncoderShape()
        (shape.width, shape.heads, shape.hidden) = (width, heads, hidden)
        shape.layers = blocks.count
        shape.tokens = words.count
        shape.positions = positions
        shape.epsilon = epsilon
        let model = EmotionEncoder(shape, from: source)
        try EncoderWeights(kind: .bert, file: file).fill(
            model.encoder, blocks: blocks, words: words)
        return model
    }
}
