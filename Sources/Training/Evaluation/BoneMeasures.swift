import Motion
import Signals

/// What bones do on the picture. A bone looks shorter when it points at the viewer, so real ones
/// change too.
struct BoneMeasures: Sendable {
    /// Spine, arms and legs: the bones whose length shows a broken shape.
    static let limbs = PoseLayout.bones.indices.filter { index in
        switch PoseLayout.joints[PoseLayout.bones[index].child] {
        case .neck, .rightElbow, .rightWrist, .leftElbow, .leftWrist, .rightKnee, .rightAnkle,
            .leftKnee, .leftAnkle:
            true
        default: false
        }
    }

    /// The longest that each bone of `PoseLayout.bones` is on real pictures (99.9th percentile).
    let longest: [Float]
    /// The 99.5th percentile over real poses of the pose's stretch, see `stretch`.
    let bound: Float

    /// The bounds of real motion.
    init(of real: MotionSet) {
        var lengths = [[Float]](repeating: [], count: PoseLayout.bones.count)
        let poses = real.all.flatMap { run in
            (0..<run.count).map {
                PoseLayout.boneLengths(of: run.numbers, at: $0 * PoseLayout.count)
            }
        }
        for bones in poses { for index in bones.indices { lengths[index].append(bones[index]) } }
        let longest = lengths.map { max($0.percentile(99.9), 1e-3) }
        self.longest = longest
        bound = poses.map { Self.stretch($0, longest) }.percentile(99.5)
    }

    /// How far the most stretched limb of a pose is beyond its longest: 1 is just as long.
    private static func stretch(_ bones: [Float], _ longest: [Float]) -> Float {
        limbs.map { bones[$0] / longest[$0] }.max() ?? 0
    }

    /// The share of poses with a limb stretched further than 99.5 % of real poses have any.
    func overlongShare(_ run: PoseRun) -> Double {
        let over = (0..<run.count).filter { pose in
            let bones = PoseLayout.boneLengths(of: run.numbers, at: pose * PoseLayout.count)
            return Self.stretch(bones, longest) > bound
        }
        return Double(over.count) / Double(max(run.count, 1))
    }

    /// Mean |ΔL| from pose to pose over the bone's mean length, over spine, arms and legs.
    static func change(_ run: PoseRun) -> Double {
        guard run.count > 1 else { return 0 }
        var changes = [Float](repeating: 0, count: PoseLayout.bones.count)
        var sums = changes
        var before: [Float]?
        for pose in 0..<run.count {
            let bones = PoseLayout.boneLengths(of: run.numbers, at: pose * PoseLayout.count)
            for index in limbs {
                sums[index] += bones[index]
                if let before { changes[index] += abs(bones[index] - before[index]) }
            }
            before = bones
        }
        let shares = limbs.map { index -> Double in
            let length = Double(sums[index]) / Double(run.count)
            return Double(changes[index]) / Double(run.count - 1) / max(length, 1e-6)
        }
        return shares.reduce(0, +) / Double(shares.count)
    }

    /// The mean length of spine, arms and legs on the picture, in torsos.
    static func length(_ run: PoseRun) -> Double {
        var sum: Float = 0
        for pose in 0..<run.count {
            let bones = PoseLayout.boneLengths(of: run.numbers, at: pose * PoseLayout.count)
            for index in limbs { sum += bones[index] }
        }
        return Double(sum) / Double(max(run.count * limbs.count, 1))
    }
}

extension [Float] {
    /// The value below which `percent` of the numbers lie; 0 of none.
    func percentile(_ percent: Double) -> Float {
        guard !isEmpty else { return 0 }
        return sorted()[Swift.min(count - 1, Int(percent / 100 * Double(count)))]
    }
}
