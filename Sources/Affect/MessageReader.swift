import Foundation
import Signals

/// What one message says.
public struct MessageReading: Sendable, Equatable {
    /// The mood.
    public var mood: Mood
    /// How sure the reader is, 0 to 1; 0 where the message says nothing that it knows.
    public var confidence: Double
    /// How excited the message is, 0 to 1.
    public var arousal: Double

    /// A message that says nothing.
    static let nothing = MessageReading(mood: Mood(.neutral), confidence: 0, arousal: 0)
}

/// Reads one chat message: the chat's own tokens and the text reader together.
///
/// - Tokens found make up 0.75 of the mood and the text 0.25; they are the whole where there are no
///   other words, or none that the text reader knows. A sarcasm mark pulls the text's mood half way to its own. `!!!` sharpens.
/// - **Neutral by uncertainty.** Of the letters, the share that stands in words which the reader
///   knows says how far it is believed: not at all below a quarter, wholly above two thirds (in a
///   language it was not trained on it knows few); the rest of the mood is neutral. And where the
///   strongest weight is below 0.35, neutral takes the missing share of it.
/// - **A plain question is neutral** (`Question`).
/// - A text that begins with `!` and a letter is meant for a bot. It is no feeling and, here, no
///   command.
/// - The confidence is the strongest weight times the belief; 0 for empty text.
///
/// The same text always gives the same reading. Text past 1000 characters is not read.
public struct MessageReader: Sendable {
    let textReader: TextReader
    let tokens: ChatTokens
    private let question = Question()

    /// What tokens make up of a mood, where some are found.
    static let tokenShare = 0.75
    /// The share of known letters at which the text reader begins to be believed, and is wholly.
    static let believed = 0.25..<0.67
    /// A strongest weight below this is too weak to name a feeling.
    static let weakest = 0.35
    /// The power to which `!!!` raises the weights.
    static let emphasis = 1.25

    /// A reader of these two.
    public init(textReader: TextReader, tokens: ChatTokens) {
        self.textReader = textReader
        self.tokens = tokens
    }

    /// The reader that comes with the program; throws when its weights or table are missing.
    public init() throws { self.init(textReader: try TextReader(), tokens: try ChatTokens()) }

    /// Reads an event; nil where nobody wrote anything.
    public func read(_ event: ChatEvent) -> Reading? {
        guard let text = event.text else { return nil }
        let reading = read(text)
        return Reading(event: event, mood: reading.mood, confidence: reading.confidence)
    }

    /// Reads a message.
    public func read(_ text: String) -> MessageReading {
        let parts = parts(of: text)
        return reading(of: parts, words: textReader.mood(of: parts.words))
    }

    /// What can be known of a message before its words are read.
    struct Parts {
        var text: Scalars
        var evidence: ChatTokens.Evidence
        var words: TextFeatures
        /// How far a reader of English words is believed, 0 to 1.
        var belief: Double
        /// Whether it is meant for a bot, and so says nothing.
        var isForBot: Bool

        /// Whether the words have a say in the mood at all.
        var wordsMatter: Bool {
            !isForBot && belief > 0 && (evidence.mood == nil || evidence.hasOtherWords)
        }
    }

    func parts(of text: String) -> Parts {
        let scalars = text.unicodeScalars.prefix(TextFeatures.scalarLimit).map(\.value)
        let words = TextFeatures(withoutNamesAndAddresses(scalars))
        return Parts(
            text: scalars, evidence: tokens.evidence(in: scalars), words: words,
            belief: belief(in: words), isForBot: isForBot(scalars))
    }

    /// The reading of a message whose words have the mood `words`.
    func reading(of parts: Parts, words: Mood) -> MessageReading {
        let (evidence, belief) = (parts.evidence, parts.belief)
        guard !parts.isForBot, belief > 0 || evidence.mood != nil else { return .nothing }
        var mood = belief > 0 ? Self.mood(words, belief: belief) : Mood(.neutral)
        if evidence.mood == nil, belief > 0 {
            mood = question.calmed(mood, text: parts.text, words: parts.words)
        }
        if let sarcasm = evidence.sarcasm { mood = mood.blended(with: sarcasm, by: 0.5) }
        if let said = evidence.mood {
            let isAll = belief == 0 || !evidence.hasOtherWords
            mood = mood.blended(with: said, by: isAll ? 1 : Self.tokenShare)
        }
        if evidence.isEmphatic, mood.strongest != .neutral {
            mood = mood.raised(to: Self.emphasis)
        }
        let sureness = evidence.mood == nil ? belief : 1
        return MessageReading(
            mood: mood, confidence: mood[mood.strongest] * sureness,
            arousal: evidence.mood == nil ? mood.arousal : evidence.arousal)
    }

    /// The words' mood with neutral in place of what is not known.
    private static func mood(_ mood: Mood, belief: Double) -> Mood {
        let strength = min(1, mood[mood.strongest] / weakest)
        return mood.blended(with: Mood(.neutral), by: 1 - belief * strength)
    }

    private func belief(in words: TextFeatures) -> Double {
        let share = textReader.knownShare(of: words)
        let range = Self.believed
        return min(
            max((share - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }

    private func isForBot(_ text: Scalars) -> Bool {
        guard let start = text.firstIndex(where: { !$0.isBlank }), text[start] == 33 else {
            return false
        }
        return start + 1 < text.count && (97...122).contains(text[start + 1].folded)
    }

    /// The text without `:name:` and web addresses, which are no words.
    private func withoutNamesAndAddresses(_ text: Scalars) -> Scalars {
        var kept: Scalars = []
        kept.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            let scalar = text[at]
            if let end = nameEnd(text, from: at) {
                kept.append(32)
                at = end
            } else if (scalar | 32) == 104 || (scalar | 32) == 119,
                at == 0 || text[at - 1].isBlank, text[at...].isAddress
            {
                while at < text.count, !text[at].isBlank { at += 1 }
            } else {
                kept.append(scalar)
                at += 1
            }
        }
        return kept
    }

    private func nameEnd(_ text: Scalars, from start: Int) -> Int? {
        text[start] == 58 ? text.shortcutEnd(from: start, before: text.count) : nil
    }
}

extension Mood {
    /// This mood with every weight raised to a power and scaled again: above 1 it is sharper.
    fileprivate func raised(to power: Double) -> Mood {
        var raised = SIMD8<Double>.zero
        for emotion in Emotion.allCases { raised[emotion.index] = pow(self[emotion], power) }
        return Mood(lanes: raised)
    }
}
