import Foundation
import Motion
import Signals
import Torch

/// A small dancer with untaught weights and swaying histories: quick to make, and moving.
func tinyDancer(seed: UInt64 = 5) throws -> DancerCheckpoint {
    var sizes = MotionConfiguration()
    sizes.poseComponents = 3
    sizes.width = 16
    sizes.layers = 2
    sizes.heads = 2
    sizes.mixtures = 3
    sizes.window = 8
    var random = SeededRandom(seed: seed)
    let windows = (0..<20).map { _ in swaying(poses: 20, speed: 0.3, using: &random) }
    let space = PoseSpace(fitting: windows, components: sizes.poseComponents)
    let histories = [Emotion.neutral, .anger].flatMap { emotion in
        (0..<3).map { _ in
            DancerHistory(
                emotion: emotion,
                poses: swaying(
                    poses: sizes.window + 2, speed: emotion == .anger ? 0.5 : 0.3, using: &random),
                space: space)
        }
    }
    let model = try MotionModel(sizes, from: RandomSource(seed: seed))
    var about = DancerCheckpoint.About()
    about.licence = "a licence"
    return DancerCheckpoint(
        configuration: sizes, space: space,
        longestBones: PoseLayout.boneLengths(of: standing).map { 1.2 * $0 + 0.05 },
        palette: MoodPalette(
            manners: [
                "neutral": .init(pace: 0, medianSpeed: 0.02),
                "anger": .init(pace: 0.5, medianSpeed: 0.03),
            ],
            standIns: ["surprise": .init(mood: Mood(.anger), pace: 0.25)]),
        histories: histories, weights: model.weights, about: about)
}

/// A plain standing body in `PoseLayout`.
let standing: [Float] = {
    let places: [Body25: (Float, Float)] = [
        .nose: (0, -1.4), .neck: (0, -1), .rightShoulder: (-0.35, -1), .rightElbow: (-0.4, -0.45),
        .rightWrist: (-0.4, 0.05), .leftShoulder: (0.35, -1), .leftElbow: (0.4, -0.45),
        .leftWrist: (0.4, 0.05), .rightHip: (-0.2, 0), .rightKnee: (-0.2, 0.95),
        .rightAnkle: (-0.2, 1.9), .leftHip: (0.2, 0), .leftKnee: (0.2, 0.95),
        .leftAnkle: (0.2, 1.9), .rightEye: (-0.08, -1.5), .leftEye: (0.08, -1.5),
        .rightEar: (-0.15, -1.45), .leftEar: (0.15, -1.45), .leftBigToe: (0.25, 2.05),
        .leftSmallToe: (0.35, 2.05), .leftHeel: (0.2, 2), .rightBigToe: (-0.25, 2.05),
        .rightSmallToe: (-0.35, 2.05), .rightHeel: (-0.2, 2),
    ]
    return PoseLayout.joints.flatMap { [places[$0]?.0 ?? 0, places[$0]?.1 ?? 0] } + [2.05, 0]
}()

/// Poses of a body that sways from its hips, in `PoseLayout`, end to end.
func swaying(poses: Int, speed: Float, using random: inout SeededRandom) -> [Float] {
    let phase = Float(random.uniform()) * 6
    return (0..<poses).flatMap { pose -> [Float] in
        let angle = 0.2 * sin(phase + speed * Float(pose))
        var numbers = standing
        for joint in 0..<PoseLayout.joints.count where numbers[2 * joint + 1] < 0 {
            numbers[2 * joint] -= angle * numbers[2 * joint + 1]
        }
        numbers[PoseLayout.height] += 0.05 * cos(phase + speed * Float(pose))
        numbers[PoseLayout.drift] = 0.01 * cos(phase + speed * Float(pose))
        return numbers
    }
}
