import Affect
import Signals
import Synchronization

/// A reader of sentences on a thread of its own: where it fails or hangs, the fast reader reads on, and
/// another is made.
///
/// `@unchecked Sendable`: the show's loop alone asks it.
final class PatientReader: SentenceReader, @unchecked Sendable {
    /// How long a beat waits for its readings.
    static let patience = Duration.milliseconds(100)

    private let first: any SentenceReader
    private let part: SupervisedPart<[[Int32]], [Mood]>

    /// A reader that `make` makes, for as often as one is needed; nil where it makes none.
    ///
    /// Throws what `make` throws the first time.
    init?(
        pace: Pace, make: @escaping @Sendable () throws -> (any SentenceReader)?
    ) throws {
        guard let first = try make() else { return nil }
        self.first = first
        let unused = Spare(first)
        part = try SupervisedPart(
            "the reader of sentences", instead: "the fast reader reads on",
            patience: pace == .live ? Self.patience : nil
        ) {
            // The one that is there already, and then new ones.
            let reader = try unused.take() ?? make()
            return { texts in reader?.moods(of: texts) ?? [] }
        }
    }

    /// Tokens that a text is to the reader.
    func tokens(of text: String) -> [Int32] { first.tokens(of: text) }

    /// The moods of texts; neutral where the reader did not answer.
    func moods(of texts: [[Int32]]) -> [Mood] {
        moodsInTime(of: texts) ?? texts.map { _ in Mood(.neutral) }
    }

    /// The moods of texts; nil where the reader did not answer in time.
    func moodsInTime(of texts: [[Int32]]) -> [Mood]? {
        guard !texts.isEmpty else { return [] }
        let moods = part.ask(texts)
        return moods?.count == texts.count ? moods : nil
    }

    /// The weight from which an emotion counts as found.
    var thresholds: [Double] { first.thresholds }
    /// Whether it learnt from English alone.
    var readsEnglishOnly: Bool { first.readsEnglishOnly }
    /// The fast reader's share in what both have read.
    var fastShare: Double { first.fastShare }

    /// What went wrong since the last call.
    func takeTroubles() -> [String] { part.takeTroubles() }

    /// Does something to the reader, to see what the show makes of it.
    func disturb(_ disturbance: SupervisedPart<[[Int32]], [Mood]>.Disturbance) {
        part.disturb(disturbance)
    }
}

/// Something that is taken once.
private final class Spare: Sendable {
    private let reader: Mutex<(any SentenceReader)?>

    init(_ reader: any SentenceReader) { self.reader = Mutex(reader) }

    func take() -> (any SentenceReader)? {
        reader.withLock { reader in
            defer { reader = nil }
            return reader
        }
    }
}
