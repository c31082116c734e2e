import Foundation
import Signals

/// How each emotion moves in the data, and what stands in for an emotion that the data lacks.
public struct MoodPalette: Sendable, Equatable, Codable {
    /// What an emotion without motion of its own dances as.
    public struct StandIn: Sendable, Equatable, Codable {
        /// The mood that the model is told instead.
        public var mood: Mood
        /// What is added to that mood's pace.
        public var pace: Float

        /// A stand-in.
        public init(mood: Mood, pace: Float) {
            self.mood = mood
            self.pace = pace
        }
    }

    /// How one emotion moves in the data.
    public struct Manner: Sendable, Equatable, Codable {
        /// Mean pace of its real histories, see `MotionPace`.
        public var pace: Float
        /// Median over one-second windows of the keypoints' mean speed, in torsos a pose.
        public var medianSpeed: Float

        /// A manner.
        public init(pace: Float, medianSpeed: Float) {
            self.pace = pace
            self.medianSpeed = medianSpeed
        }
    }

    /// The emotions that the data has, by name.
    public var manners: [String: Manner]
    /// The emotions that it lacks, by name.
    public var standIns: [String: StandIn]

    /// A palette.
    public init(manners: [String: Manner], standIns: [String: StandIn]) {
        self.manners = manners
        self.standIns = standIns
    }

    /// How an emotion moves; nil when the data has none of it.
    public func manner(of emotion: Emotion) -> Manner? { manners[emotion.rawValue] }

    /// The mood that the model is told for the mood of the room: emotions without motion of their own
    /// give their weight to their stand-ins.
    public func danced(_ mood: Mood) -> Mood {
        var weights = [Double](repeating: 0, count: Emotion.count)
        for emotion in Emotion.allCases {
            let share = mood[emotion]
            if let other = standIns[emotion.rawValue]?.mood {
                for part in Emotion.allCases { weights[part.index] += share * other[part] }
            } else {
                weights[emotion.index] += share
            }
        }
        return (try? Mood(scaling: weights)) ?? mood
    }

    /// The pace of a mood of the room: the mean of its emotions' paces.
    public func pace(of mood: Mood) -> Float {
        var sum: Float = 0
        var total: Float = 0
        for emotion in Emotion.allCases where mood[emotion] > 0 {
            let share = Float(mood[emotion])
            if let standIn = standIns[emotion.rawValue] {
                sum += share * (ownPace(of: standIn.mood) + standIn.pace)
                total += share
            } else if let manner = manner(of: emotion) {
                sum += share * manner.pace
                total += share
            }
        }
        return total > 0 ? sum / total : 0
    }

    private func ownPace(of mood: Mood) -> Float {
        var sum: Float = 0
        var total: Float = 0
        for emotion in Emotion.allCases {
            guard let manner = manner(of: emotion) else { continue }
            sum += Float(mood[emotion]) * manner.pace
            total += Float(mood[emotion])
        }
        return total > 0 ? sum / total : 0
    }

    /// This palette with emotions of its own motion told another pace: a judgement of how a dancer
    /// should move, where the data's own pace does not serve.
    public func shifted(by shifts: [Emotion: Float]) -> MoodPalette {
        var shifted = self
        for (emotion, shift) in shifts { shifted.manners[emotion.rawValue]?.pace += shift }
        return shifted
    }

    /// The emotion of the data that leads a mood of the room; neutral when it has none.
    public func leading(_ mood: Mood) -> Emotion {
        let danced = danced(mood)
        return Emotion.allCases.filter { manner(of: $0) != nil }
            .max { danced[$0] < danced[$1] } ?? .neutral
    }

    /// The median speed of the emotion that leads a mood, in torsos a pose.
    public func medianSpeed(of mood: Mood) -> Float {
        manner(of: leading(mood))?.medianSpeed ?? 0.02
    }

    /// The largest median speed of all.
    public var fastest: Float { manners.values.map(\.medianSpeed).max() ?? 0.05 }
}
