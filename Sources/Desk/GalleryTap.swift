import Signals

/// Somebody in the room tapped a face, or another input of the room spoke.
public struct GalleryTap: Sendable, Equatable {
    /// Which tap of the show this is, from 1.
    public var number: Int
    /// The device it came from: a random name that lives as long as the show, or an input's name.
    public var device: String
    /// The face; of a mood its strongest emotion.
    public var emotion: Emotion
    /// How long it was held, 0 (a touch) to 1; of a mood the strongest emotion's weight.
    public var strength: Double
    /// What it says.
    public var mood: Mood
    /// Whether it came from an input with a key of its own, and not from a phone.
    public var isInput = false

    /// A tap on a face.
    public init(number: Int, device: String, emotion: Emotion, strength: Double) {
        self.number = number
        self.device = device
        self.emotion = emotion
        self.strength = strength
        mood = Self.mood(of: emotion, strength: strength)
    }

    /// What an input says.
    init(number: Int, input: String, mood: Mood) {
        self.number = number
        device = input
        emotion = mood.strongest
        strength = mood[mood.strongest]
        self.mood = mood
        isInput = true
    }

    /// What a face says: never less than half the face, the rest neutral.
    static func mood(of emotion: Emotion, strength: Double) -> Mood {
        Mood(.neutral).blended(with: Mood(emotion), by: 0.5 + 0.5 * strength)
    }

    /// The voice of the audience that speaks: a phone, or an input, which no phone can pass for.
    public var voice: String { isInput ? "input \(device)" : "gallery \(device)" }
    /// What the desk calls it: an input's name; phones have none.
    public var name: String { isInput ? device : "gallery" }
}

/// The gallery in numbers.
public struct GalleryTally: Codable, Sendable, Equatable {
    /// Devices that were given a voice and are remembered.
    public var devices = 0
    /// Taps that the show was given.
    public var taps = 0
    /// Taps refused because their device had tapped a moment before, or the show had too many.
    public var refused = 0

    /// Nobody yet.
    public init() {}
}

/// What a phone is asked for: `{"emotion":"fear","strength":0.4}`.
struct TapRequest: Decodable {
    var emotion: Emotion
    var strength: Double

    private enum Key: String, CodingKey { case emotion, strength }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        emotion = try values.decode(Emotion.self, forKey: .emotion)
        strength = try values.unitNumber(forKey: .strength) ?? 0
    }
}

/// The answer to a tap: the page says "felt" once the show's `heard` has reached `number`.
struct TapAnswer: Encodable {
    var number: Int
}

/// What phones are told, a few times a second; kept short, as there may be thousands.
struct GalleryState: Encodable {
    /// The dancer's mood in hundredths, in the order of `Emotion.allCases`.
    var dancer: [Int]
    /// The dancer's strongest emotion.
    var strongest: Emotion
    /// The highest number of a tap that the show has taken in.
    var heard: Int

    init(_ state: DeskState, heard: Int) {
        dancer = state.dancerMood.weights.map { Int(($0 * 100).rounded()) }
        strongest = state.dancerMood.strongest
        self.heard = heard
    }
}
