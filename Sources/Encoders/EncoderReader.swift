import Affect
import Foundation
import SafeTensors
import Signals
import Torch

/// The encoder that ships, or one that `train reader` made: English text in, moods out.
public struct EncoderReader: SentenceReader {
    /// What the encoder was made with; saved in the file's metadata.
    public struct Configuration: Codable, Sendable, Equatable {
        /// Its sizes.
        public var shape: EncoderShape
        /// The weight from which an emotion counts as found, where a text may have several; in the
        /// order of `Emotion.allCases`.
        public var thresholds: [Double]
        /// Texts it was trained on.
        public var texts: Int
        /// How it learnt.
        public var settings: EncoderTraining.Settings
    }

    /// What it was made with.
    public let configuration: Configuration
    private let vocabulary: EncoderVocabulary
    private let encoder: PackedEncoder

    /// Tokens that one batch holds at most, its padding among them. What a batch is worked on with stays
    /// near the core then: with 2048 it took 1.4 times as long.
    static let mostTokens = 384
    static let format = "emotionmotion encoder 1"

    /// The encoder that comes with the program; nil where it was built without one.
    public static var shipped: URL? {
        Bundle.module.url(
            forResource: "encoder", withExtension: "safetensors", subdirectory: "Resources")
    }

    /// An encoder from a file that `train reader` made.
    ///
    /// Throws `SafeTensorError` when the file is not there or broken, and `EncoderError.weights` when
    /// it holds something else.
    public init(contentsOf file: URL) throws {
        try self.init(SafeTensorFile(contentsOf: file))
    }

    init(_ file: SafeTensorFile) throws {
        guard file.metadata["format"] == Self.format else {
            throw EncoderError.weights(reason: "they do not say \"\(Self.format)\"")
        }
        let json = Data((file.metadata["configuration"] ?? "").utf8)
        guard let configuration = try? JSONDecoder().decode(Configuration.self, from: json),
            configuration.shape.isSound, configuration.thresholds.count == Emotion.count
        else { throw EncoderError.weights(reason: "their configuration cannot be read") }
        self.configuration = configuration
        let names = try file.entry("vocabulary").bytes.split(
            separator: 10, omittingEmptySubsequences: false)
        guard names.count == configuration.shape.tokens, names.count > 4 else {
            throw EncoderError.weights(
                reason: "their vocabulary has \(names.count) words and their table "
                    + "\(configuration.shape.tokens) rows")
        }
        vocabulary = EncoderVocabulary(names.map { [UInt8]($0) })
        encoder = try PackedEncoder(file, shape: configuration.shape)
    }

    /// Tokens that a text is to the encoder; what it costs to read.
    public func tokens(of text: String) -> [Int32] {
        vocabulary.encode(
            EncoderText.plain(text), limit: configuration.shape.longestText)
    }

    /// The moods of texts by their tokens, in their order.
    public func moods(of texts: [[Int32]]) -> [Mood] {
        var moods = [Mood](repeating: Mood(.neutral), count: texts.count)
        for places in TokenBatch.places(lengths: texts.map(\.count), most: Self.mostTokens) {
            let batch = TokenBatch(places.map { texts[$0] }, shape: configuration.shape)
            let weights = encoder.weights(of: batch)
            for (row, place) in places.enumerated() {
                let seven = weights[(row * Emotion.count)...].prefix(Emotion.count)
                moods[place] = (try? Mood(scaling: seven.map { Double($0) })) ?? Mood(.neutral)
            }
        }
        return moods
    }

    /// The weight from which an emotion counts as found, in the order of `Emotion.allCases`.
    public var thresholds: [Double] { configuration.thresholds }

    /// A fifth. On GoEmotions' dev texts two readers that err in different ways are righter together
    /// than the better one alone, and their weights are nearer to how often they are right.
    public var fastShare: Double { 0.2 }

    /// It learnt from English alone.
    public var readsEnglishOnly: Bool { true }
}

extension EncoderShape {
    /// Whether these sizes are a model's at all, before anything is made of them.
    var isSound: Bool {
        [width, layers, heads, hidden, tokens].allSatisfy { (1...1_000_000).contains($0) }
            && width.isMultiple(of: heads) && positions >= 2 && positions <= 100_000
            && firstPosition >= 0 && longestText >= 2 && (0..<tokens).contains(padding)
            && epsilon > 0
    }
}
