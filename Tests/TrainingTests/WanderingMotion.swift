import Clips
import Foundation
import Motion
import Signals

@testable import Training

/// A body whose limbs wander, never twice alike, with bones that keep their length.
///
/// - Parameters:
///   - pace: how fast, about in radians a frame.
///   - isDance: what the clip says of itself.
func wandering(
    frames: Int, pace: Float, seed: UInt64, emotion: Emotion, split: ClipSplit,
    isDance: Bool = true
) -> BodyClip {
    var random = SeededRandom(seed: seed)
    /// An angle that goes to and fro by three beats that never meet again.
    func angle(_ reach: Float) -> (Float) -> Float {
        let waves = (0..<3).map { _ in
            (pace * Float(0.4 + random.uniform()), Float(6.3 * random.uniform()))
        }
        return { time in reach * waves.reduce(0) { $0 + sin($1.0 * time + $1.1) } / 3 }
    }
    func limb(_ first: Body25, _ second: Body25, _ third: Body25, reach: Float) -> [Swing] {
        [
            Swing(bone: (first, second), side: angle(reach), forward: angle(reach)),
            Swing(bone: (second, third), side: angle(reach), forward: angle(reach)),
        ]
    }
    let swings =
        limb(.rightShoulder, .rightElbow, .rightWrist, reach: 1.6)
        + limb(.leftShoulder, .leftElbow, .leftWrist, reach: 1.6)
        + limb(.rightHip, .rightKnee, .rightAnkle, reach: 0.5)
        + limb(.leftHip, .leftKnee, .leftAnkle, reach: 0.5)
    let still = markingTime(frames: 1, beat: 0, swing: 0, mood: nil, label: "")
    var points: [SIMD3<Float>] = []
    for frame in 0..<frames {
        var body = still.points
        for swing in swings { swing.move(&body, at: Float(frame)) }
        points += body
    }
    return BodyClip(
        name: "\(emotion)-\(split)-\(seed)", points: points,
        confidences: [Float](repeating: 1, count: points.count), isFlat: false,
        framesPerSecond: 30,
        about: ClipLabel(
            mood: Mood(emotion), mapping: .given, label: emotion.rawValue,
            content: isDance ? "dance" : "walk", split: split))
}

/// A bone that hangs down and swings, and carries what hangs on it.
struct Swing {
    var bone: (parent: Body25, child: Body25)
    var side: (Float) -> Float
    var forward: (Float) -> Float

    func move(_ body: inout [SIMD3<Float>], at time: Float) {
        let parent = body[bone.parent.rawValue]
        let old = body[bone.child.rawValue]
        let way = old - parent
        let length = (way * way).sum().squareRoot()
        let a = side(time)
        let b = forward(time)
        let new = parent + length * SIMD3(sin(a) * cos(b), -cos(a) * cos(b), sin(b))
        var carried: [Body25] = [bone.child]
        for next in Body25.bones where carried.contains(next.parent) { carried.append(next.child) }
        for point in carried { body[point.rawValue] += new - old }
    }
}

/// Two moods, quick and slow, with clips of both splits.
func wanderingMotion() throws -> RealMotion {
    let moods: [(Emotion, Float)] = [(.anger, 0.28), (.sadness, 0.14)]
    return try RealMotion(
        moods.flatMap { emotion, pace in
            (0..<4).map { number in
                wandering(
                    frames: number < 2 ? 900 : 700, pace: pace,
                    seed: UInt64(10 * emotion.index + number), emotion: emotion,
                    split: number < 2 ? .train : .validation, isDance: number.isMultiple(of: 2))
            }
        })
}
