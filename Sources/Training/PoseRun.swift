import Motion
import Signals

/// A run of poses in `PoseLayout`, to be measured.
public struct PoseRun: Sendable {
    /// The poses, end to end.
    public var numbers: [Float]

    /// A run of poses laid end to end.
    public init(_ numbers: [Float]) { self.numbers = numbers }

    /// A run of poses as they go to the stage; what moves is measured about the hips, and the sideways
    /// speed is the hips' step from the pose before (0 for the first).
    public init(_ poses: [Pose]) {
        var before = poses.first?[.midHip].x ?? 0
        numbers = poses.flatMap { pose -> [Float] in
            let hip = pose[.midHip]
            defer { before = hip.x }
            return PoseLayout.joints.flatMap { [pose[$0].x - hip.x, pose[$0].y - hip.y] }
                + [-hip.y, hip.x - before]
        }
    }

    /// How many poses there are.
    public var count: Int { numbers.count / PoseLayout.count }

    /// The keypoints' mean way about the hips from each pose to the next, in torsos.
    public var speeds: [Float] {
        guard count > 1 else { return [] }
        return (1..<count).map { pose in
            PoseLayout.distance(
                numbers, at: pose * PoseLayout.count, to: numbers,
                at: (pose - 1) * PoseLayout.count)
        }
    }

    /// Mean speed, in torsos a pose.
    public var meanSpeed: Float { speeds.reduce(0, +) / Float(max(speeds.count, 1)) }

    /// Share of one-second windows slower than a tenth of `usual`, in torsos a pose.
    public func frozenShare(usual: Float) -> Float {
        let speeds = speeds
        let starts = Array(stride(from: 0, through: speeds.count - 30, by: 15))
        let still = starts.filter {
            speeds[$0..<($0 + 30)].reduce(0, +) / 30 < 0.1 * usual
        }
        return Float(still.count) / Float(max(starts.count, 1))
    }

    /// Share of bones on the pictures that are longer than they may be.
    public func overlongShare(longest: [Float]) -> Float {
        var over = 0
        for pose in 0..<count {
            let bones = PoseLayout.boneLengths(of: numbers, at: pose * PoseLayout.count)
            over += bones.indices.filter { bones[$0] > longest[$0] }.count
        }
        return Float(over) / Float(max(count * longest.count, 1))
    }

    /// The mean pose, [50].
    public var meanPose: [Float] {
        var mean = [Float](repeating: 0, count: PoseLayout.count)
        for (index, value) in numbers.enumerated() { mean[index % PoseLayout.count] += value }
        return mean.map { $0 / Float(max(count, 1)) }
    }
}
