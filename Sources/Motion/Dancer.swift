import Foundation
import Signals
import Torch

/// The live dancer: a mood goes in, the next pose comes out, 30 times a second, without an end.
///
/// It belongs to one owner. The same checkpoint, seed and moods give the same poses, bit for bit, on
/// the same machine.
public final class Dancer {
    private let model: MotionModel
    private let checkpoint: DancerCheckpoint
    private var dancing: Dancing
    private let longestBones: [Float]
    private var random: SeededRandom

    /// What the model remembers of this dancer, with its mood and without.
    private(set) var cache: MotionCache
    private var state: [Float]
    /// What the model sees next, [inputSize].
    private(set) var features: [Float]
    private var numbers: [Float]
    private var x: Float = 0
    private var speed: Float = 0
    private var watch: StandstillGuard
    private var watchdog: Watchdog
    private let strategy: any SamplingStrategy
    private var poses = 0
    private var offset = DyingOffset()
    private var filter: PoseFilter

    /// How often it was set back into real motion, as it stood still or lost its shape.
    public private(set) var guardActions = 0
    /// How often its sampling was made hotter for a while, and why.
    public private(set) var reheatings: [Reheating: Int] = [:]
    /// Why the sampling began to be made hotter with the newest pose; nil with nearly every pose.
    public private(set) var newestReheating: Reheating?

    /// A dancer from a file, in a drawn neutral moment.
    ///
    /// Throws `DancerError` when the file is missing, cut short, no dancer, or of another shape.
    public convenience init(
        checkpoint file: URL, seed: UInt64, dancing: Dancing = Dancing()
    ) throws {
        try self.init(DancerCheckpoint(contentsOf: file), seed: seed, dancing: dancing)
    }

    /// A dancer from a checkpoint that has been read.
    public convenience init(
        _ checkpoint: DancerCheckpoint, seed: UInt64, dancing: Dancing = Dancing()
    ) throws {
        try self.init(checkpoint, model: MotionModel(checkpoint), seed: seed, dancing: dancing)
    }

    /// A dancer whose model others may use as well.
    init(
        _ checkpoint: DancerCheckpoint, model: MotionModel, seed: UInt64, dancing: Dancing
    ) throws {
        guard let first = checkpoint.histories.first else {
            throw DancerError.missingTensor(name: "histories")
        }
        // A pose is too small a work to share; a second thread would only spin beside the stage.
        TorchRuntime.useThreads(1)
        self.checkpoint = checkpoint
        self.dancing = dancing
        longestBones = checkpoint.longestBones.map { $0 * dancing.boneAllowance }
        self.model = model
        random = SeededRandom(seed: seed)
        cache = MotionCache()
        let start = checkpoint.configuration.stateSize
        state = first.state(0, size: start)
        features = []
        numbers = checkpoint.space.numbers(of: state, drift: 0)
        watch = StandstillGuard(speed: checkpoint.palette.medianSpeed(of: Mood(.neutral)))
        watchdog = Watchdog(components: checkpoint.configuration.poseComponents)
        strategy = dancing.sampling.strategy
        filter = PoseFilter(resting: numbers)
        enter(drawHistory(feeling: Mood(.neutral)), feeling: Mood(.neutral))
        filter = PoseFilter(resting: placed(numbers))
    }

    /// The dancer that comes with the program; nil when it was built without one.
    public static var shipped: URL? { ShippedDancer.standard.file }

    /// The licence, credits and limits of this dancer.
    public var about: DancerCheckpoint.About { checkpoint.about }

    /// How fast it moves now, from 0 (still) to 1 (half as fast again as its fastest mood usually is).
    public var energy: Double {
        Double(min(1, max(0, watch.speed / (1.5 * checkpoint.palette.fastest))))
    }

    /// From now on every chance follows from this seed; what was danced so far stays.
    public func reseed(_ seed: UInt64) { random = SeededRandom(seed: seed) }

    /// From now on it dances by these; the way of sampling and the bones stay as they began.
    public func tune(_ dancing: Dancing) {
        self.dancing.temperature = dancing.temperature
        self.dancing.guidance = dancing.guidance
        self.dancing.paceShift = dancing.paceShift
    }

    /// The next pose in a mood, in torsos from the middle of the floor, y down.
    public func pose(feeling mood: Mood) -> Pose {
        let output = model.next(
            after: features, poses: 1, conditions: conditions(feeling: mood), cache: &cache)
        return pose(after: output, feeling: mood)
    }

