import Foundation
import Signals

/// The canonical body posed by angles: forward from the hips to hands and head, backwards from the
/// feet to the knees, so that bones keep their lengths and feet their places.
enum StickBody {
    private static let lengths: [Float] = {
        var lengths = [Float](repeating: 0, count: Body25.count)
        for (bone, length) in zip(Body25.bones, CanonicalSkeleton.lengths) {
            lengths[bone.child.rawValue] = length
        }
        return lengths
    }()

    /// The length of the bone that ends at a point.
    static func length(to point: Body25) -> Float { lengths[point.rawValue] }

    private static let thigh = Double(length(to: .leftKnee))
    private static let shin = Double(length(to: .leftAnkle))
    /// Height of the ankle of a flat foot.
    static let ankleHeight = 0.152
    /// Knees are never quite straight in standing.
    private static let longestLeg = (thigh + shin) * 0.994

    /// The 25 points, in torsos, y up, the floor at 0.
    static func points(_ angles: BodyAngles) -> [SIMD3<Float>] {
        let frames = BodyFrames(angles)
        let left = Foot(angles, isLeft: true)
        let right = Foot(angles, isLeft: false)
        let hipWay = frames.pelvis.x * Double(length(to: .leftHip))
        var hips: SIMD3<Double> = [angles[.hipsX], 0, angles[.hipsZ]]
        hips.y = height(angles, hips, hipWay, left, right)

        var points = [SIMD3<Double>](repeating: .zero, count: Body25.count)
        func put(_ point: Body25, _ place: SIMD3<Double>) { points[point.rawValue] = place }
        put(.midHip, hips)
        put(.neck, hips + frames.neck)
        put(.nose, hips + frames.nose)
        for (isLeft, eye, ear) in [
            (true, Body25.leftEye, Body25.leftEar), (false, .rightEye, .rightEar),
        ] {
            let side: SIMD3<Double> = isLeft ? [1, 1, 1] : [-1, 1, 1]
            let toEye = frames.head.turning(BodyFrames.eyeWay * side)
            let toEar = frames.head.turning(BodyFrames.earWay * side)
            let eyePlace = hips + frames.nose + toEye / toEye.length * Double(length(to: .leftEye))
            put(eye, eyePlace)
            put(ear, eyePlace + toEar / toEar.length * Double(length(to: .leftEar)))
            arm(angles, isLeft: isLeft, hips, frames, put)
            leg(angles, isLeft: isLeft, hips, hipWay, isLeft ? left : right, frames, put)
        }
        return points.map { SIMD3<Float>($0) }
    }

    /// Height of the mid-hip: as low as the angles say, and low enough for both feet to be reached.
    private static func height(
        _ angles: BodyAngles, _ hips: SIMD3<Double>, _ hipWay: SIMD3<Double>, _ left: Foot,
        _ right: Foot
    ) -> Double {
        let wished = ankleHeight + longestLeg - 0.02 - angles[.drop] + angles[.air]
        var height = wished
        for (foot, way) in [(left, hipWay), (right, -hipWay)] {
            let across = foot.ankle - hips - way
            let level = across.x * across.x + across.z * across.z
            let most = max(longestLeg * longestLeg - level, 0.04).squareRoot()
            let highest = foot.ankle.y + most - way.y
            // A minimum without a corner, or knees would snap as a step begins.
            let gap = height - highest
            height -= (gap + (gap * gap + 0.0008).squareRoot()) / 2
        }
        return height
    }

    private static func arm(
        _ angles: BodyAngles, isLeft: Bool, _ hips: SIMD3<Double>, _ frames: BodyFrames,
        _ put: (Body25, SIMD3<Double>) -> Void
    ) {
        let side: SIMD3<Double> = isLeft ? [1, 1, 1] : [-1, 1, 1]
        let ways = ArmReach.directions(
            turn: isLeft ? angles.leftArm : angles.rightArm,
            bend: angles[isLeft ? .leftBend : .rightBend])
        let shoulder = hips + (isLeft ? frames.shoulders.left : frames.shoulders.right)
        let elbow = shoulder + frames.chest.turning(ways.upper * side) * ArmReach.upper
        put(isLeft ? .leftShoulder : .rightShoulder, shoulder)
        put(isLeft ? .leftElbow : .rightElbow, elbow)
        put(
            isLeft ? .leftWrist : .rightWrist,
            elbow + frames.chest.turning(ways.fore * side) * ArmReach.fore)
    }

