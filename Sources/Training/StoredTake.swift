import Clips
import Foundation
import Signals

/// A take whose poses may stay in a file until some of them are drawn.
public struct StoredTake: Sendable {
    /// How many poses there are.
    public let count: Int
    /// The mood; nil when no emotion is known, which is not neutral.
    public let mood: Mood?
    /// The source's own word for the mood: takes of one word may follow one another.
    public let label: String
    /// True when the source knew only a view from the front.
    public let isFlat: Bool
    /// How often it is drawn, against a take of the same length that weighs 1.
    public let weight: Double

    private enum Poses {
        case inMemory(MotionTake)
        case inFile(StoredClip, first: Int)
    }

    private let poses: Poses

    /// A take in memory.
    public init(_ take: MotionTake) {
        count = take.count
        mood = take.mood
        label = take.label
        isFlat = take.isFlat
        weight = take.weight
        poses = .inMemory(take)
    }

    /// The part of a clip that moves; nil where nothing long enough does.
    public init?(_ clip: StoredClip, weight: Double = 1) {
        guard let moving = clip.moving else { return nil }
        count = moving.count
        mood = clip.about.mood
        label = clip.about.label
        isFlat = clip.isFlat
        self.weight = weight
        poses = .inFile(clip, first: moving.lowerBound)
    }

    /// The emotion this take is drawn for; nil without a mood.
    public var group: Emotion? { mood?.group }

    /// Some of the poses, read where they lie in a file.
    public func part(_ range: Range<Int>) -> MotionTake {
        switch poses {
        case .inMemory(let take): return take.part(range)
        case .inFile(let clip, let first):
            var take = MotionTake(
                clip.features((first + range.lowerBound)..<(first + range.upperBound)))
            take.weight = weight
            return take
        }
    }

    /// All poses in memory.
    public var whole: MotionTake { part(0..<count) }
}

/// Takes of which one is drawn: long ones more often than short ones, but not in full proportion.
struct TakePool: Sendable {
    let takes: [StoredTake]
    private let weights: [Double]
    private let total: Double

    init(_ takes: [StoredTake]) {
        self.takes = takes
        weights = takes.map { $0.weight * pow(Double($0.count), 0.7) }
        total = weights.reduce(0, +)
    }

    func draw(using random: inout SeededRandom) -> StoredTake {
        var left = random.uniform() * total
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return takes[index] }
        }
        return takes[takes.count - 1]
    }
}

/// A window before its poses are read: where they come from and how they are seen.
struct DrawnWindow: Sendable {
    struct Part: Sendable {
        var take: StoredTake
        var range: Range<Int>
    }

    var count: Int
    var group: Emotion?
    var parts: [Part]
    var change: MotionVariation.Change
    var yaw: Float
    var isMirrored: Bool

    /// The mood that is told of it: its first take's.
    var mood: Mood? { parts.first?.take.mood }

    /// The window, its parts joined over `blend` poses.
    func window(blend: Int) -> MotionWindow {
        let takes = parts.map { $0.take.part($0.range) }
        let motion = takes.dropFirst().reduce(takes[0]) { $0.joined(with: $1, blend: blend) }
        return MotionWindow(
            numbers: change.applied(to: motion, count: count)
                .projected(yaw: yaw, mirrored: isMirrored),
            mood: mood, group: group)
    }
}
