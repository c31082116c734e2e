import Signals

/// `{"do":"hold","emotion":"fear","strength":0.8}`; `{"do":"set","mood":{"anger":0.6,"fear":0.4}}`;
/// `{"do":"words","on":false}`; `{"do":"mute","word":"spoiler"}`; `{"do":"end"}`.
extension DeskCommand: Codable {
    private enum Key: String, CodingKey {
        case word = "do"
        case emotion, emotions, strength, mood, on, name, words, number, event, source, keep
        case guidance, temperature, pace, output, gallery, input
        case mutedWord = "word"
    }
    private enum Word: String, Codable, CaseIterable {
        case hold, set, release, nudge, calm, tune, puppet, backdrop, words, title, mute, unmute
        case correct, cue, output, record, obs, weigh, code, issue, withdraw, lock, unlock, end
    }

    /// All that may stand after `do`.
    static var everyWord: Set<String> { Set(Word.allCases.map(\.rawValue)) }

    /// Characters that a name, a title or a word may have at most.
    public static let longestText = 120

    /// Reads a command; throws `DecodingError` naming what is missing or out of range.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func emotion() throws -> Emotion { try values.decode(Emotion.self, forKey: .emotion) }
        func strength() throws -> Double { try values.unitNumber(forKey: .strength) ?? 1 }
        func isOn() throws -> Bool { try values.decode(Bool.self, forKey: .on) }
        switch try values.decode(Word.self, forKey: .word) {
        case .hold: self = .hold(try emotion(), strength: try strength())
        case .nudge: self = .nudge(try emotion(), strength: try strength())
        case .set: self = .set(try values.decode(Mood.self, forKey: .mood))
        case .release: self = .release
        case .calm: self = .calm
        case .tune: self = .tune(try Self.tuning(values))
        case .puppet: self = .puppet(try values.text(forKey: .name))
        case .backdrop: self = .backdrop(try values.decodeIfPresent(Emotion.self, forKey: .emotion))
        case .words: self = .words(try isOn())
        case .title:
            let words = try values.textIfPresent(forKey: .words)
            self = .title(words)
        case .mute: self = .mute(try Self.mute(values))
        case .unmute: self = .unmute(try values.decode(Int.self, forKey: .number))
        case .correct: self = try Self.correction(values)
        case .cue: self = .cue(try values.decode(Int.self, forKey: .number))
        case .output:
            self = .output(try values.decode(Int.self, forKey: .number), on: try isOn())
        case .record: self = .record(try isOn())
        case .obs:
            self = .obs(try values.decode(OBSWork.self, forKey: .output), on: try isOn())
        case .weigh: self = .weigh(gallery: try Self.galleryWeight(values))
        case .code: self = .code(try isOn())
        case .issue: self = .issue(input: try values.text(forKey: .input))
        case .withdraw: self = .withdraw(input: try values.text(forKey: .input))
        case .lock:
            let reach = try values.decodeIfPresent(DeskLock.Reach.self, forKey: .keep)
            self = .lock(reach ?? .everybody)
        case .unlock: self = .unlock
        case .end: self = .end
        }
    }

    private static func tuning(_ values: KeyedDecodingContainer<Key>) throws -> DanceTuning {
        let ranges = DanceTuning.ranges
        let tuning = DanceTuning(
            guidance: try values.number(in: ranges.guidance, forKey: .guidance),
            temperature: try values.number(in: ranges.temperature, forKey: .temperature),
            pace: try values.number(in: ranges.pace, forKey: .pace))
        guard tuning != DanceTuning() else {
            throw DecodingError.dataCorruptedError(
                forKey: .guidance, in: values,
                debugDescription: "tune names guidance, temperature or pace.")
        }
        return tuning
    }

    private static func galleryWeight(
        _ values: KeyedDecodingContainer<Key>
    ) throws -> Double {
        guard let weight = try values.number(in: galleryWeights, forKey: .gallery) else {
            throw DecodingError.dataCorruptedError(
                forKey: .gallery, in: values,
                debugDescription: "weigh names gallery, as in {\"do\":\"weigh\",\"gallery\":0.5}.")
        }
        return weight
    }

    private static func mute(_ values: KeyedDecodingContainer<Key>) throws -> DeskMute {
        if values.contains(.event) {
            return .author(event: try values.decode(Int.self, forKey: .event))
        }
        if values.contains(.source) { return .source(try values.text(forKey: .source)) }
        return .word(try values.text(forKey: .mutedWord))
    }

    private static func correction(_ values: KeyedDecodingContainer<Key>) throws -> DeskCommand {
        let emotions = try values.decode([Emotion].self, forKey: .emotions)
        guard (1...3).contains(emotions.count), Set(emotions).count == emotions.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .emotions, in: values,
                debugDescription: "emotions are one, two or three of the seven, each once.")
        }
        return .correct(event: try values.decode(Int.self, forKey: .event), emotions: emotions)
    }

    /// Writes a command.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        func write(_ word: Word) throws { try values.encode(word, forKey: .word) }
        switch self {
        case .hold(let emotion, let strength):
            try write(.hold)
            try values.encode(emotion, forKey: .emotion)
            try values.encode(strength, forKey: .strength)
        case .nudge(let emotion, let strength):
            try write(.nudge)
            try values.encode(emotion, forKey: .emotion)
            try values.encode(strength, forKey: .strength)
        case .set(let mood):
            try write(.set)
            try values.encode(mood, forKey: .mood)
        case .tune(let tuning):
            try write(.tune)
            try values.encodeIfPresent(tuning.guidance, forKey: .guidance)
            try values.encodeIfPresent(tuning.temperature, forKey: .temperature)
            try values.encodeIfPresent(tuning.pace, forKey: .pace)
        case .puppet(let name):
            try write(.puppet)
            try values.encode(name, forKey: .name)
        case .backdrop(let emotion):
            try write(.backdrop)
            try values.encodeIfPresent(emotion, forKey: .emotion)
        case .words(let on):
            try write(.words)
            try values.encode(on, forKey: .on)
        case .title(let words):
            try write(.title)
            try values.encodeIfPresent(words, forKey: .words)
        case .mute(let what):
            try write(.mute)
            switch what {
            case .author(let event): try values.encode(event, forKey: .event)
            case .word(let word): try values.encode(word, forKey: .mutedWord)
            case .source(let name): try values.encode(name, forKey: .source)
            }
        case .unmute(let number):
            try write(.unmute)
            try values.encode(number, forKey: .number)
        case .correct(let event, let emotions):
            try write(.correct)
            try values.encode(event, forKey: .event)
            try values.encode(emotions, forKey: .emotions)
        case .cue(let number):
            try write(.cue)
            try values.encode(number, forKey: .number)
        case .output(let number, let on):
            try write(.output)
            try values.encode(number, forKey: .number)
            try values.encode(on, forKey: .on)
        case .record(let on):
            try write(.record)
            try values.encode(on, forKey: .on)
        case .obs(let work, let on):
            try write(.obs)
            try values.encode(work, forKey: .output)
            try values.encode(on, forKey: .on)
        case .weigh(let weight):
            try write(.weigh)
            try values.encode(weight, forKey: .gallery)
        case .code(let on):
            try write(.code)
            try values.encode(on, forKey: .on)
        case .issue(let input):
            try write(.issue)
            try values.encode(input, forKey: .input)
        case .withdraw(let input):
            try write(.withdraw)
            try values.encode(input, forKey: .input)
        case .lock(let reach):
            try write(.lock)
            try values.encode(reach, forKey: .keep)
        case .release: try write(.release)
        case .calm: try write(.calm)
        case .unlock: try write(.unlock)
        case .end: try write(.end)
        }
    }
}

