import Affect
import Foundation
import SafeTensors
import Signals
import Torch

/// A BERT, DistilBERT or RoBERTa sequence classifier from a Hugging Face folder.
public struct SequenceClassifier: SentenceReader {
    /// What stands between the encoder's first row and the logits.
    private enum Head: Sendable {
        /// BERT: the pooler's layer and tanh.
        /// RoBERTa: the classifier's own layer and tanh.
        case tanh(Linear)
        /// DistilBERT: a layer and what is above zero.
        case relu(Linear)
    }

    /// How texts become tokens.
    public let tokeniser: Tokeniser
    /// The labels in the order of the logits.
    public let labels: [String]
    /// The emotion that each label names.
    public let emotions: [Emotion]
    /// Whether several labels may be right at once, so that each has a chance of its own.
    private let isMultiLabel: Bool
    private let encoder: Encoder
    private let head: Head
    private let classifier: Linear

    /// Tokens that one batch holds at most, its padding among them.
    static let mostTokens = 2048

    /// Reads `config.json`, `tokenizer.json` and `model.safetensors`, as `save_pretrained` writes
    /// them.
    ///
    /// Throws `EncoderError` naming the file that is missing or asks for what is not built in, or the
    /// labels that name no emotion; `SafeTensorError` when the weights are not whole; and
    /// `CheckpointError` when they do not fit the sizes.
    public init(folder: URL) throws {
        let settings = try ModelSettings(folder: folder)
        guard settings.labels.count > 1 else {
            throw EncoderError.file(
                path: settings.path,
                reason: "it names no labels (id2label), so it is no classifier's")
        }
        let found = settings.labels.map { FineEmotion.emotion(named: $0) }
        let strangers = zip(settings.labels, found).filter { $1 == nil }.map(\.0)
        guard strangers.isEmpty else { throw EncoderError.labels(strangers) }
        emotions = found.compactMap { $0 }
        labels = settings.labels
        isMultiLabel = settings.isMultiLabel

        let words = folder.appendingPathComponent("tokenizer.json")
        tokeniser = try Tokeniser(contentsOf: words)
        let shape = settings.shape
        guard tokeniser.tokenCount <= shape.tokens else {
            throw EncoderError.file(
                path: words.path,
                reason: "it has \(tokeniser.tokenCount) tokens and the model \(shape.tokens)")
        }
        let weights = folder.appendingPathComponent("model.safetensors")
        guard FileManager.default.isReadableFile(atPath: weights.path) else {
            throw EncoderError.unreadable(path: weights.path)
        }
        let stored = EncoderWeights(
            kind: settings.kind, file: try SafeTensorFile(contentsOf: weights))
        encoder = Encoder(shape)
        try stored.fill(encoder)
        let middle = Linear(shape.width, shape.width)
        classifier = Linear(shape.width, settings.labels.count)
        switch settings.kind {
        case .bert:
            try stored.fill(middle, "pooler.dense")
            try stored.fill(classifier, "classifier", isPrefixed: false)
            head = .tanh(middle)
        case .distilbert:
            try stored.fill(middle, "pre_classifier", isPrefixed: false)
            try stored.fill(classifier, "classifier", isPrefixed: false)
            head = .relu(middle)
        case .roberta:
            try stored.fill(middle, "classifier.dense", isPrefixed: false)
            try stored.fill(classifier, "classifier.out_proj", isPrefixed: false)
            head = .tanh(middle)
        }
        for (_, tensor) in encoder.parameters + middle.parameters + classifier.parameters {
            tensor.requiringGradient(false)
        }
    }

    /// The most tokens that are read of a text, its frame among them.
    public var longestText: Int { encoder.shape.longestText }

    /// The tokens of a text as it stands: such a classifier was trained on text as people write it.
    public func tokens(of text: String) -> [Int32] {
        tokeniser.encode(text, limit: longestText)
    }

    /// The moods of texts by their tokens: the weights of labels of one emotion are added, and where
    /// several labels may be right, the largest of them counts.
    public func moods(of texts: [[Int32]]) -> [Mood] {
        logits(of: texts).map { logits in
            var seven = [Double](repeating: 0, count: Emotion.count)
            let top = logits.max() ?? 0
            for (logit, emotion) in zip(logits, emotions) {
                let place = emotion.index
                if isMultiLabel {
                    seven[place] = max(seven[place], 1 / (1 + exp(-Double(logit))))
                } else {
                    seven[place] += exp(Double(logit - top))
                }
            }
            return (try? Mood(scaling: seven)) ?? Mood(.neutral)
        }
    }

    /// Half for each: nothing is known of what the labels mean beside each other.
    public var thresholds: [Double] { [Double](repeating: 0.5, count: Emotion.count) }

    /// Whoever names a classifier knows what it reads.
    public var readsEnglishOnly: Bool { false }

    /// The logits of texts, one row a text in their order, one number a label.
    public func logits(of texts: [String]) -> [[Float]] {
        logits(of: texts.map { tokeniser.encode($0, limit: longestText) })
    }

    func logits(of tokens: [[Int32]]) -> [[Float]] {
        var rows = [[Float]](repeating: [], count: tokens.count)
        withoutGradient {
            for places in TokenBatch.places(lengths: tokens.map(\.count), most: Self.mostTokens) {
                let batch = TokenBatch(places.map { tokens[$0] }, shape: encoder.shape)
                let found = classifier(headed(encoder(batch).selected(1, at: 0))).floats
                for (row, place) in places.enumerated() {
                    rows[place] = [Float](found[(row * labels.count)...].prefix(labels.count))
                }
            }
        }
        return rows
    }

    private func headed(_ rows: Tensor) -> Tensor {
        switch head {
        case .tanh(let layer): layer(rows).tanh()
        case .relu(let layer): layer(rows).relu()
        }
    }
}
