import Motion
import Signals

/// Motion that is no dance, made from real motion: each kind must fail a metric, or the metric says
/// nothing. And real motion that dancers never saw, which must not.
public enum BadMotion: String, CaseIterable, Sendable {
    /// One pose for ever.
    case frozen
    /// Two seconds again and again.
    case looped
    /// Real motion whose every coordinate is off by its own chance, 0.05 torsos.
    case noise
    /// Arms where legs should be.
    case shuffledLimbs
    /// Real motion of the validation clips.
    case real

    /// The metrics that this motion must fail.
    public var mustFail: [Metric] {
        switch self {
        case .frozen: [.freezing, .longestFreeze, .repetition, .frechetKinetic, .jerk]
        case .looped: [.repetition]
        case .noise: [.jerk, .fastMovement, .boneChange, .frechetKinetic]
        case .shuffledLimbs: [.overlongBones, .frechetLearned]
        case .real: []
        }
    }

    /// What becomes of a run of real motion.
    ///
    /// - Parameter random: where noise comes from.
    public func made(of run: PoseRun, using random: inout SeededRandom) -> PoseRun {
        let size = PoseLayout.count
        switch self {
        case .real: return run
        case .frozen:
            var pose = Array(run.numbers[..<size])
            pose[PoseLayout.drift] = 0
            return PoseRun((0..<run.count).flatMap { _ in pose })
        case .looped:
            let length = min(60, run.count)
            return PoseRun(
                (0..<run.count).flatMap { pose in
                    run.numbers[(pose % length * size)..<((pose % length + 1) * size)]
                })
        case .noise:
            var numbers = run.numbers
            for place in numbers.indices where place % size != PoseLayout.drift {
                numbers[place] += 0.05 * Float(random.gaussian())
            }
            return PoseRun(numbers)
        case .shuffledLimbs:
            var numbers = run.numbers
            for start in stride(from: 0, to: numbers.count, by: size) {
                for (place, source) in Self.exchange {
                    numbers[start + 2 * place] = run.numbers[start + 2 * source]
                    numbers[start + 2 * place + 1] = run.numbers[start + 2 * source + 1]
                }
            }
            return PoseRun(numbers)
        }
    }

    /// A set made of real motion.
    public func made(of set: MotionSet, seed: UInt64) -> MotionSet {
        var random = SeededRandom(seed: seed)
        var made = MotionSet()
        for emotion in set.emotions {
            made.runs[emotion] = set.runs[emotion]?.map { self.made(of: $0, using: &random) }
        }
        return made
    }

    /// Where each keypoint of a limb is taken from.
    private static let exchange: [(place: Int, source: Int)] = {
        let arms: [Body25] = [
            .rightShoulder, .rightElbow, .rightWrist, .leftShoulder, .leftElbow, .leftWrist,
        ]
        let legs: [Body25] = [
            .rightHip, .rightKnee, .rightAnkle, .leftHip, .leftKnee, .leftAnkle,
        ]
        return zip(arms + legs, legs + arms).compactMap { place, source in
            guard let place = PoseLayout.joints.firstIndex(of: place),
                let source = PoseLayout.joints.firstIndex(of: source)
            else { return nil }
            return (place, source)
        }
    }()
}
