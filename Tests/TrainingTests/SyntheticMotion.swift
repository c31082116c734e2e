import Clips
import Foundation
import Motion
import Signals
import Training

/// A body that marks time, its arms swinging, in torsos: one clip of made motion.
///
/// - Parameters:
///   - beat: radians a frame.
///   - swing: how far arms and legs swing, in torsos.
func markingTime(
    frames: Int, beat: Float, swing: Float, mood: Mood?, label: String
) -> BodyClip {
    let places: [Body25: SIMD3<Float>] = [
        .midHip: [0, 2, 0], .nose: [0, 3.4, 0.15], .neck: [0, 3, 0],
        .rightShoulder: [-0.35, 3, 0], .rightElbow: [-0.4, 2.45, 0], .rightWrist: [-0.4, 1.95, 0],
        .leftShoulder: [0.35, 3, 0], .leftElbow: [0.4, 2.45, 0], .leftWrist: [0.4, 1.95, 0],
        .rightHip: [-0.2, 2, 0], .rightKnee: [-0.2, 1.05, 0], .rightAnkle: [-0.2, 0.1, 0],
        .leftHip: [0.2, 2, 0], .leftKnee: [0.2, 1.05, 0], .leftAnkle: [0.2, 0.1, 0],
        .rightEye: [-0.08, 3.5, 0.1], .leftEye: [0.08, 3.5, 0.1], .rightEar: [-0.15, 3.45, 0],
        .leftEar: [0.15, 3.45, 0], .leftBigToe: [0.2, 0, 0.25], .leftSmallToe: [0.3, 0, 0.2],
        .leftHeel: [0.2, 0.03, -0.05], .rightBigToe: [-0.2, 0, 0.25],
        .rightSmallToe: [-0.3, 0, 0.2], .rightHeel: [-0.2, 0.03, -0.05],
    ]
    var points: [SIMD3<Float>] = []
    for frame in 0..<frames {
        let wave = sin(beat * Float(frame))
        for point in Body25.allCases {
            var place = places[point] ?? .zero
            switch point {
            case .rightWrist, .leftKnee, .leftAnkle:
                place += [0.2 * wave, 0.3 * wave, wave] * swing
            case .leftWrist, .rightKnee, .rightAnkle:
                place -= [0.2 * wave, 0.3 * wave, wave] * swing
            default: place.x += 0.1 * swing * wave
            }
            points.append(place)
        }
    }
    return BodyClip(
        name: label, points: points, confidences: [Float](repeating: 1, count: points.count),
        isFlat: false, framesPerSecond: 30,
        about: ClipLabel(mood: mood, mapping: .given, label: label))
}

/// Four clips: quick anger, slow sadness, neutral, and one of which no mood is known.
func fourClips() -> [MotionFeatures] {
    [
        markingTime(frames: 90, beat: 0.5, swing: 0.4, mood: Mood(.anger), label: "angry"),
        markingTime(frames: 90, beat: 0.15, swing: 0.2, mood: Mood(.sadness), label: "sad"),
        markingTime(frames: 90, beat: 0.3, swing: 0.3, mood: Mood(.neutral), label: "plain"),
        markingTime(frames: 90, beat: 0.25, swing: 0.3, mood: nil, label: "unknown"),
    ].map { MotionFeatures($0) }
}

/// Sizes so small that a step takes milliseconds.
///
/// Dropout draws from LibTorch's own random numbers, which tests beside this one share: none here.
func smallSizes() -> MotionConfiguration {
    var sizes = MotionConfiguration()
    sizes.poseComponents = 4
    sizes.width = 32
    sizes.layers = 1
    sizes.heads = 2
    sizes.mixtures = 2
    sizes.window = 16
    sizes.dropout = 0
    return sizes
}

/// A run that learns in a second.
func smallSettings(steps: Int, learningRate: Double = 3e-3) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.steps = steps
    settings.windows = 6
    settings.length = 24
    settings.learningRate = learningRate
    settings.warmUpSteps = 5
    settings.averaging = 0.9
    settings.validationWindows = 6
    settings.validationInterval = 5
    settings.patience = 3
    settings.surveyWindows = 12
    settings.historiesPerEmotion = 2
    settings.usesBFloat16 = false
    // Clips as smooth as these need little.
    settings.noise.strength = 0.3
    return settings
}

/// A training on four made clips.
func smallTraining(
    steps: Int, learningRate: Double = 3e-3, patience: Int = 3
) throws -> DancerTraining {
    let stream = try MotionStream(fourClips())
    var settings = smallSettings(steps: steps, learningRate: learningRate)
    settings.patience = patience
    return try DancerTraining(
        on: stream, validating: stream, configuration: smallSizes(), settings: settings)
}

func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory
        .appendingPathComponent("training-\(UUID().uuidString).safetensors")
}
