/// Weights over the seven emotions, each 0 or more, summing to 1.
///
/// A mood that breaks this rule cannot be built.
public struct Mood: Sendable, Equatable {
    // Not a SIMD8: its 64-byte alignment corrupts the frames of asynchronous functions that hold one
    // (Swift 6.3, debug builds).
    private let seven: (Double, Double, Double, Double, Double, Double, Double)

    /// The seven weights in the order of `Emotion.allCases`; the eighth lane is always 0.
    public var lanes: SIMD8<Double> {
        SIMD8(seven.0, seven.1, seven.2, seven.3, seven.4, seven.5, seven.6, 0)
    }

    /// How far from 1 the given weights may sum; they are scaled to sum to exactly 1.
    public static let tolerance = 1e-4

    /// A mood of one emotion only.
    public init(_ emotion: Emotion) {
        var lanes = SIMD8<Double>.zero
        lanes[emotion.index] = 1
        self.init(trusted: lanes)
    }

    /// A mood from seven weights in the order of `Emotion.allCases`.
    ///
    /// Throws `MoodError` when there are not seven, one is negative or not a number, or they do not
    /// sum to 1 within `tolerance`.
    public init(_ weights: [Double]) throws {
        guard weights.count == Emotion.count else { throw MoodError.count(weights.count) }
        let sum = weights.reduce(0, +)
        guard abs(sum - 1) <= Mood.tolerance else { throw MoodError.sum(sum) }
        try self.init(scaling: weights)
    }

    /// A mood from seven weights of any total, scaled to sum to 1.
    ///
    /// Throws `MoodError` when there are not seven, one is negative or not a number, or all are 0.
    public init(scaling weights: [Double]) throws {
        guard weights.count == Emotion.count else { throw MoodError.count(weights.count) }
        for (emotion, weight) in zip(Emotion.allCases, weights)
        where !(weight >= 0 && weight.isFinite) {
            throw MoodError.weight(emotion, weight)
        }
        let sum = weights.reduce(0, +)
        guard sum > 0, sum.isFinite else { throw MoodError.sum(sum) }
        var lanes = SIMD8<Double>.zero
        for index in 0..<Emotion.count { lanes[index] = weights[index] / sum }
        self.init(trusted: lanes)
    }

    private init(trusted lanes: SIMD8<Double>) {
        seven = (lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6])
    }

    /// Whether all seven weights are the same.
    public static func == (one: Mood, other: Mood) -> Bool { one.lanes == other.lanes }

    /// The weight of one emotion, 0 to 1.
    public subscript(emotion: Emotion) -> Double { lanes[emotion.index] }

    /// The seven weights in the order of `Emotion.allCases`.
    public var weights: [Double] { (0..<Emotion.count).map { lanes[$0] } }

    /// The emotion with the largest weight; the first of equals.
    public var strongest: Emotion {
        var best = Emotion.anger
        for emotion in Emotion.allCases where self[emotion] > self[best] { best = emotion }
        return best
    }

    /// This mood moved towards another: 0 leaves it, 1 gives the other.
    public func blended(with other: Mood, by share: Double) -> Mood {
        let share = min(max(share, 0), 1)
        return Mood(trusted: lanes * (1 - share) + other.lanes * share)
    }

    /// How excited this mood is, 0 (calm) to 1, from the activation that Russell's circumplex
    /// (1980, Journal of Personality and Social Psychology 39) gives each emotion.
    public var arousal: Double {
        (lanes * SIMD8(0.9, 0.45, 0.8, 0.7, 0.2, 0.15, 0.85, 0)).sum()
    }
}

/// Why seven numbers are not a mood.
public enum MoodError: Error, Equatable, CustomStringConvertible {
    case count(Int)
    case weight(Emotion, Double)
    case sum(Double)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .count(let count): "A mood has 7 weights, one an emotion; \(count) were given."
        case .weight(let emotion, let weight):
            "The weight of \(emotion) is \(weight); it must be 0 or more."
        case .sum(let sum): "The weights of a mood sum to 1; these sum to \(sum)."
        }
    }
}

extension Mood: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads `{"anger":0.01,…}`; an emotion that is not named weighs 0.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let weights = try Emotion.allCases.map {
            try values.decodeIfPresent(Double.self, forKey: Key(stringValue: $0.rawValue)) ?? 0
        }
        try self.init(weights)
    }

    /// Writes `{"anger":0.01,…}` with all seven emotions.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        for emotion in Emotion.allCases {
            try values.encode(self[emotion], forKey: Key(stringValue: emotion.rawValue))
        }
    }
}