    private static func leg(
        _ angles: BodyAngles, isLeft: Bool, _ hips: SIMD3<Double>, _ hipWay: SIMD3<Double>,
        _ foot: Foot, _ frames: BodyFrames, _ put: (Body25, SIMD3<Double>) -> Void
    ) {
        let hip = hips + (isLeft ? hipWay : -hipWay)
        var ankle = foot.ankle
        var way = ankle - hip
        // A lifted foot that is too far off comes as near as the leg is long; one too near is put off.
        let distance = min(max(way.length, 0.5), thigh + shin - 0.001)
        way /= max(way.length, 1e-6)
        ankle = hip + way * distance
        let outwards = Rotation(turn: angles[.knees] * (isLeft ? 1 : -1))
        var pole = outwards.turning(frames.pelvis.z + foot.forward * 1.5)
        pole -= way * (pole * way).sum()
        pole /= max(pole.length, 1e-6)
        let cosine = (thigh * thigh + distance * distance - shin * shin) / (2 * thigh * distance)
        let lift = acos(min(max(cosine, -1), 1))
        put(isLeft ? .leftHip : .rightHip, hip)
        put(isLeft ? .leftKnee : .rightKnee, hip + (way * cos(lift) + pole * sin(lift)) * thigh)
        put(isLeft ? .leftAnkle : .rightAnkle, ankle)
        put(isLeft ? .leftBigToe : .rightBigToe, ankle + foot.toBigToe)
        put(isLeft ? .leftSmallToe : .rightSmallToe, ankle + foot.toBigToe + foot.toSmallToe)
        put(isLeft ? .leftHeel : .rightHeel, ankle + foot.toHeel)
    }
}

/// One stiff foot: flat, on its toes, or in the air with its toes hanging a little.
private struct Foot {
    var ankle: SIMD3<Double>
    var forward: SIMD3<Double>
    var toBigToe: SIMD3<Double>
    var toSmallToe: SIMD3<Double>
    var toHeel: SIMD3<Double>

    init(_ angles: BodyAngles, isLeft: Bool) {
        let channels = isLeft ? BodyAngles.leftFootChannels : BodyAngles.rightFootChannels
        let side: SIMD3<Double> = isLeft ? [1, 1, 1] : [-1, 1, 1]
        let up = max(angles[channels[3]], 0) + max(angles[.air], 0)
        let level = Rotation(turn: angles[channels[2]])
        // Inwards, down and forwards of the ankle; as long as the canonical foot.
        let big = level.turning([-0.04, -0.145, 0.37883] * side)
        let pitch = min(max(angles[.heels], 0), 50)
        var turn = level
        turn.turn(about: .xRotation, degrees: pitch + min(up * 70, 35))
        var onToes = level
        onToes.turn(about: .xRotation, degrees: pitch)
        toBigToe = turn.turning([-0.04, -0.145, 0.37883] * side)
        let small: SIMD3<Double> = [0.13, 0, -0.07]
        toSmallToe = turn.turning(
            small * side / small.length * Double(StickBody.length(to: .leftSmallToe)))
        let heel: SIMD3<Double> = [0, -0.152, -0.1014]
        toHeel = turn.turning(heel / heel.length * Double(StickBody.length(to: .leftHeel)))
        forward = level.z
        let flat: SIMD3<Double> = [
            angles[channels[0]], StickBody.ankleHeight, angles[channels[1]],
        ]
        // On the toes the foot turns about their tips, which stay.
        let raised = onToes.turning(-([-0.04, -0.145, 0.37883] * side))
        ankle = flat + big + raised + [0, up, 0]
    }
}
