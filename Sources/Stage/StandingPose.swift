import Signals

extension Pose {
    /// A body that stands still, facing the audience, in torsos: the measure of usual lengths, and
    /// what a puppet's sheet shows at rest.
    package static let upright: Pose = {
        var pose = Pose(points: Array(repeating: .unseen, count: Body25.count))
        let places: [(Body25, Float, Float)] = [
            (.midHip, 0, -1.86), (.neck, 0, -2.86), (.nose, 0.02, -3.34),
            (.rightShoulder, -0.36, -2.8), (.leftShoulder, 0.36, -2.8),
            (.rightElbow, -0.46, -2.22), (.rightWrist, -0.46, -1.7),
            (.leftElbow, 0.48, -2.22), (.leftWrist, 0.5, -1.7),
            (.rightHip, -0.2, -1.84), (.leftHip, 0.2, -1.84),
            (.rightKnee, -0.24, -0.98), (.leftKnee, 0.24, -0.98),
            (.rightAnkle, -0.27, -0.14), (.leftAnkle, 0.27, -0.14),
            (.rightEye, -0.07, -3.42), (.leftEye, 0.1, -3.42),
            (.rightEar, -0.17, -3.38), (.leftEar, 0.18, -3.38),
            (.rightHeel, -0.25, -0.03), (.leftHeel, 0.25, -0.03),
            (.rightBigToe, -0.37, 0.02), (.leftBigToe, 0.37, 0.02),
            (.rightSmallToe, -0.42, 0), (.leftSmallToe, 0.42, 0),
        ]
        for (point, x, y) in places { pose[point] = Keypoint(x: x, y: y) }
        return pose
    }()

    /// The same body with its arms up.
    static let reaching: Pose = {
        var pose = upright
        pose[.rightElbow] = Keypoint(x: -0.78, y: -3.2)
        pose[.rightWrist] = Keypoint(x: -0.98, y: -3.75)
        pose[.leftElbow] = Keypoint(x: 0.78, y: -3.2)
        pose[.leftWrist] = Keypoint(x: 0.92, y: -3.78)
        return pose
    }()

    /// The same body in a stride to the left of the picture, turned to its right.
    static let striding: Pose = {
        var pose = upright
        let places: [(Body25, Float, Float)] = [
            (.rightKnee, -0.5, -1.15), (.rightAnkle, -0.98, -0.5), (.rightHeel, -1.08, -0.42),
            (.rightBigToe, -1.1, -0.24), (.leftKnee, 0.5, -1.05), (.leftAnkle, 0.62, -0.16),
            (.leftHeel, 0.56, -0.04), (.leftBigToe, 0.88, 0), (.rightElbow, 0.02, -2.35),
            (.rightWrist, 0.48, -2.5), (.leftElbow, 0.16, -2.4), (.leftWrist, -0.2, -2.0),
            (.nose, 0.14, -3.32), (.rightEye, 0.04, -3.42), (.leftEye, 0.17, -3.42),
            (.rightEar, -0.12, -3.38), (.leftEar, 0.12, -3.38),
        ]
        for (point, x, y) in places { pose[point] = Keypoint(x: x, y: y) }
        return pose
    }()
}
