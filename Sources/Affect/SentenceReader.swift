import Signals

/// A classifier that reads whole sentences, better and slower than `TextReader`.
///
/// Affect knows nothing of tensors: `Encoders` has those that do.
public protocol SentenceReader: Sendable {
    /// The tokens of a text; how many there are is what the text costs to read.
    func tokens(of text: String) -> [Int32]

    /// The moods of texts by their tokens, in their order. The same tokens always give the same
    /// mood, but for rounding, whatever stands beside them.
    func moods(of texts: [[Int32]]) -> [Mood]

    /// The same, where the reader has an answer now; nil where it has none, and then the fast reader's
    /// word stands.
    func moodsInTime(of texts: [[Int32]]) -> [Mood]?

    /// The weight from which an emotion counts as found, where a text may have several; in the order
    /// of `Emotion.allCases`.
    var thresholds: [Double] { get }

    /// Whether it learnt from English alone and is to be asked about nothing else.
    var readsEnglishOnly: Bool { get }

    /// What the fast reader's mood makes up of the words' mood where both have read them, 0 to 1.
    var fastShare: Double { get }
}

extension SentenceReader {
    /// The moods: a reader is waited for.
    public func moodsInTime(of texts: [[Int32]]) -> [Mood]? { moods(of: texts) }

    /// Nothing: a reader is taken at its own word.
    public var fastShare: Double { 0 }

    /// The moods of texts, in their order, with the fast reader's share in them.
    public func moods(of texts: [String], beside fast: TextReader) -> [Mood] {
        zip(moods(of: texts), texts).map { mood, text in
            mood.blended(with: fast.mood(of: text), by: fastShare)
        }
    }

    /// The moods of texts, in their order, from their words alone.
    public func moods(of texts: [String]) -> [Mood] { moods(of: texts.map { tokens(of: $0) }) }
}
