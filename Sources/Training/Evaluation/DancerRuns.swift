import Foundation
import Motion
import Signals
import Synchronization
import Torch

/// Makes a dancer dance what is measured, many seeds at a time.
struct DancerRuns {
    let subject: any JudgedDancer
    let dancing: Dancing
    let emotions: [Emotion]
    let settings: EvaluationSettings
    /// Called with the poses that have just been danced, from any thread.
    let progress: @Sendable (Int) -> Void

    /// Short clips in every mood, from a neutral start, after the mood has come.
    func clips() throws -> (set: MotionSet, guardActions: Int) {
        let results = try inParallel(emotions.count, threads: settings.threads) { index in
            let emotion = emotions[index]
            let troupe = try subject.bodies(
                seeds: seeds(1, index, settings.clipsPerMood), dancing: dancing)
            _ = poses(settings.warmUpPoses, of: troupe, feeling: Mood(emotion))
            let runs = poses(settings.clipPoses, of: troupe, feeling: Mood(emotion))
            return (runs: runs, actions: troupe.guardActions.reduce(0, +))
        }
        return (
            MotionSet(Dictionary(uniqueKeysWithValues: zip(emotions, results.map(\.runs)))),
            results.map(\.actions).reduce(0, +)
        )
    }

    /// Poses that `clips` dances.
    var clipCost: Int {
        emotions.count * settings.clipsPerMood * (settings.warmUpPoses + settings.clipPoses)
    }

    /// The same history gone on from in many ways: of each mood, one set a history.
    func draws() throws -> [Emotion: [[PoseRun]]] {
        let results = try inParallel(emotions.count, threads: settings.threads) { index in
            let starts = seeds(2, index, settings.histories)
            // As many alike as shall differ: equal seeds dance alike until they are seeded anew.
            let alike = starts.flatMap { [UInt64](repeating: $0, count: settings.draws) }
            let troupe = try subject.bodies(seeds: alike, dancing: dancing)
            let mood = Mood(emotions[index])
            _ = poses(settings.warmUpPoses, of: troupe, feeling: mood)
            troupe.reseed(seeds(3, index, alike.count))
            let runs = poses(Self.drawPoses, of: troupe, feeling: mood)
            return starts.indices.map {
                Array(runs[($0 * settings.draws)..<(($0 + 1) * settings.draws)])
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(emotions, results))
    }

    /// Poses of each way to go on.
    static let drawPoses = 180
    /// Poses that `draws` dances.
    var drawCost: Int {
        emotions.count * settings.histories * settings.draws
            * (settings.warmUpPoses + Self.drawPoses)
    }

    /// Changes of mood: from each to each other, the change at pose `changeAt` of each run.
    func changes() throws -> [(from: Emotion, to: Emotion, run: PoseRun)] {
        let results = try inParallel(emotions.count, threads: settings.threads) { index in
            let from = emotions[index]
            let others = emotions.filter { $0 != from }
                .flatMap { [Emotion](repeating: $0, count: settings.changesPerPair) }
            let troupe = try subject.bodies(
                seeds: seeds(4, index, others.count), dancing: dancing)
            _ = poses(settings.warmUpPoses, of: troupe, feeling: Mood(from))
            let before = others.map { _ in Mood(from) }
            var danced = [[Pose]](repeating: [], count: others.count)
            for pose in 0..<(Self.changeAt + Self.changePoses) {
                let moods = pose < Self.changeAt ? before : others.map { Mood($0) }
                for (place, pose) in troupe.poses(feeling: moods).enumerated() {
                    danced[place].append(pose)
                }
            }
            progress(others.count * (Self.changeAt + Self.changePoses))
            return zip(others, danced).map { (from: from, to: $0, run: PoseRun($1)) }
        }
        return results.flatMap { $0 }
    }

    /// The first pose of the new mood.
    static let changeAt = 90
    /// Poses after a change: five seconds.
    static let changePoses = 150
    /// Poses that `changes` dances.
    var changeCost: Int {
        let pairs = emotions.count * max(emotions.count - 1, 0) * settings.changesPerPair
        return pairs * (settings.warmUpPoses + Self.changeAt + Self.changePoses)
    }

    /// Long dances, one mood each; as many at a time as there are threads to share them.
    func long(seedCount: Int) throws -> [LongDance] {
        let all = emotions.indices.flatMap { index in
            seeds(5, index, seedCount).map { (emotion: emotions[index], seed: $0) }
        }
        let pieces = max(1, min(settings.threads, all.count))
        let results = try inParallel(pieces, threads: settings.threads) { piece in
            let some = Array(
                all[(piece * all.count / pieces)..<((piece + 1) * all.count / pieces)])
            let troupe = try subject.bodies(seeds: some.map(\.seed), dancing: dancing)
            var dances = some.map { LongDance(emotion: $0.emotion) }
            for _ in 0..<settings.minutes {
                let runs = poses(1800, of: troupe, feeling: some.map { Mood($0.emotion) })
                for (place, run) in runs.enumerated() { dances[place].take(minute: run) }
            }
            for (place, actions) in troupe.guardActions.enumerated() {
                dances[place].guardActions = actions
            }
            return dances
        }
        return results.flatMap { $0 }
    }

    /// Poses that `long` dances.
    func longCost(seedCount: Int) -> Int { emotions.count * seedCount * settings.minutes * 1800 }

    private func poses(_ count: Int, of troupe: any DancingBodies, feeling mood: Mood) -> [PoseRun]
    {
        poses(count, of: troupe, feeling: [Mood](repeating: mood, count: troupe.count))
    }

    private func poses(_ count: Int, of troupe: any DancingBodies, feeling moods: [Mood])
        -> [PoseRun]
    {
        var danced = [[Pose]](repeating: [], count: troupe.count)
        for index in 0..<count {
            for (place, pose) in troupe.poses(feeling: moods).enumerated() {
                danced[place].append(pose)
            }
            if index % 30 == 29 || index == count - 1 {
                progress(troupe.count * (index % 30 + 1))
            }
        }
        return danced.map { PoseRun($0) }
    }

    private func seeds(_ part: UInt64, _ index: Int, _ count: Int) -> [UInt64] {
        var random = SeededRandom(seed: settings.seed).split(part).split(
            UInt64(emotions[index].index))
        return (0..<count).map { _ in random.next() }
    }
}

/// Works on numbered pieces on several threads; the results are in the pieces' order.
///
/// LibTorch's switches belong to a thread, hence plain threads and no tasks that move between them.
func inParallel<Result: Sendable>(
    _ count: Int, threads: Int, _ work: @Sendable (Int) throws -> Result
) throws -> [Result] {
    let next = Mutex(0)
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    withoutActuallyEscaping(work) { work in
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
            TorchRuntime.useThreads(1)
            while true {
                let piece = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard piece < count else { return }
                let result = Swift.Result { try work(piece) }
                results.withLock { $0[piece] = result }
            }
        }
    }
    let found = results.withLock { $0 }
    return try (0..<count).compactMap { try found[$0]?.get() }
}
