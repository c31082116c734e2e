import Signals

/// What a program says to the room over OSC: its key, and a mood.
///
/// `/emotionmotion/gallery/KEY/fear` with how strongly, 0 to 1 (without a number: wholly), as the
/// buttons and faders of a control surface send it; `/emotionmotion/gallery/KEY` with seven weights,
/// in the order of `Emotion.allCases`.
public struct OSCVoice: Sendable, Equatable {
    /// The input's key.
    public var key: String
    /// What it feels.
    public var mood: Mood

    /// What a message says; nil where it says nothing to the room: another address, a number beyond 0
    /// to 1, or a button that was let go of, which sends 0.
    public init?(_ message: OSCMessage) {
        let parts = message.address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[1] == "emotionmotion", parts[2] == "gallery" else {
            return nil
        }
        let numbers = message.arguments.compactMap(\.weight)
        guard numbers.count == message.arguments.count else { return nil }
        key = String(parts[3])
        if parts.count == 5, let emotion = Emotion(rawValue: String(parts[4])), numbers.count <= 1 {
            let strength = numbers.first ?? 1
            guard strength > 0 else { return nil }
            mood = Mood(.neutral).blended(with: Mood(emotion), by: strength)
        } else if parts.count == 4, let mood = try? Mood(scaling: numbers) {
            self.mood = mood
        } else {
            return nil
        }
    }
}

extension OSCArgument {
    /// A number of 0 to 1; nil for another one and for text.
    fileprivate var weight: Double? {
        let number: Double
        switch self {
        case .integer(let integer): number = Double(integer)
        case .number(let given): number = Double(given)
        case .text: return nil
        }
        return (0...1).contains(number) ? number : nil
    }
}
