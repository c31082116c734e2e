import Signals
import Synchronization

/// The room's other inputs (a camera, a box of buttons, a sensor), each with a key from the desk.
///
/// An input is one voice of the audience like a phone, whoever holds its key and however often: it
/// speaks no faster than the room allows, and from one place at a time.
final class GalleryInputs: Sendable {
    /// What becomes of what a key's holder says.
    enum Hearing: Equatable {
        /// The input of this name speaks.
        case heard(name: String)
        /// No input has this key.
        case unknown
        /// The key is in use at another network address.
        case elsewhere
        /// It spoke a moment ago.
        case tooSoon
    }

    private struct Entry {
        var key: String
        var heard = 0
        var refused = 0
        var lastTime: ContinuousClock.Instant?
        var place: String?
    }

    /// Inputs at once at most.
    static let most = 32
    /// Pause between two words of one input; a camera looks five times a second.
    static let pause = Duration.milliseconds(200)
    /// An input that was silent for so long may speak from another place.
    static let patience = Duration.seconds(30)

    private let entries = Mutex<[String: Entry]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    /// No inputs yet; `now` tells the time.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Makes a key for an input of this name; a second one for the same name replaces the first. Nil
    /// where the name is none or there are too many.
    func issue(_ name: String) -> String? {
        guard Self.isName(name) else { return nil }
        let key = randomName(bytes: 16)
        return entries.withLock { entries in
            guard entries[name] != nil || entries.count < Self.most else { return nil }
            entries[name] = Entry(key: key)
            return key
        }
    }

    /// Takes a key back; false where there is no such input.
    func revoke(_ name: String) -> Bool {
        entries.withLock { $0.removeValue(forKey: name) != nil }
    }

    /// The inputs, by name.
    var list: [DeskState.Input] {
        let time = now()
        return entries.withLock { entries in
            entries.map { name, entry in
                DeskState.Input(
                    name: name, heard: entry.heard, refused: entry.refused,
                    secondsSilent: entry.lastTime.map { tenths($0.duration(to: time)) })
            }
            .sorted { $0.name < $1.name }
        }
    }

    private func tenths(_ duration: Duration) -> Double {
        (duration / .milliseconds(100)).rounded() / 10
    }

    /// What becomes of a word that comes with a key from a place.
    func hear(key: String, from place: String) -> Hearing {
        let time = now()
        return entries.withLock { entries in
            // Every key is looked at, so that the time tells nothing of the one that fits.
            var name: String?
            for (one, entry) in entries where DeskKey.areEqual(entry.key, key) { name = one }
            guard let name, var entry = entries[name] else { return .unknown }
            defer { entries[name] = entry }
            if let last = entry.lastTime {
                let silence = last.duration(to: time)
                if entry.place != place, silence < Self.patience {
                    entry.refused += 1
                    return .elsewhere
                }
                if silence < Self.pause {
                    entry.refused += 1
                    return .tooSoon
                }
            }
            (entry.lastTime, entry.place) = (time, place)
            entry.heard += 1
            return .heard(name: name)
        }
    }

    /// Whether this can name an input: 1 to 40 letters, digits, `.`, `_` and `-`, the first a letter or
    /// a digit.
    static func isName(_ name: String) -> Bool {
        func isLetterOrDigit(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        guard (1...40).contains(name.utf8.count), name.utf8.first.map(isLetterOrDigit) == true
        else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }
}

/// A mood that a program asks for or an input speaks of: `{"emotion":"fear","strength":0.4}`, or one
/// of several feelings, `{"mood":{"anger":0.6,"fear":0.2}}`. Nothing else may be in it.
struct MoodWish: Decodable {
    /// The strength of a single emotion where none is given.
    static let usualStrength = 1.0

    var mood: Mood

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
        static let emotion = Key(stringValue: "emotion")
        static let strength = Key(stringValue: "strength")
        static let mood = Key(stringValue: "mood")
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let names = Set(values.allKeys.map(\.stringValue))
        if names == ["mood"] {
            mood = try Mood(named: values.decode([String: Double].self, forKey: .mood))
        } else if names.isSubset(of: ["emotion", "strength"]) {
            let emotion = try values.decode(Emotion.self, forKey: .emotion)
            var strength = Self.usualStrength
            if values.contains(.strength) {
                strength = try values.decode(Double.self, forKey: .strength)
            }
            guard (0...1).contains(strength) else { throw MoodError.weight(emotion, strength) }
            mood = Mood(.neutral).blended(with: Mood(emotion), by: strength)
        } else {
            throw DecodingError.dataCorruptedError(
                forKey: .mood, in: values, debugDescription: "Either a mood or an emotion.")
        }
    }
}

extension Mood {
    /// A mood from weights of 0 to 1 by the emotions' names, scaled to sum to 1; where nothing weighs
    /// anything it is neutral. Throws for a name that is no emotion and a weight beyond 0 to 1.
    init(named given: [String: Double]) throws {
        var weights = [Double](repeating: 0, count: Emotion.count)
        for (name, weight) in given {
            guard let emotion = Emotion(rawValue: name), (0...1).contains(weight) else {
                throw MoodError.weight(Emotion(rawValue: name) ?? .neutral, weight)
            }
            weights[emotion.index] = weight
        }
        // Numbers too small to be scaled are no feeling either.
        guard weights.reduce(0, +) > 1e-9 else {
            self.init(.neutral)
            return
        }
        try self.init(scaling: weights)
    }
}
