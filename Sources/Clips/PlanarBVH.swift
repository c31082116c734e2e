import Foundation
import Signals

/// Poses as a BVH file in the plane of the picture: BODY_25's tree, every joint with a place from its
/// parent in each frame and no turns.
///
/// A bone on the picture shortens when it points at the viewer, and BVH's bones by rotation cannot: so
/// the places say it all. x is to the picture's right, y up, z 0; the unit is the centimetre, a torso
/// being `centimetresPerTorso`.
public struct PlanarBVH: Sendable {
    /// Centimetres that a torso becomes.
    public static let centimetresPerTorso: Float = 50

    private let poses: [Pose]
    private let posesPerSecond: Double

    /// The poses of a clip, in torsos, y down.
    public init(_ poses: [Pose], posesPerSecond: Double = Clip.standardRate) {
        self.poses = poses
        self.posesPerSecond = posesPerSecond
    }

    /// The file.
    public var text: String {
        var lines = ["HIERARCHY"]
        add(.midHip, depth: 0, to: &lines)
        lines += [
            "MOTION", "Frames: \(poses.count)",
            "Frame Time: " + String(format: "%.7f", 1 / posesPerSecond),
        ]
        lines += poses.map { pose in
            Self.order.map { words(place(of: $0, in: pose)) }.joined(separator: " ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The joints as the tree names them: each after what it hangs on, and after all that hangs on its
    /// elder.
    static let order = branch(.midHip)

    private static func branch(_ joint: Body25) -> [Body25] {
        [joint] + children(of: joint).flatMap(branch)
    }

    private static func children(of joint: Body25) -> [Body25] {
        Body25.bones.filter { $0.parent == joint }.map(\.child)
    }

    /// Where a joint lies from its parent, in centimetres, y up.
    private func place(of joint: Body25, in pose: Pose) -> SIMD3<Float> {
        let from = joint.parent.map { pose[$0] } ?? Keypoint(x: 0, y: 0)
        let away = SIMD3(pose[joint].x - from.x, from.y - pose[joint].y, 0)
        return away * Self.centimetresPerTorso
    }

    private func words(_ place: SIMD3<Float>) -> String {
        String(format: "%.4f %.4f %.4f", place.x, place.y, place.z)
    }

    private func add(_ joint: Body25, depth: Int, to lines: inout [String]) {
        let space = String(repeating: "\t", count: depth)
        let rest = poses.first.map { place(of: joint, in: $0) } ?? .zero
        lines += [
            "\(space)\(joint == .midHip ? "ROOT" : "JOINT") \(joint)", "\(space){",
            "\(space)\tOFFSET \(words(joint == .midHip ? .zero : rest))",
            "\(space)\tCHANNELS 3 Xposition Yposition Zposition",
        ]
        let children = Self.children(of: joint)
        for child in children { add(child, depth: depth + 1, to: &lines) }
        if children.isEmpty {
            lines += [
                "\(space)\tEnd Site", "\(space)\t{", "\(space)\t\tOFFSET 0 0 0", "\(space)\t}",
            ]
        }
        lines.append("\(space)}")
    }
}
