import Signals

@testable import Stage

/// Two poses made by hand, in torsos from the middle of the floor.
enum Poses {
    static let standing = Pose.upright

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
