/// Why the sampling was made hotter for a while.
public enum Reheating: String, Sendable, CaseIterable, Codable {
    /// It moved much less than its mood usually does.
    case freezing
    /// It danced the same seconds again.
    case repetition
}

/// Notices a dancer that begins to freeze or to repeat itself, and says how hot to sample: more heat
/// for a few seconds, eased in and out. Nothing is set back and nothing jumps.
///
/// It looks earlier than the guard (`StandstillGuard`), which is the net under it.
struct Watchdog {
    /// Poses over which the heat rises, stays and falls, and after which it looks again.
    static let rise = 10
    static let stay = 60
    static let fall = 60
    static let rest = 30
    /// Share of the mood's usual speed under which a body begins to freeze.
    static let slow: Float = 0.4
    /// Poses that it may be slow.
    static let patience = 8
    /// Poses between two looks for a loop.
    static let interval = 15
    /// Looks in a row that must find a loop.
    static let looks = 8
    /// How near a second must be to an earlier one, in torsos a keypoint.
    static let alike: Float = 0.03

    private var detector: LoopDetector
    private var slowPoses = 0
    private var repeats = 0
    private var poses = 0
    /// Poses since the heat began to rise; nil while it is off and nothing is waited for.
    private var age: Int?

    init(components: Int) { detector = LoopDetector(components: components) }

    /// How hot to sample, from 0 (as ever) to 1.
    var heat: Float {
        guard let age else { return 0 }
        func eased(_ x: Float) -> Float {
            let x = min(max(x, 0), 1)
            return x * x * (3 - 2 * x)
        }
        let falling = Float(age - Self.rise - Self.stay) / Float(Self.fall)
        return eased(Float(age) / Float(Self.rise)) * (1 - eased(falling))
    }

    /// Takes a pose's state; the reason when the heat begins to rise with it.
    ///
    /// - Parameters:
    ///   - speed: mean speed over about the last second, in torsos a pose.
    ///   - usual: the mood's median speed.
    mutating func look(at state: [Float], speed: Float, usual: Float) -> Reheating? {
        detector.add(state)
        poses += 1
        slowPoses = speed < Self.slow * usual ? slowPoses + 1 : 0
        if poses.isMultiple(of: Self.interval), let distance = detector.nearestDistance {
            repeats = distance < Self.alike ? repeats + 1 : 0
        }
        if let age {
            self.age = age < Self.rise + Self.stay + Self.fall + Self.rest ? age + 1 : nil
            return nil
        }
        let reason: Reheating? =
            slowPoses > Self.patience ? .freezing : repeats >= Self.looks ? .repetition : nil
        if reason != nil {
            age = 0
            slowPoses = 0
            repeats = 0
        }
        return reason
    }

    /// Forgets that it was slow, after the guard has acted; the heat goes on as it was.
    mutating func restart() { slowPoses = 0 }
}

extension Dancing {
    /// These settings with the sampling made hotter, `heat` from 0 to 1.
    func heated(by heat: Float) -> Dancing {
        guard heat > 0 else { return self }
        var hot = self
        hot.temperature += 0.5 * heat
        hot.sigmaScale += heat * max(0, 1 - sigmaScale)
        hot.guidance += 0.5 * heat
        return hot
    }
}
