import Signals

/// How a pose lies in memory while it is learned and danced: 50 numbers in torsos.
///
/// First x and y (down) of the 24 keypoints about the mid-hip, in BODY_25's order without it; then
/// the hips' height over the floor; then the hips' sideways speed a pose.
public enum PoseLayout {
    /// The keypoints in order: BODY_25 without the mid-hip.
    public static let joints = Body25.allCases.filter { $0 != .midHip }
    /// How many of the numbers are keypoints.
    public static let coordinates = 48
    /// Where the hips' height lies.
    public static let height = 48
    /// Where the sideways speed lies.
    public static let drift = 49
    /// Numbers a pose.
    public static let count = 50
    /// The bones as places in `joints`, each before what hangs on it; parent -1 is the mid-hip.
    public static let bones: [(parent: Int, child: Int)] = Body25.bones.map { bone in
        (joints.firstIndex(of: bone.parent) ?? -1, joints.firstIndex(of: bone.child) ?? -1)
    }

    /// The length of each bone on the picture, in `bones`' order, of the pose at `start`.
    public static func boneLengths(of numbers: [Float], at start: Int = 0) -> [Float] {
        bones.map { bone in
            let (dx, dy) = bonePath(bone, of: numbers, at: start)
            return (dx * dx + dy * dy).squareRoot()
        }
    }

    /// The pose with no bone longer than `longest`; what hangs on a shortened bone comes along.
    ///
    /// A bone on the picture may look shorter than it is, as it may point at the viewer, never longer.
    public static func shortened(_ numbers: [Float], longest: [Float]) -> [Float] {
        var placed = numbers
        for (index, bone) in bones.enumerated() {
            let (dx, dy) = bonePath(bone, of: numbers, at: 0)
            let length = (dx * dx + dy * dy).squareRoot()
            let scale = length > longest[index] ? longest[index] / length : 1
            let x = bone.parent < 0 ? 0 : placed[2 * bone.parent]
            let y = bone.parent < 0 ? 0 : placed[2 * bone.parent + 1]
            placed[2 * bone.child] = x + dx * scale
            placed[2 * bone.child + 1] = y + dy * scale
        }
        return placed
    }

    private static func bonePath(
        _ bone: (parent: Int, child: Int), of numbers: [Float], at start: Int
    ) -> (Float, Float) {
        let child = start + 2 * bone.child
        guard bone.parent >= 0 else { return (numbers[child], numbers[child + 1]) }
        let parent = start + 2 * bone.parent
        return (numbers[child] - numbers[parent], numbers[child + 1] - numbers[parent + 1])
    }

    /// The mean way of the keypoints about the hips from one pose to another, in torsos.
    public static func distance(_ a: [Float], at i: Int = 0, to b: [Float], at j: Int = 0) -> Float
    {
        var sum: Float = 0
        for joint in 0..<joints.count {
            let dx = a[i + 2 * joint] - b[j + 2 * joint]
            let dy = a[i + 2 * joint + 1] - b[j + 2 * joint + 1]
            sum += (dx * dx + dy * dy).squareRoot()
        }
        return sum / Float(joints.count)
    }

    /// The pose on the stage: hips over the floor at `x` torsos from its middle.
    public static func pose(_ numbers: [Float], x: Float) -> Pose {
        let y = -numbers[height]
        var pose = Pose(
            points: [Keypoint](repeating: Keypoint(x: x, y: y), count: Body25.count))
        for (index, joint) in joints.enumerated() {
            pose[joint] = Keypoint(x: x + numbers[2 * index], y: y + numbers[2 * index + 1])
        }
        return pose
    }
}
