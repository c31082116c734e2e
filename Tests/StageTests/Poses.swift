import Signals

@testable import Stage

/// Two poses made by hand, in torsos from the middle of the floor.
enum Poses {
    static let standing: Pose = {
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

    static let armsUp: Pose = {
        var pose = standing
        pose[.rightElbow] = Keypoint(x: -0.78, y: -3.2)
        pose[.rightWrist] = Keypoint(x: -0.98, y: -3.75)
        pose[.leftElbow] = Keypoint(x: 0.78, y: -3.2)
        pose[.leftWrist] = Keypoint(x: 0.92, y: -3.78)
        return pose
    }()
}

/// A scene of one emotion, at rest.
func scene(
    _ emotion: Emotion, pose: Pose = Poses.standing, time: Double = 12, captions: [Caption] = [],
    number: Int = 0
) -> Scene {
    Scene(
        time: time, pose: pose, roomMood: Mood(emotion), dancerMood: Mood(emotion),
        messages: captions, energy: 0.2, chatRate: 1, number: number)
}

/// A small stage off screen.
@MainActor
func smallStage(
    words: Bool = false, seed: UInt64 = 7, pictures: Int = 3
) throws -> Stage {
    try Stage(
        StageSettings(
            width: 320, height: 180, showsWords: words, seed: seed, picturesInFlight: pictures,
            backdropHeight: 90))
}
