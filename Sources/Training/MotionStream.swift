import Clips
import Foundation
import Motion
import Signals

/// One window of joined motion on the picture, with what is known of its mood.
public struct MotionWindow: Sendable, Equatable {
    /// The poses in `PoseLayout`, end to end.
    public var numbers: [Float]
    /// The mood; nil when no emotion is known.
    public var mood: Mood?
    /// The emotion it was drawn for.
    public var group: Emotion?

    /// How many poses there are.
    public var count: Int { numbers.count / PoseLayout.count }

    /// How fast the window moves, scaled to about -1 to 1: the model is told this number.
    public var pace: Float {
        var sum: Float = 0
        for pose in 1..<count {
            sum += PoseLayout.distance(
                numbers, at: pose * PoseLayout.count, to: numbers,
                at: (pose - 1) * PoseLayout.count)
        }
        return MotionPace.scaled(sum / Float(count - 1))
    }
}

/// Takes joined into endless streams, emotion by emotion.
///
/// Half of the takes are shorter than six seconds and many end still: without joins nothing teaches
/// the dancer what comes next.
public struct MotionStream: Sendable {
    private struct Group: Sendable {
        var emotion: Emotion?
        var share: Double
        var takes: TakePool
        /// The takes of each word, where there is more than one: they may follow one another.
        var alike: [String: TakePool]

        init(emotion: Emotion?, share: Double, takes: [StoredTake]) {
            self.emotion = emotion
            self.share = share
            self.takes = TakePool(takes)
            alike = Dictionary(grouping: takes, by: \.label).filter { $1.count > 1 }
                .mapValues { TakePool($0) }
        }
    }

    private let groups: [Group]
    /// Poses over which a join dies away.
    public var blend = 15
    /// The largest angle from which a window is seen, in radians.
    public var widestYaw = Float.pi / 4
    /// Changes of speed and size that windows are drawn with; none unless set.
    public var variation = MotionVariation()

    /// A stream of clips, without the standing still at their ends, which would teach the dancer to
    /// stop; see `init(takes:unlabelledShare:)`.
    public init(_ features: [MotionFeatures], unlabelledShare: Double = 0.2) throws {
        let takes = features.compactMap(\.trimmed).map { MotionTake($0) }
        guard !takes.isEmpty else { throw TrainingError.tooLittleMotion(takes: features.count) }
        try self.init(takes: takes, unlabelledShare: unlabelledShare)
    }

    /// A stream of these takes; what is shorter than a second is left out.
    ///
    /// Every emotion that has takes is drawn equally often, takes without a mood in `unlabelledShare`
    /// of the windows. Throws `TrainingError.tooLittleMotion` when nothing is left.
    public init(takes: [MotionTake], unlabelledShare: Double = 0.2) throws {
        try self.init(stored: takes.map { StoredTake($0) }, unlabelledShare: unlabelledShare)
    }

    /// A stream of takes that may lie in files; see `init(takes:unlabelledShare:)`.
    public init(stored takes: [StoredTake], unlabelledShare: Double = 0.2) throws {
        let usable = takes.filter { $0.count >= 30 }
        let emotions = Emotion.allCases.filter { emotion in
            usable.contains { $0.group == emotion }
        }
        var groups = emotions.map { emotion in
            Group(
                emotion: emotion, share: (1 - unlabelledShare) / Double(emotions.count),
                takes: usable.filter { $0.group == emotion })
        }
        let rest = usable.filter { $0.group == nil }
        if !rest.isEmpty {
            groups.append(Group(emotion: nil, share: unlabelledShare, takes: rest))
        }
        guard !groups.isEmpty else { throw TrainingError.tooLittleMotion(takes: takes.count) }
        self.groups = groups
    }

    /// The emotions that have takes.
    public var emotions: [Emotion] { groups.compactMap(\.emotion) }

    /// The takes of an emotion, all of them in memory.
    public func takes(of emotion: Emotion) -> [MotionTake] { stored(of: emotion).map(\.whole) }

    /// All takes, all of them in memory.
    public var takes: [MotionTake] { stored.map(\.whole) }

    /// The takes of an emotion, wherever they are.
    public func stored(of emotion: Emotion) -> [StoredTake] {
        groups.first { $0.emotion == emotion }?.takes.takes ?? []
    }

    /// All takes, wherever they are.
    public var stored: [StoredTake] { groups.flatMap(\.takes.takes) }

    /// A window of `count` poses of a drawn or a given emotion, from a drawn side, half of them
    /// mirrored.
    public func window(
        of count: Int, emotion: Emotion? = nil, using random: inout SeededRandom
    ) -> MotionWindow {
        draw(count, emotion: emotion, using: &random).window(blend: blend)
    }

    /// What a window will be made of. All chances of it are taken here, and no pose is read.
    func draw(
        _ count: Int, emotion: Emotion? = nil, using random: inout SeededRandom
    ) -> DrawnWindow {
        let group =
            emotion.flatMap { wanted in groups.first { $0.emotion == wanted } }
            ?? drawGroup(using: &random)
        let first = group.takes.draw(using: &random)
        let change = variation.draw(using: &random)
        let needed = change.source(of: count)
        // Often so late that a join falls inside the window.
        let start = random.below(max(1, first.count - 12))
        var parts = [DrawnWindow.Part(take: first, range: start..<min(first.count, start + needed))]
        var length = parts[0].range.count
        while length < needed {
            let next = (group.alike[first.label] ?? group.takes).draw(using: &random)
            let skip = random.below(max(1, min(next.count / 3, 30)))
            let wanted = max(needed - length, blend)
            let range = skip..<min(next.count, skip + wanted)
            parts.append(DrawnWindow.Part(take: next, range: range))
            length += range.count
        }
        let side = Float(2 * random.uniform() - 1) * widestYaw
        return DrawnWindow(
            count: count, group: group.emotion, parts: parts, change: change,
            yaw: first.isFlat ? 0 : side, isMirrored: random.uniform() < 0.5)
    }

    private func drawGroup(using random: inout SeededRandom) -> Group {
        var left = random.uniform() * groups.reduce(0) { $0 + $1.share }
        for group in groups {
            left -= group.share
            if left < 0 { return group }
        }
        return groups[groups.count - 1]
    }
}

extension SeededRandom {
    /// A whole number from 0 up to, but not including, `bound`.
    mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(uniform() * Double(bound))) }
}