extension KeyedDecodingContainer {
    /// A number of 0 to 1; nil where none is given.
    func unitNumber(forKey key: Key) throws -> Double? { try number(in: 0...1, forKey: key) }

    /// A number in a range; nil where none is given.
    func number(in range: ClosedRange<Double>, forKey key: Key) throws -> Double? {
        guard let number = try decodeIfPresent(Double.self, forKey: key) else { return nil }
        guard range.contains(number) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription:
                    "\(key.stringValue) is a number of \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A short text in one line that is not empty.
    func text(forKey key: Key) throws -> String {
        guard let text = try textIfPresent(forKey: key) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription: "\(key.stringValue) is a text that is not empty.")
        }
        return text
    }

    /// A short text in one line; nil where none is given, or an empty one.
    func textIfPresent(forKey key: Key) throws -> String? {
        guard let given = try decodeIfPresent(String.self, forKey: key) else { return nil }
        let text = given.trimmingSpaces
        guard text.count <= DeskCommand.longestText,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription:
                    "\(key.stringValue) is one line of at most \(DeskCommand.longestText) characters."
            )
        }
        return text.isEmpty ? nil : text
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let rest = drop { $0.isWhitespace }
        return String(rest.reversed().drop { $0.isWhitespace }.reversed())
    }
}
