import Foundation
import SafeTensors
import Signals

/// The emotion classifier: words and letter groups of a message in, a mood out.
///
/// Each hashed feature (`TextFeatures`) points at one row of seven weights; the sums of a message's
/// rows, through a softmax, are its mood. It knows English as people write it on Reddit, and nothing
/// of emotes: `MessageReader` puts the chat's own tokens beside it.
public struct TextReader: Sendable {
    /// What the reader was made with; saved in the file's metadata.
    public struct Configuration: Codable, Sendable, Equatable {
        /// 2 to this power rows of weights.
        public var bits: Int
        /// The weight from which an emotion counts as found, where a text may have several; in the
        /// order of `Emotion.allCases`, set by cross-validation on the training texts.
        public var thresholds: [Double]
        /// Texts it was trained on.
        public var texts: Int
        /// Passes through them.
        public var passes: Int
        /// The seed of the draws.
        public var seed: UInt64
    }

    /// What the reader was made with.
    public let configuration: Configuration
    /// One row a bucket, each emotion's weight in its own unit; the eighth lane is 0.
    let rows: [SIMD8<Int8>]
    // In an array: a vector of 32 bytes in the reader itself corrupts the frames of asynchronous
    // functions that hold one (see `Mood`).
    private let unitsAndBias: [SIMD8<Float>]
    /// What one unit of a weight is worth, by emotion.
    var units: SIMD8<Float> { unitsAndBias[0] }
    var bias: SIMD8<Float> { unitsAndBias[1] }
    /// Lower halves of the hashes of the words seen in training.
    let words: Set<UInt32>

    static let format = "emotionmotion text reader 1"

    init(
        configuration: Configuration, rows: [SIMD8<Int8>], units: SIMD8<Float>,
        bias: SIMD8<Float>, words: Set<UInt32>
    ) {
        self.configuration = configuration
        self.rows = rows
        unitsAndBias = [units, bias]
        self.words = words
    }

    /// The reader that comes with the program, trained on GoEmotions (Demszky et al. 2020).
    ///
    /// Throws `AffectError` or `SafeTensorError` when its weights are missing or broken.
    public init() throws {
        let file = Bundle.module.url(
            forResource: "reader", withExtension: "safetensors", subdirectory: "Resources")
        guard let file else { throw AffectError.missingResource(name: "reader.safetensors") }
        try self.init(contentsOf: file)
    }

    /// The mood of a text, from its words alone; the mean of what it was trained on where it has
    /// none.
    public func mood(of text: String) -> Mood { mood(of: TextFeatures(text.scalarValues)) }

    /// The emotions that reach their thresholds in a mood that this reader gave.
    public func emotions(in mood: Mood) -> [Emotion] {
        Emotion.allCases.filter { mood[$0] >= configuration.thresholds[$0.index] }
    }

    func mood(of text: TextFeatures) -> Mood {
        let shift = UInt64(64 - configuration.bits)
        var sums = SIMD8<Float>.zero
        for feature in text.features {
            sums += SIMD8<Float>(rows[Int(feature.hash >> shift)]) * feature.value
        }
        return Mood(lanes: softmax(SIMD8<Double>(sums * units + bias)))
    }

    /// Share of a text's letters that stand in words seen in training, so that a short word that two
    /// languages share says little; 0 where there are no words.
    func knownShare(of text: TextFeatures) -> Double {
        var letters = 0
        var known = 0
        for word in text.words {
            letters += word.length
            if words.contains(UInt32(truncatingIfNeeded: word.hash)) { known += word.length }
        }
        return Double(known) / Double(max(letters, 1))
    }
}

/// Seven weights that sum to 1, in proportion to the exponentials of seven sums; the eighth lane is
/// not read and becomes 0.
func softmax(_ sums: SIMD8<Double>) -> SIMD8<Double> {
    var top = sums[0]
    for index in 1..<Emotion.count { top = max(top, sums[index]) }
    var weights = SIMD8<Double>.zero
    for index in 0..<Emotion.count { weights[index] = exp(sums[index] - top) }
    return weights / weights.sum()
}
