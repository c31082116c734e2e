import Clips
import Foundation
import Motion

/// The clips of one training: those that learn and those that judge.
public struct TrainingClips: Sendable {
    /// Every clip that is in memory, with its split.
    public let all: [BodyClip]
    /// Every clip that stays in its file until windows of it are drawn, with its split.
    public let stored: [StoredClip]
    /// Clips that were left out because their licence does not allow this training.
    public let leftOut: Int

    private let choice: DancerRecipe.MotionChoice

    /// The clips of a dataset and of the program's own gestures that a choice allows.
    ///
    /// Where no clip is marked to judge, the last of each five, by name, judges; of a single clip, the
    /// last fifth. Throws `TrainingError` when nothing may be learned from, or no clip has a mood.
    public init(
        dataset: MotionDataset?, choice: DancerRecipe.MotionChoice, seed: UInt64
    ) throws {
        try self.init(
            clips: dataset?.clips ?? [], stored: [], hasDataset: dataset != nil, choice: choice,
            seed: seed)
    }

    /// The clips of a dataset on the disk, which stay there when it is spread over several files, and
    /// of the program's own gestures; see `init(dataset:choice:seed:)`.
    public init(
        stored dataset: StoredDataset, choice: DancerRecipe.MotionChoice, seed: UInt64
    ) throws {
        try self.init(
            clips: dataset.isSharded ? [] : dataset.clips.map(\.whole),
            stored: dataset.isSharded ? dataset.clips : [], hasDataset: true, choice: choice,
            seed: seed)
    }

    private init(
        clips: [BodyClip], stored: [StoredClip], hasDataset: Bool,
        choice: DancerRecipe.MotionChoice, seed: UInt64
    ) throws {
        self.choice = choice
        var clips = clips
        let seconds = choice.gestureSeconds(hasDataset: hasDataset)
        if seconds > 0 {
            clips += try MotionDataset.gestures(secondsPerEmotion: seconds, seed: seed).clips
        }
        func isUsable(_ about: ClipLabel) -> Bool {
            choice.onlyFree ? about.use == .free : about.use.mayTrain
        }
        let usable = clips.filter { isUsable($0.about) }
        let usableStored = stored.filter { isUsable($0.about) }
        let found = clips.count + stored.count
        let count = usable.count + usableStored.count
        leftOut = found - count
        guard count > 0 else {
            throw TrainingError.noUsableClips(found: found, onlyFree: choice.onlyFree)
        }
        guard
            usable.contains(where: { $0.mood != nil })
                || usableStored.contains(where: { $0.about.mood != nil })
        else { throw TrainingError.noMoods(clips: count) }
        let splits = Set(usable.map(\.split) + usableStored.map(\.about.split))
        all = splits.count < 2 ? Self.withBothSplits(usable) : usable
        self.stored = splits.count < 2 ? Self.withBothSplits(usableStored) : usableStored
    }

    /// What is known of every clip, wherever its points are.
    public var described: [any DescribedClip] { all + stored }

    /// What is learned from.
    public func learning() throws -> MotionStream {
        var learning = try stream(.train)
        learning.variation = choice.variation
        return learning
    }

    /// What is judged by, and never learned from.
    public func judging() throws -> MotionStream { try stream(.validation) }

    private func stream(_ split: ClipSplit) throws -> MotionStream {
        // Without the standing still at their ends, which would teach the dancer to stop.
        let takes = all.filter { $0.split == split }.compactMap {
            MotionFeatures($0).trimmed.map { StoredTake(choice.take($0)) }
        }
        let inFiles = stored.filter { $0.about.split == split }.compactMap {
            StoredTake($0, weight: $0.about.isLocomotion ? choice.locomotion : 1)
        }
        return try MotionStream(stored: takes + inFiles)
    }

    private static func withBothSplits(_ clips: [BodyClip]) -> [BodyClip] {
        if clips.count == 1 {
            let cut = clips[0].frameCount * 4 / 5
            return [
                marked(clips[0].frames(0..<cut), .train),
                marked(clips[0].frames(cut..<clips[0].frameCount), .validation),
            ]
        }
        return everyFifth(clips)
    }

    private static func withBothSplits(_ clips: [StoredClip]) -> [StoredClip] {
        if clips.count == 1 {
            let cut = clips[0].frameCount * 4 / 5
            return [
                marked(clips[0].part(0..<cut), .train),
                marked(clips[0].part(cut..<clips[0].frameCount), .validation),
            ]
        }
        return everyFifth(clips)
    }

    private static func everyFifth<Clip: DescribedClip>(_ clips: [Clip]) -> [Clip] {
        let every = min(5, clips.count)
        return clips.sorted { $0.name < $1.name }.enumerated().map { index, clip in
            marked(clip, index % every == every - 1 ? .validation : .train)
        }
    }

    private static func marked<Clip: DescribedClip>(_ clip: Clip, _ split: ClipSplit) -> Clip {
        var clip = clip
        clip.about.split = split
        return clip
    }
}
