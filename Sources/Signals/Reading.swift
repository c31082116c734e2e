/// The mood of one message, from a classifier.
public struct Reading: Sendable, Equatable {
    /// The event that was read.
    public var event: ChatEvent
    /// What the classifier found in it.
    public var mood: Mood
    /// How sure it is, 0 to 1.
    public var confidence: Double

    /// A reading of an event.
    public init(event: ChatEvent, mood: Mood, confidence: Double) {
        self.event = event
        self.mood = mood
        self.confidence = confidence
    }
}

/// An event's own JSON object with `"mood":{…}` and `"confidence"` added.
extension Reading: Codable {
    private enum Key: String, CodingKey { case mood, confidence }

    /// Reads one reading; throws `DecodingError` naming the missing key.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init(
            event: try ChatEvent(from: decoder), mood: try values.decode(Mood.self, forKey: .mood),
            confidence: try values.decodeIfPresent(Double.self, forKey: .confidence) ?? 1)
    }

    /// Writes one reading.
    public func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(mood, forKey: .mood)
        try values.encode(confidence, forKey: .confidence)
    }
}
