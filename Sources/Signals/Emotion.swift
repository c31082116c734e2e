/// One of the seven feelings that the show knows, always in this order.
public enum Emotion: String, CaseIterable, Codable, Sendable {
    case anger, disgust, fear, happiness, neutral, sadness, surprise

    /// The emotion's place in every list of seven.
    public var index: Int {
        switch self {
        case .anger: 0
        case .disgust: 1
        case .fear: 2
        case .happiness: 3
        case .neutral: 4
        case .sadness: 5
        case .surprise: 6
        }
    }

    /// How many emotions there are.
    public static let count = 7
}
