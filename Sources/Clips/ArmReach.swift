import Foundation

/// The turn of an arm and the bend of its elbow that bring a wrist to a place.
struct ArmReach: Sendable {
    /// From straight out in front, as a rotation vector, in radians; x is outwards on either side.
    var turn: SIMD3<Double>
    /// Degrees; 0 is straight.
    var bend: Double

    static let upper = Double(StickBody.length(to: .leftElbow))
    static let fore = Double(StickBody.length(to: .leftWrist))
    /// An arm bends no further, in degrees.
    static let mostBend = 148.0

    /// An arm's frame from where it points and where its elbow does: x along the upper arm, y the
    /// elbow's hinge.
    private static func frame(along way: SIMD3<Double>, hinge: SIMD3<Double>) -> Rotation {
        Rotation(x: way, y: hinge, z: way.cross(hinge))
    }

    private static let reference: Rotation = {
        let half = 0.5.squareRoot()
        return frame(along: [half, 0, half], hinge: [-half, 0, half])
    }()

    /// Upper arm and forearm as directions in the chest's axes, x outwards.
    static func directions(
        turn: SIMD3<Double>, bend: Double
    ) -> (upper: SIMD3<Double>, fore: SIMD3<Double>) {
        let frame = Rotation(vector: turn).after(reference)
        let bend = min(max(bend, 0), mostBend) * .pi / 180
        return (frame.x, frame.x * cos(bend) - frame.z * sin(bend))
    }

    /// The reach of a hand.
    ///
    /// - Parameter swivel: degrees that the elbow is lifted outwards round the line from shoulder to
    ///   wrist, from where it would hang.
    init(_ hand: GesturePosture.Hand, isLeft: Bool, swivel: Double, in frames: BodyFrames) {
        let side: SIMD3<Double> = isLeft ? [1, 1, 1] : [-1, 1, 1]
        let shoulder = isLeft ? frames.shoulders.left : frames.shoulders.right
        var swivel = swivel
        var target: SIMD3<Double>
        switch hand {
        case .from(let way):
            target = frames.chest.inverse.turning(frames.level.turning(way * side)) * side
        case .at(let place):
            let spot = place.spot
            swivel += spot.swivel
            let goal: SIMD3<Double> =
                switch spot.frame {
                case .head: frames.nose + frames.head.turning(spot.way * side)
                case .chest: frames.neck + frames.chest.turning(spot.way * side)
                case .pelvis: frames.pelvis.turning(spot.way * side)
                case .hanging: shoulder + frames.pelvis.turning(spot.way * side)
                }
            target = frames.chest.inverse.turning(goal - shoulder) * side
        }
        let most = (Self.upper + Self.fore) * 0.997
        let distance = min(max(target.length, 0.34), most)
        let way = target.length > 1e-6 ? target / target.length : [0, 0, 1]
        var pole: SIMD3<Double> = [0.45, -0.85, -0.35]
        pole -= way * (pole * way).sum()
        if pole.length < 0.2 {
            pole += [0.3, 0, 0]
            pole -= way * (pole * way).sum()
        }
        pole = Rotation(vector: way * (swivel * .pi / 180)).turning(pole / pole.length)
        let (u, f) = (Self.upper, Self.fore)
        let cosine = (u * u + distance * distance - f * f) / (2 * u * distance)
        let lift = acos(min(max(cosine, -1), 1))
        let along = way * cos(lift) + pole * sin(lift)
        let hinge = pole.cross(way)
        turn = Self.frame(along: along, hinge: hinge).after(Self.reference.inverse).vector
        let elbow = acos(min(max((u * u + f * f - distance * distance) / (2 * u * f), -1), 1))
        bend = min(180 - elbow * 180 / .pi, Self.mostBend)
    }
}

extension GesturePlace {
    enum Frame { case head, chest, pelvis, hanging }

    /// Where the wrist is so that the hand, about a third of a torso long, is on the place: from the
    /// nose, the neck, the mid-hip or the shoulder, x outwards; and how far the elbow is lifted.
    var spot: (frame: Frame, way: SIMD3<Double>, swivel: Double) {
        switch self {
        case .hang: (.hanging, [0.10, -1.14, 0.10], 0)
        case .hip: (.pelvis, [0.27, 0.18, 0.04], 25)
        case .back: (.pelvis, [0.12, 0.15, -0.20], 30)
        case .thigh: (.pelvis, [0.24, -0.22, 0.16], 15)
        case .belly: (.chest, [0.12, -0.62, 0.24], 10)
        case .heart: (.chest, [0.02, -0.34, 0.24], 15)
        case .chest: (.chest, [0.12, -0.26, 0.27], 0)
        case .throat: (.chest, [0.08, -0.10, 0.22], 10)
        case .otherArm: (.chest, [-0.13, -0.28, 0.24], 0)
        case .cheek: (.head, [0.17, -0.27, -0.02], 0)
        case .eyes: (.head, [0.16, -0.16, 0.10], 15)
        case .mouth: (.head, [0.12, -0.32, 0.08], 10)
        case .nose: (.head, [0.09, -0.24, 0.16], 15)
        case .brow: (.head, [0.22, 0.06, 0.10], 45)
        case .ear: (.head, [0.28, -0.08, -0.18], 30)
        case .head: (.head, [0.22, 0.22, -0.15], 60)
        case .nape: (.head, [0.24, -0.10, -0.40], -75)
        }
    }
}
