import Signals

/// What the operator asks of a running show.
public enum DeskCommand: Sendable, Equatable {
    /// Holds a mood of this emotion, `strength` 0 to 1, until it is released.
    case hold(Emotion, strength: Double)
    /// Holds this mood, of several feelings, until it is released.
    case set(Mood)
    /// Gives the mood back to the room.
    case release
    /// Pushes the mood towards an emotion, `strength` 0 to 1; the push fades within seconds.
    case nudge(Emotion, strength: Double)
    /// Takes every extreme out within a second and holds neutral until it is released.
    case calm
    /// Draws words on the picture, or none.
    case words(Bool)
    /// Ends the show in order.
    case end
}

/// `{"do":"hold","emotion":"fear","strength":0.8}`; `{"do":"set","mood":{"anger":0.6,"fear":0.4}}`;
/// `{"do":"words","on":false}`; `{"do":"end"}`.
extension DeskCommand: Codable {
    private enum Key: String, CodingKey {
        case word = "do"
        case emotion, strength, mood, on
    }
    private enum Word: String, Codable { case hold, set, release, nudge, calm, words, end }

    /// Reads a command; throws `DecodingError` naming what is missing or out of range.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func strength() throws -> Double {
            try values.unitNumber(forKey: .strength) ?? 1
        }
        switch try values.decode(Word.self, forKey: .word) {
        case .hold:
            self = .hold(
                try values.decode(Emotion.self, forKey: .emotion), strength: try strength())
        case .nudge:
            self = .nudge(
                try values.decode(Emotion.self, forKey: .emotion), strength: try strength())
        case .set: self = .set(try values.decode(Mood.self, forKey: .mood))
        case .release: self = .release
        case .calm: self = .calm
        case .words: self = .words(try values.decode(Bool.self, forKey: .on))
        case .end: self = .end
        }
    }

    /// Writes a command.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .hold(let emotion, let strength), .nudge(let emotion, let strength):
            try values.encode(emotion, forKey: .emotion)
            try values.encode(strength, forKey: .strength)
        case .set(let mood): try values.encode(mood, forKey: .mood)
        case .words(let on): try values.encode(on, forKey: .on)
        case .release, .calm, .end: break
        }
        try values.encode(word, forKey: .word)
    }

    private var word: Word {
        switch self {
        case .hold: .hold
        case .set: .set
        case .release: .release
        case .nudge: .nudge
        case .calm: .calm
        case .words: .words
        case .end: .end
        }
    }
}

/// The command in plain words, for the account of what was done.
extension DeskCommand: CustomStringConvertible {
    /// What the operator does, as in "holds fear at 80 %".
    public var description: String {
        func percent(_ strength: Double) -> String { "\(Int((strength * 100).rounded())) %" }
        return switch self {
        case .hold(let emotion, let strength): "holds \(emotion) at \(percent(strength))"
        case .set(let mood):
            "sets "
                + Emotion.allCases.filter { mood[$0] >= 0.005 }
                .map { "\($0) \(percent(mood[$0]))" }.joined(separator: ", ")
        case .release: "gives the mood back to the room"
        case .nudge(let emotion, let strength): "nudges towards \(emotion) by \(percent(strength))"
        case .calm: "calms the show"
        case .words(let on): on ? "shows words" : "hides words"
        case .end: "ends the show"
        }
    }
}

extension KeyedDecodingContainer {
    /// A number of 0 to 1; nil where none is given.
    func unitNumber(forKey key: Key) throws -> Double? {
        guard let number = try decodeIfPresent(Double.self, forKey: key) else { return nil }
        guard (0...1).contains(number) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "\(key.stringValue) is a number of 0 to 1."
            )
        }
        return number
    }
}
