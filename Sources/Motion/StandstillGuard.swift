/// Notices a dancer that stands still or has left the human shape.
///
/// A dancer that stands still sees nothing but standing still and goes on so; only real motion helps.
struct StandstillGuard {
    /// Mean speed over about the last second, in torsos a pose.
    private(set) var speed: Float
    private var oddPoses = 0
    private var posesSinceAction = 0

    /// The bones whose length shows a broken shape: spine, arms and legs, not face and feet.
    private static let limbs = PoseLayout.bones.indices.filter { index in
        switch PoseLayout.joints[PoseLayout.bones[index].child] {
        case .neck, .rightElbow, .rightWrist, .leftElbow, .leftWrist, .rightKnee, .rightAnkle,
            .leftKnee, .leftAnkle:
            true
        default: false
        }
    }

    /// A guard of a body that moves at a usual speed.
    init(speed: Float) { self.speed = speed }

    /// Takes a pose's speed and bones; true when the dancer should start again from real motion.
    ///
    /// - Parameter usual: the mood's median speed, in torsos a pose.
    mutating func calls(
        speed now: Float, bones: [Float], longest: [Float], usual: Float
    ) -> Bool {
        speed = 0.95 * speed + 0.05 * now
        posesSinceAction += 1
        // A pose just at its bound is right; the bound is met again after projection, hence 1 %.
        let isOdd = Self.limbs.contains { bones[$0] > longest[$0] * 1.01 }
        oddPoses = isOdd ? oddPoses + 1 : 0
        let isStill = speed < 0.25 * usual && posesSinceAction > 45
        return isStill || (oddPoses > 8 && posesSinceAction > 20)
    }

    /// Forgets what led to an action.
    mutating func restart(speed: Float) { self = StandstillGuard(speed: speed) }
}
