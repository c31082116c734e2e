import Clips
import Foundation
import Motion
import Signals

/// Motion of one body in space, with its mood: what training draws its windows from.
///
/// Axes: x to the body's left, y up, z the way it faces (its heading is turned out). Unit: torsos.
public struct MotionTake: Sendable, Equatable {
    /// The 24 keypoints of `PoseLayout.joints` about the mid-hip, [poses x 24].
    public var joints: [SIMD3<Float>]
    /// Speed of the mid-hip, a pose, [poses].
    public var velocity: [SIMD3<Float>]
    /// Height of the mid-hip over the floor, [poses].
    public var height: [Float]
    /// The mood; nil when no emotion is known, which is not neutral.
    public var mood: Mood?
    /// The source's own word for the mood: takes of one word may follow one another.
    public var label: String
    /// True when the source knew only a view from the front: every z is 0, and no other view is drawn.
    public var isFlat: Bool
    /// How often it is drawn, against a take of the same length that weighs 1.
    public var weight = 1.0

    /// A take; the three lists describe the same poses.
    public init(
        joints: [SIMD3<Float>], velocity: [SIMD3<Float>], height: [Float], mood: Mood?,
        label: String, isFlat: Bool = false
    ) {
        precondition(
            joints.count == height.count * MotionTake.width && velocity.count == height.count,
            "\(joints.count) joints, \(velocity.count) speeds and \(height.count) heights "
                + "are not of the same poses")
        self.joints = joints
        self.velocity = velocity
        self.height = height
        self.mood = mood
        self.label = label
        self.isFlat = isFlat
    }

    /// The take of a clip's features.
    public init(_ features: MotionFeatures) {
        let frames = 0..<features.frameCount
        self.init(
            joints: frames.flatMap { frame in
                PoseLayout.joints.map { features.joints[frame * Body25.count + $0.rawValue] }
            },
            velocity: features.velocities, height: features.heights,
            mood: features.about.mood, label: features.about.label, isFlat: features.isFlat)
    }

    /// Keypoints a pose.
    static let width = 24

    /// How many poses there are.
    public var count: Int { height.count }

    /// The emotion this take is drawn for: the largest weight, neutral only when nothing equals it;
    /// nil without a mood.
    public var group: Emotion? { mood?.group }

    /// Some of the poses.
    public func part(_ range: Range<Int>) -> MotionTake {
        let wide = (range.lowerBound * Self.width)..<(range.upperBound * Self.width)
        return MotionTake(
            joints: Array(joints[wide]), velocity: Array(velocity[range]),
            height: Array(height[range]), mood: mood, label: label, isFlat: isFlat)
    }

    /// The poses on a picture seen from `yaw` radians to the side, in `PoseLayout`, end to end.
    public func projected(yaw: Float, mirrored: Bool) -> [Float] {
        let c = cos(yaw)
        let s = sin(yaw)
        let sign: Float = mirrored ? -1 : 1
        var numbers = [Float](repeating: 0, count: count * PoseLayout.count)
        for pose in 0..<count {
            let start = pose * PoseLayout.count
            for joint in 0..<Self.width {
                let source = mirrored ? Self.mirrorOrder[joint] : joint
                let point = joints[pose * Self.width + source]
                numbers[start + 2 * joint] = sign * (point.x * c + point.z * s)
                numbers[start + 2 * joint + 1] = -point.y
            }
            numbers[start + PoseLayout.height] = height[pose]
            numbers[start + PoseLayout.drift] =
                sign * (velocity[pose].x * c + velocity[pose].z * s)
        }
        return numbers
    }

    private static let mirrorOrder: [Int] = PoseLayout.joints.map { joint in
        PoseLayout.joints.firstIndex(of: joint.mirrored) ?? 0
    }
}

extension Mood {
    /// The emotion that motion of this mood is drawn and counted for: the largest weight, neutral only
    /// when nothing equals it.
    var group: Emotion {
        Emotion.allCases.max {
            self[$0] + ($0 == .neutral ? 0 : 0.01) < self[$1] + ($1 == .neutral ? 0 : 0.01)
        } ?? .neutral
    }
}
