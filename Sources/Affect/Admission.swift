import Foundation
import Signals

/// Decides which messages are heard: none with a muted word and, where more come than can be read, a
/// sample.
///
/// Of the messages that come at one call, each has the same chance. How many are read follows from the
/// time since the call before: no more than `messagesPerMoment` in 100 ms, however many come. Those
/// that are read speak for the others: their weight is scaled by how many people wrote for each whose
/// message was read.
struct Admission: Sendable {
    /// Seconds to which `RoomSettings.messagesPerMoment` belongs.
    static let moment = 0.1

    /// How many people each admitted voice speaks for, itself among them.
    private(set) var scale = 1.0
    /// Messages that were not read because more came than can be.
    private(set) var passedOver = 0
    /// Messages with a muted word.
    private(set) var muted = 0

    private let settings: RoomSettings
    private var mute: MutedWords?
    private var random: SeededRandom
    private var room: Double
    private var clock: Double?

    init(_ settings: RoomSettings) {
        precondition(settings.messagesPerMoment > 0, "a room that reads nothing hears nothing")
        self.settings = settings
        mute = MutedWords(settings.mutedWords)
        random = SeededRandom(seed: settings.seed)
        room = Double(settings.messagesPerMoment)
    }

    /// From now on messages with one of these words are not heard, beside those of the settings.
    mutating func mute(_ words: [String]) { mute = MutedWords(settings.mutedWords + words) }

    /// The events that are heard of those that came by `time` (seconds, never going back), in their
    /// order. What is no message always is.
    mutating func admit(_ events: [ChatEvent], at time: Double) -> [ChatEvent] {
        refill(at: time)
        scale = 1
        var heard = events
        if let mute {
            heard.removeAll { $0.text.map(mute.match) ?? false }
            muted += events.count - heard.count
        }
        let messages = heard.count { $0.text != nil }
        let kept = min(messages, max(1, Int(room)))
        room -= Double(kept)
        guard kept < messages else { return heard }
        passedOver += messages - kept
        return sample(kept, of: messages, in: heard)
    }

    /// What may be read grows with time, up to that of one moment.
    private mutating func refill(at time: Double) {
        let most = Double(settings.messagesPerMoment)
        let passed = clock.map { max(0, time - $0) } ?? Self.moment
        room = min(most, max(0, room) + most * passed / Self.moment)
        clock = max(clock ?? time, time)
    }

    /// Keeps `wanted` of `count` messages, every set of them with the same chance (selection sampling;
    /// Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).
    private mutating func sample(
        _ wanted: Int, of count: Int, in events: [ChatEvent]
    ) -> [ChatEvent] {
        var (wanted, left) = (wanted, count)
        var everybody: Set<String> = []
        var chosen: Set<String> = []
        let kept = events.filter { event in
            guard event.text != nil else { return true }
            // Who has no name is somebody else each time.
            let author = event.authorKey ?? "message \(left)"
            everybody.insert(author)
            let isChosen = random.uniform() * Double(left) < Double(wanted)
            left -= 1
            if isChosen {
                wanted -= 1
                chosen.insert(author)
            }
            return isChosen
        }
        scale = Double(everybody.count) / Double(max(1, chosen.count))
        return kept
    }
}

/// Words that a person does not want heard.
struct MutedWords: Sendable {
    private let phrases: [String]
    /// Signs that stand anywhere: emoji, and words of scripts that put no spaces between them.
    private let pieces: [String]

    /// Nil where there are none.
    init?(_ words: [String]) {
        let folded = words.map(Self.folded).filter { !$0.isEmpty }
        pieces = folded.filter { $0.unicodeScalars.contains { $0.value >= 0x2190 } }
        phrases = folded.filter { word in !word.unicodeScalars.contains { $0.value >= 0x2190 } }
            .map { " \($0) " }
        if folded.isEmpty { return nil }
    }

    /// Whether a text holds one of them, as a whole word where the script has words.
    func match(_ text: String) -> Bool {
        let folded = " \(Self.folded(text)) "
        return phrases.contains { folded.contains($0) } || pieces.contains { folded.contains($0) }
    }

    /// The text's words in one writing, a space between each two.
    private static func folded(_ text: String) -> String {
        text.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil
        )
        .split { $0.isWhitespace || $0.isPunctuation }.joined(separator: " ")
    }
}
