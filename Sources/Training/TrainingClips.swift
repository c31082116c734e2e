import Clips
import Foundation
import Motion

/// The clips of one training: those that learn and those that judge.
public struct TrainingClips: Sendable {
    /// Every clip, with its split.
    public let all: [BodyClip]
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
        self.choice = choice
        var found = dataset?.clips ?? []
        let seconds = choice.gestureSeconds(hasDataset: dataset != nil)
        if seconds > 0 {
            found += try MotionDataset.gestures(secondsPerEmotion: seconds, seed: seed).clips
        }
        let usable = found.filter { choice.onlyFree ? $0.mayShip : $0.about.use.mayTrain }
        leftOut = found.count - usable.count
        guard !usable.isEmpty else {
            throw TrainingError.noUsableClips(found: found.count, onlyFree: choice.onlyFree)
        }
        guard usable.contains(where: { $0.mood != nil }) else {
            throw TrainingError.noMoods(clips: usable.count)
        }
        all = Self.withBothSplits(usable)
    }

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
        let clips = all.filter { $0.split == split }
        return try MotionStream(
            takes: clips.compactMap { MotionFeatures($0).trimmed.map(choice.take) })
    }

    private static func withBothSplits(_ clips: [BodyClip]) -> [BodyClip] {
        guard Set(clips.map(\.split)).count < 2 else { return clips }
        if clips.count == 1 {
            let cut = clips[0].frameCount * 4 / 5
            var parts = [clips[0].frames(0..<cut), clips[0].frames(cut..<clips[0].frameCount)]
            parts[0].about.split = .train
            parts[1].about.split = .validation
            return parts
        }
        let every = min(5, clips.count)
        return clips.sorted { $0.name < $1.name }.enumerated().map { index, clip in
            var clip = clip
            clip.about.split = index % every == every - 1 ? .validation : .train
            return clip
        }
    }
}