    /// The next pose from what the model said of it, [2 x outputSize]: with the mood and without.
    func pose(after output: [Float], feeling mood: Mood) -> Pose {
        let drawn = strategy.draw(
            from: mixture(of: output), dancing: heated, pose: poses, using: &random)
        poses += 1
        let drift = take(drawn)
        var shown = offset.applied(to: numbers)
        if watchCalls(feeling: mood), dancing.usesGuard {
            guardActions += 1
            let before = shown
            enter(drawHistory(feeling: mood), feeling: mood)
            offset.begin(shown: before, next: numbers)
            shown = offset.applied(to: numbers)
            watchdog.restart()
        }
        reheat(feeling: mood)
        offset.advance()
        x = dancing.driftKept * x + drift
        let smooth = filter(placed(shown))
        return PoseLayout.pose(
            PoseLayout.shortened(smooth, longest: checkpoint.longestBones),
            x: smooth[PoseLayout.drift])
    }

    /// The numbers with the place on the stage instead of the sideways speed, so that the filter
    /// smooths it too.
    private func placed(_ numbers: [Float]) -> [Float] {
        var placed = numbers
        placed[PoseLayout.drift] = x
        return placed
    }
}

// How it goes on from pose to pose.
extension Dancer {
    /// What comes after the present pose: with the mood and without, in one batch of two.
    private func mixture(of output: [Float]) -> MixtureDraw {
        let size = checkpoint.configuration.outputSize
        var mixture = MixtureDraw(
            output: output[..<size], configuration: checkpoint.configuration)
        mixture.guide(
            awayFrom: MixtureDraw(
                output: output[size...], configuration: checkpoint.configuration),
            by: heated.guidance)
        return mixture
    }

    /// What the model is told of a mood, [2 x conditionSize]: with it and without.
    func conditions(feeling mood: Mood) -> [Float] {
        let pace = checkpoint.palette.pace(of: mood) + dancing.paceShift
        let level = dancing.noiseLevel
        return Condition.numbers(mood: checkpoint.palette.danced(mood), level: level, pace: pace)
            + Condition.numbers(mood: nil, level: level, pace: pace)
    }

    /// Takes the drawn step; returns the sideways speed in torsos a pose.
    private func take(_ drawn: [Float]) -> Float {
        let space = checkpoint.space
        let drift = drawn[state.count] * space.driftDeviation
        let stepped = state.indices.map { state[$0] + drawn[$0] * space.stepDeviation[$0] }
        // The shortened pose is what it goes on from, or its error would grow unseen.
        let body = PoseLayout.shortened(
            space.numbers(of: stepped, drift: drift), longest: longestBones)
        let next = space.state(of: body)
        features = space.features(state: next, before: state, drift: drift)
        state = next
        let before = numbers
        numbers = space.numbers(of: next, drift: drift)
        speed = PoseLayout.distance(numbers, to: before)
        return drift
    }

    private func watchCalls(feeling mood: Mood) -> Bool {
        watch.calls(
            speed: speed, bones: PoseLayout.boneLengths(of: numbers),
            longest: longestBones, usual: checkpoint.palette.medianSpeed(of: mood))
    }

    /// The settings of this moment: hotter while the watchdog wants it.
    private var heated: Dancing { dancing.heated(by: watchdog.heat) }

    /// Shows the watchdog the newest pose.
    private func reheat(feeling mood: Mood) {
        guard dancing.reheats else { return }
        newestReheating = watchdog.look(
            at: state, speed: watch.speed, usual: checkpoint.palette.medianSpeed(of: mood))
        if let newestReheating { reheatings[newestReheating, default: 0] += 1 }
    }

    private func drawHistory(feeling mood: Mood) -> DancerHistory {
        let leading = checkpoint.palette.leading(mood)
        let fitting = checkpoint.histories.filter { $0.emotion == leading }
        let choice = fitting.isEmpty ? checkpoint.histories : fitting
        return choice[Int(random.uniform() * Double(choice.count))]
    }

    /// Forgets everything and goes on as if a history had just been danced.
    private func enter(_ history: DancerHistory, feeling mood: Mood) {
        let size = checkpoint.configuration.stateSize
        let space = checkpoint.space
        let count = history.numbers.count / (size + 1)
        let rows = (1..<count).map { pose in
            space.features(
                state: history.state(pose, size: size),
                before: history.state(pose - 1, size: size),
                drift: history.drift(pose, size: size))
        }
        cache = MotionCache()
        _ = model.next(
            after: rows.dropLast().flatMap { $0 }, poses: count - 2,
            conditions: conditions(feeling: mood), cache: &cache)
        features = rows[count - 2]
        state = history.state(count - 1, size: size)
        numbers = space.numbers(of: state, drift: history.drift(count - 1, size: size))
        watch.restart(speed: checkpoint.palette.medianSpeed(of: mood))
    }
}
