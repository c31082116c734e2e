import Signals

/// What is known of a clip beside its points, wherever these are.
public protocol DescribedClip: Sendable {
    /// The clip's name.
    var name: String { get }
    /// What is known about the clip.
    var about: ClipLabel { get set }
    /// Length in seconds.
    var seconds: Double { get }
}

extension BodyClip: DescribedClip {}

extension Sequence where Element: DescribedClip {
    /// Seconds of all clips.
    public var seconds: Double { reduce(0) { $0 + $1.seconds } }

    /// Seconds of each emotion: every clip's length times the emotion's weight in its mood.
    public var secondsByEmotion: [Emotion: Double] {
        var seconds: [Emotion: Double] = [:]
        for clip in self {
            guard let mood = clip.about.mood else { continue }
            for emotion in Emotion.allCases {
                seconds[emotion, default: 0] += clip.seconds * mood[emotion]
            }
        }
        return seconds
    }

    /// Seconds of clips that have no mood.
    public var secondsWithoutMood: Double {
        reduce(0) { $0 + ($1.about.mood == nil ? $1.seconds : 0) }
    }
}
