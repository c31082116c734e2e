import Signals

extension GesturePosture.Change {
    /// Words for two sides at once, and the two that they stand for.
    private static let pairs: Set<String> = ["hands", "elbows", "feet"]
    private static let sides: Set<String> = ["leftHand", "rightHand", "leftFoot", "rightFoot"]

    /// True for a word that a posture may have.
    static func knows(_ word: String) -> Bool {
        pairs.contains(word) || sides.contains(word)
            || GesturePosture.Measure(rawValue: word) != nil
    }

    /// The posture's words among a key's; throws `DecodingError` at a word that is none.
    init(_ values: KeyedDecodingContainer<GestureWord>, beside others: Set<String>) throws {
        for key in values.allKeys where !others.contains(key.stringValue) {
            let word = key.stringValue
            if let measure = GesturePosture.Measure(rawValue: word) {
                measures[measure] = try values.number(word, measure.bounds)
            } else if word == "elbows" {
                let degrees = try values.number(
                    word, GesturePosture.Measure.leftElbow.bounds)
                measures[.leftElbow] = measures[.leftElbow] ?? degrees
                measures[.rightElbow] = measures[.rightElbow] ?? degrees
            } else if !Self.knows(word) {
                throw values.wrong(key, "no posture has this; docs/gestures.md lists what it may")
            }
        }
        let hands = try values.hand("hands")
        leftHand = try values.hand("leftHand") ?? hands
        rightHand = try values.hand("rightHand") ?? hands
        let feet = try values.place("feet")
        leftFoot = try values.place("leftFoot") ?? feet
        rightFoot = try values.place("rightFoot") ?? feet
        for (side, elbow) in [("leftElbow", .leftElbow), ("rightElbow", .rightElbow)]
            as [(String, GesturePosture.Measure)]
        {
            guard values.contains(GestureWord(side)) else { continue }
            measures[elbow] = try values.number(side, elbow.bounds)
        }
    }
}

/// Any word of a gesture's file.
struct GestureWord: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ word: String) { stringValue = word }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<GestureWord> {
    func wrong(_ key: GestureWord, _ reason: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: reason))
    }

    /// A number within bounds.
    func number(_ word: String, _ bounds: ClosedRange<Double>) throws -> Double {
        let key = GestureWord(word)
        let number = try decode(Double.self, forKey: key)
        guard bounds.contains(number) else {
            throw wrong(key, "expected \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// Three numbers, where there are any.
    func place(_ word: String) throws -> SIMD3<Double>? {
        let key = GestureWord(word)
        guard let numbers = try decodeIfPresent([Double].self, forKey: key) else { return nil }
        guard numbers.count == 3, numbers.allSatisfy({ $0.isFinite && abs($0) < 10 }) else {
            throw wrong(key, "a place is three numbers in torsos, under 10")
        }
        return SIMD3(numbers[0], numbers[1], numbers[2])
    }

    /// A named place or three numbers, where there are any.
    func hand(_ word: String) throws -> GesturePosture.Hand? {
        let key = GestureWord(word)
        guard contains(key) else { return nil }
        guard let name = try? decode(String.self, forKey: key) else {
            return try place(word).map { .from($0) }
        }
        guard let place = GesturePlace(rawValue: name) else {
            let known = GesturePlace.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(key, "\"\(name)\" is no place for a hand; known are \(known)")
        }
        return .at(place)
    }

    /// A choice by its word.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type, _ word: String
    ) throws -> Choice where Choice.RawValue == String {
        let key = GestureWord(word)
        let name = try decode(String.self, forKey: key)
        guard let choice = Choice(rawValue: name) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(key, "\"\(name)\" is not known; known are \(known)")
        }
        return choice
    }
}

extension GestureKey: Decodable {
    /// Reads `{"beat": 1, "ease": "hit", "lean": 20, …}`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: GestureWord.self)
        beat = try values.decode(Double.self, forKey: GestureWord("beat"))
        ease =
            values.contains(GestureWord("ease")) ? try values.choice(Ease.self, "ease") : nil
        change = try .init(values, beside: ["beat", "ease"])
    }
}

extension Gesture: Decodable {
    private static let words: Set<String> = ["name", "mood", "shows", "beats", "repeats", "keys"]

    /// Reads a gesture's file; throws `DecodingError` where a word is missing, unknown or of another
    /// kind than it should be.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: GestureWord.self)
        for key in values.allKeys where !Self.words.contains(key.stringValue) {
            throw values.wrong(key, "no gesture has this")
        }
        name = try values.decode(String.self, forKey: GestureWord("name"))
        mood = try values.choice(Emotion.self, "mood")
        shows = try values.decode(String.self, forKey: GestureWord("shows"))
        beats = try values.decode(Double.self, forKey: GestureWord("beats"))
        repeats = try values.decodeIfPresent(Int.self, forKey: GestureWord("repeats")) ?? 2
        let key = GestureWord("keys")
        keys = try values.decode([GestureKey].self, forKey: key)
        let times = keys.map(\.beat)
        guard keys.count > 1, times.first == 0 else {
            throw values.wrong(key, "a gesture has two keys or more, the first at beat 0")
        }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }), let last = times.last,
            last <= beats, beats <= 64
        else {
            throw values.wrong(key, "keys follow one another in time and end within `beats`")
        }
        guard (1...8).contains(repeats) else {
            throw values.wrong(GestureWord("repeats"), "expected 1 to 8")
        }
    }
}
