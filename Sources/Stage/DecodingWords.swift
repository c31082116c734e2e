import Signals

/// Reading the words, numbers and bounds of `puppet.json` so that what is wrong is said plainly.
extension KeyedDecodingContainer {
    /// An error at a key.
    func wrong(_ key: Key, _ message: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: message)
    }

    /// A word that is none of those allowed.
    func unknownWord(_ word: String, _ key: Key, of allowed: [String]) -> DecodingError {
        wrong(key, "\"\(word)\" is unknown; use " + allowed.joined(separator: ", "))
    }

    /// A word out of a few.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: Key, else usual: Word
    ) throws -> Word where Word.RawValue == String {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return usual }
        guard let word = Word(rawValue: text) else {
            throw unknownWord(text, key, of: Word.allCases.map(\.rawValue))
        }
        return word
    }

    /// A number within bounds.
    func number(
        _ key: Key, within bounds: ClosedRange<Float>, else usual: Float
    ) throws -> Float {
        let number = try decodeIfPresent(Float.self, forKey: key) ?? usual
        guard bounds.contains(number) else {
            throw wrong(
                key, "is \(number); it may be \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A least and a most.
    func range(
        _ key: Key, within bounds: ClosedRange<Float>, else usual: ClosedRange<Float>
    ) throws -> ClosedRange<Float> {
        guard let ends = try decodeIfPresent([Float].self, forKey: key) else { return usual }
        guard ends.count == 2, ends[0] <= ends[1], ends.allSatisfy(bounds.contains) else {
            throw wrong(
                key,
                "needs the least and the most, from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return ends[0]...ends[1]
    }

    /// A joint by its name.
    func joint(_ key: Key) throws -> Joint {
        let name = try decode(String.self, forKey: key)
        guard let joint = Joint(name: name) else {
            throw unknownWord(name, key, of: Joint.names)
        }
        return joint
    }

    /// A value for each of the seven emotions, in their order; nil where the key is not there.
    func byEmotion<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> [Value]? {
        guard contains(key) else { return nil }
        let values = try nestedContainer(keyedBy: EmotionKey.self, forKey: key)
        return try Emotion.allCases.map {
            try values.decode(Value.self, forKey: EmotionKey(stringValue: $0.rawValue))
        }
    }
}

private struct EmotionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
