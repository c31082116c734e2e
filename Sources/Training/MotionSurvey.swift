import Motion
import Signals

/// What a dancer keeps of its training motion beside the weights: how long bones are, how fast each
/// emotion moves, and real histories to start from.
public struct MotionSurvey: Sendable {
    /// The longest that each bone is on any picture (99.9th percentile), in torsos.
    public var longestBones: [Float]
    /// How each emotion moves, and stand-ins for those without motion.
    public var palette: MoodPalette
    /// Real histories of each emotion that has motion.
    public var histories: [DancerHistory]

    /// Surveys a stream.
    ///
    /// - Parameter poses: poses in each history.
    public init(
        of stream: MotionStream, space: PoseSpace, historiesPerEmotion: Int, poses: Int,
        using random: inout SeededRandom
    ) {
        longestBones = Self.longestBones(in: stream)
        var manners: [String: MoodPalette.Manner] = [:]
        histories = []
        for emotion in stream.emotions {
            let windows = (0..<historiesPerEmotion).map { _ in
                stream.window(of: poses, emotion: emotion, using: &random)
            }
            manners[emotion.rawValue] = MoodPalette.Manner(
                pace: windows.map(\.pace).reduce(0, +) / Float(max(windows.count, 1)),
                medianSpeed: Self.medianSpeed(of: stream.stored(of: emotion)))
            histories += windows.map {
                DancerHistory(emotion: emotion, poses: $0.numbers, space: space)
            }
        }
        palette = MoodPalette(manners: manners, standIns: Self.standIns(beside: manners))
    }

    /// The nearest moods that motion was labelled with: a street thug's walk was judged part disgust,
    /// a childish one part surprise. Disgust holds back, surprise is quick.
    private static func standIns(
        beside manners: [String: MoodPalette.Manner]
    ) -> [String: MoodPalette.StandIn] {
        let known: [(Emotion, [Double], Float)] = [
            (.disgust, [0.6, 0.2, 0, 0, 0.2, 0, 0], -0.6),
            (.surprise, [0, 0, 0, 0.6, 0.2, 0, 0.2], 0.5),
            (.fear, [0, 0, 0, 0, 0.6, 0.4, 0], 0.3),
            (.sadness, [0, 0, 0, 0, 1, 0, 0], -0.8),
            (.anger, [0, 0, 0, 0, 1, 0, 0], 0.8),
            (.happiness, [0, 0, 0, 0, 1, 0, 0], 0.4),
        ]
        var standIns: [String: MoodPalette.StandIn] = [:]
        for (emotion, weights, pace) in known where manners[emotion.rawValue] == nil {
            guard let mood = try? Mood(scaling: weights) else { continue }
            standIns[emotion.rawValue] = MoodPalette.StandIn(mood: mood, pace: pace)
        }
        return standIns
    }

    /// Poses after which no further takes are surveyed: some 18 hours say as much as all.
    static let mostPoses = 2_000_000

    /// The takes that a survey goes through, and how many poses of each: all there is, or evenly
    /// spread over the takes where that would be too much.
    private static func surveyed(
        _ takes: [StoredTake], upTo mostPoses: Int = mostPoses
    ) -> [(take: StoredTake, count: Int)] {
        let all = takes.reduce(0) { $0 + $1.count }
        let every = max(1, (all + mostPoses - 1) / mostPoses)
        return stride(from: 0, to: takes.count, by: every).map { index in
            (takes[index], min(takes[index].count, mostPoses))
        }
    }

    private static func longestBones(in stream: MotionStream) -> [Float] {
        func sides(_ take: StoredTake) -> [Float] { take.isFlat ? [0] : [-0.7, 0, 0.7] }
        let surveyed = surveyed(stream.stored)
        let pictures = surveyed.reduce(0) { $0 + $1.count * sides($1.take).count }
        var lengths = [LargestNumbers](
            repeating: LargestNumbers(of: pictures), count: PoseLayout.bones.count)
        for (take, count) in surveyed {
            let motion = take.part(0..<count)
            for yaw in sides(take) {
                let numbers = motion.projected(yaw: yaw, mirrored: false)
                for pose in 0..<count {
                    let bones = PoseLayout.boneLengths(of: numbers, at: pose * PoseLayout.count)
                    for index in bones.indices { lengths[index].add(bones[index]) }
                }
            }
        }
        return lengths.map(\.percentile999)
    }

    private static func medianSpeed(of takes: [StoredTake]) -> Float {
        var means: [Float] = []
        for (stored, count) in surveyed(takes, upTo: mostPoses / 4) {
            let take = stored.part(0..<count)
            for yaw in take.isFlat ? [0] : [-0.5, 0, 0.5] as [Float] {
                let speeds = PoseRun(take.projected(yaw: yaw, mirrored: false)).speeds
                for start in stride(from: 0, through: speeds.count - 30, by: 15) {
                    means.append(speeds[start..<(start + 30)].reduce(0, +) / 30)
                }
            }
        }
        return means.sorted()[safe: means.count / 2] ?? 0.02
    }
}

/// The largest of many numbers, as many as their 99.9th percentile needs.
private struct LargestNumbers {
    private var kept: [Float] = []
    /// How many of the largest there must be for the percentile to be among them.
    private let needed: Int

    /// Will be given `count` numbers.
    init(of count: Int) { needed = count - min(count - 1, Int(0.999 * Double(count))) }

    mutating func add(_ number: Float) {
        kept.append(number)
        guard kept.count > 2 * needed + 4096 else { return }
        kept.sort(by: >)
        kept.removeLast(kept.count - needed)
    }

    /// The number that 99.9 % of all are not over.
    var percentile999: Float { kept.sorted(by: >)[needed - 1] }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
