import Clips
import Foundation
import Motion
import Signals

/// Motion of people and of the project's gestures: what a dancer is held against.
public struct RealMotion: Sendable {
    /// What dancers train on.
    public let training: MotionStream
    /// What none has seen.
    public let validation: MotionStream
    /// The takes that dancers train on, and whether each is a dance or a gesture.
    public let trainingTakes: [(take: MotionTake, kind: MotionKind)]
    /// The takes of the validation clips.
    public let validationTakes: [(take: MotionTake, kind: MotionKind)]

    /// The clips of both splits, without the standing still at their ends, as training takes them.
    ///
    /// Throws `TrainingError.tooLittleMotion` when a split holds no second of motion.
    public init(_ clips: [BodyClip]) throws {
        func takes(_ split: ClipSplit) -> [(take: MotionTake, kind: MotionKind)] {
            clips.filter { $0.split == split }.compactMap { clip in
                MotionFeatures(clip).trimmed.map { (MotionTake($0), MotionKind(clip.about)) }
            }
        }
        trainingTakes = takes(.train)
        validationTakes = takes(.validation)
        training = try MotionStream(takes: trainingTakes.map(\.take))
        validation = try MotionStream(takes: validationTakes.map(\.take))
    }

    /// The takes of clips, without the standing still at their ends.
    static func takes(_ clips: [BodyClip]) -> [MotionTake] {
        clips.compactMap { clip in MotionFeatures(clip).trimmed.map { MotionTake($0) } }
    }

    /// The moods that both splits show.
    public var emotions: [Emotion] {
        training.emotions.filter { validation.emotions.contains($0) }
    }

    /// Windows of joined motion as training draws them: as many of each mood.
    public func draw(
        _ split: ClipSplit, perMood count: Int, poses: Int, seed: UInt64
    ) -> MotionSet {
        let stream = split == .train ? training : validation
        var set = MotionSet()
        for emotion in stream.emotions {
            var random = SeededRandom(seed: seed).split(UInt64(emotion.index))
            set.runs[emotion] = (0..<count).map { _ in
                PoseRun(stream.window(of: poses, emotion: emotion, using: &random).numbers)
            }
        }
        return set
    }

    /// All takes of each mood, each once, one after another in a drawn order: what repetition is
    /// measured on, since a stream draws its takes again.
    public func onceThrough(
        _ split: ClipSplit, longest: Int = 3600, seed: UInt64
    ) -> MotionSet {
        let stream = split == .train ? training : validation
        var set = MotionSet()
        for emotion in stream.emotions {
            var random = SeededRandom(seed: seed).split(UInt64(emotion.index))
            var numbers: [Float] = []
            for take in stream.takes(of: emotion).shuffled(using: &random) {
                guard numbers.count < longest * PoseLayout.count else { break }
                numbers += take.projected(yaw: 0, mirrored: false)
            }
            set.runs[emotion] = [PoseRun(Array(numbers.prefix(longest * PoseLayout.count)))]
        }
        return set
    }
}

/// What a clip shows, as far as its words tell.
public enum MotionKind: Sendable {
    /// A dance, a gesture, an action of the hands.
    case dance
    /// Walking, running, waiting, standing.
    case travel

    private static let travelling: Set<String> = [
        "walk", "walking", "run", "running", "dash", "jog", "jogging", "wait", "waiting", "stand",
        "standing", "idle", "locomotion", "stroll", "march",
    ]

    /// The kind of a clip: a dance where its content says so, travel where content or label has a
    /// word for going or standing, and an action otherwise, which counts with the dances.
    public init(_ about: ClipLabel) {
        func words(_ text: String) -> Set<String> {
            Set(text.lowercased().split { !$0.isLetter }.map(String.init))
        }
        let content = words(about.content)
        let isNamedDance = !content.isDisjoint(with: ["dance", "dancing", "karate"])
        let all = content.union(words(about.label))
        self = isNamedDance || all.isDisjoint(with: Self.travelling) ? .dance : .travel
    }
}
