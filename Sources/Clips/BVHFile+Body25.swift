import Foundation
import Signals

extension BVHFile {
    /// The file as BODY_25 points in space, the length of a leg (thigh and shin) being 1.
    ///
    /// Head and foot points are approximations along the joints' own axes, in shares of the leg,
    /// judged by eye against OpenPose. Throws `ClipError.skeleton` when the joints are those of no known
    /// family.
    public func bodyClip(path: String, name: String, about: ClipLabel = ClipLabel()) throws
        -> BodyClip
    {
        guard let skeleton = Skeleton.of(self), let mapping = BodyMapping(skeleton, in: self)
        else { throw ClipError.skeleton(path: path, joints: joints.map(\.name)) }
        let motion = BVHMotion(self, wanted: skeleton.jointNames.compactMap(index(of:)))
        let leg = mapping.legLength(in: motion)
        guard leg > 0, leg.isFinite else {
            throw ClipError.line(path: path, line: 1, reason: "the right leg has no length")
        }
        var points: [SIMD3<Float>] = []
        points.reserveCapacity(frameCount * Body25.count)
        for frame in 0..<frameCount {
            for point in mapping.points(of: frame, in: motion, leg: leg) {
                points.append(SIMD3<Float>(point / leg))
            }
        }
        return BodyClip(
            name: name, points: points,
            confidences: [Float](repeating: 1, count: points.count), isFlat: false,
            framesPerSecond: 1 / frameTime, about: about)
    }
}

/// Where a file's joints go in BODY_25.
private struct BodyMapping {
    private struct Side {
        var shoulder, elbow, wrist, hip, knee, ankle: Int
        var toe: Int?
        var eye: Int?
        var foot: Skeleton.Axes
        /// 1 where outwards is the subject's left, -1 where it is the right.
        var outwards: Double

        init?(_ side: Skeleton.Side, outwards: Double, in file: BVHFile) {
            guard let shoulder = file.index(of: side.shoulder),
                let elbow = file.index(of: side.elbow), let wrist = file.index(of: side.wrist),
                let hip = file.index(of: side.hip), let knee = file.index(of: side.knee),
                let ankle = file.index(of: side.ankle)
            else { return nil }
            self.shoulder = shoulder
            self.elbow = elbow
            self.wrist = wrist
            self.hip = hip
            self.knee = knee
            self.ankle = ankle
            toe = side.toe.flatMap(file.index(of:))
            eye = side.eye.flatMap(file.index(of:))
            foot = side.foot.squared
            self.outwards = outwards
        }
    }

    private let head: Int
    private let headAxes: Skeleton.Axes
    private let right: Side
    private let left: Side
    private let isZUp: Bool

    init?(_ skeleton: Skeleton, in file: BVHFile) {
        guard let head = file.index(of: skeleton.head),
            let right = Side(skeleton.right, outwards: -1, in: file),
            let left = Side(skeleton.left, outwards: 1, in: file)
        else { return nil }
        self.head = head
        headAxes = skeleton.headAxes.squared
        self.right = right
        self.left = left
        isZUp = skeleton.isZUp
    }

    private func upright(_ v: SIMD3<Double>) -> SIMD3<Double> { isZUp ? [v.x, v.z, -v.y] : v }

    /// Thigh and shin of the right leg, the median over the frames.
    func legLength(in motion: BVHMotion) -> Double {
        let lengths = (0..<motion.frameCount).map { frame in
            let first = frame * motion.jointCount
            let knee = motion.places[first + right.knee]
            return (motion.places[first + right.hip] - knee).length
                + (knee - motion.places[first + right.ankle]).length
        }
        return lengths.sorted()[lengths.count / 2]
    }

    /// The 25 points of one frame, in the file's unit, y up.
    func points(of frame: Int, in motion: BVHMotion, leg: Double) -> [SIMD3<Double>] {
        let first = frame * motion.jointCount
        func place(_ joint: Int) -> SIMD3<Double> { upright(motion.places[first + joint]) }
        func axes(_ joint: Int, _ axes: Skeleton.Axes) -> Skeleton.Axes {
            let turn = motion.turns[first + joint]
            return Skeleton.Axes(
                forward: upright(turn.turning(axes.forward)), up: upright(turn.turning(axes.up)))
        }
        var points = [SIMD3<Double>](repeating: .zero, count: Body25.count)
        func put(_ point: Body25, _ place: SIMD3<Double>) { points[point.rawValue] = place }

        put(.rightShoulder, place(right.shoulder))
        put(.rightElbow, place(right.elbow))
        put(.rightWrist, place(right.wrist))
        put(.leftShoulder, place(left.shoulder))
        put(.leftElbow, place(left.elbow))
        put(.leftWrist, place(left.wrist))
        put(.rightHip, place(right.hip))
        put(.rightKnee, place(right.knee))
        put(.rightAnkle, place(right.ankle))
        put(.leftHip, place(left.hip))
        put(.leftKnee, place(left.knee))
        put(.leftAnkle, place(left.ankle))
        put(.neck, (place(right.shoulder) + place(left.shoulder)) / 2)
        put(.midHip, (place(right.hip) + place(left.hip)) / 2)
        face(
            at: place(head), axes(head, headAxes), leg: leg, eyes: right.eye.map(place),
            left.eye.map(place), put: put)
        foot(
            right, at: place(right.ankle), axes(right.ankle, right.foot), leg: leg,
            toe: right.toe.map(place), into: (.rightBigToe, .rightSmallToe, .rightHeel), put: put)
        foot(
            left, at: place(left.ankle), axes(left.ankle, left.foot), leg: leg,
            toe: left.toe.map(place), into: (.leftBigToe, .leftSmallToe, .leftHeel), put: put)
        return points
    }

    private func face(
        at head: SIMD3<Double>, _ axes: Skeleton.Axes, leg: Double, eyes rightEye: SIMD3<Double>?,
        _ leftEye: SIMD3<Double>?, put: (Body25, SIMD3<Double>) -> Void
    ) {
        let up = axes.up * leg
        let forward = axes.forward * leg
        let left = axes.up.cross(axes.forward) * leg
        if let rightEye, let leftEye {
            put(.rightEye, rightEye)
            put(.leftEye, leftEye)
            put(.nose, (rightEye + leftEye) / 2 - up * 0.04 + forward * 0.03)
        } else {
            let middle = head + up * 0.115 + forward * 0.105
            put(.rightEye, middle - left * 0.04)
            put(.leftEye, middle + left * 0.04)
            put(.nose, head + up * 0.07 + forward * 0.13)
        }
        put(.rightEar, head + up * 0.08 - left * 0.09)
        put(.leftEar, head + up * 0.08 + left * 0.09)
    }

    private func foot(
        _ side: Side, at ankle: SIMD3<Double>, _ axes: Skeleton.Axes, leg: Double,
        toe: SIMD3<Double>?, into names: (bigToe: Body25, smallToe: Body25, heel: Body25),
        put: (Body25, SIMD3<Double>) -> Void
    ) {
        let up = axes.up * leg
        let forward = axes.forward * leg
        let outwards = axes.up.cross(axes.forward) * (leg * side.outwards)
        let toe = toe ?? ankle + forward * 0.14 - up * 0.07
        put(names.bigToe, toe + forward * 0.07 - outwards * 0.02)
        put(names.smallToe, toe + forward * 0.035 + outwards * 0.045)
        put(names.heel, ankle - forward * 0.05 - up * 0.075)
    }
}

extension Skeleton.Axes {
    /// The axes at right angles and of length 1, the upward one kept.
    fileprivate var squared: Skeleton.Axes {
        let up = self.up / self.up.length
        let level = forward - up * (forward * up).sum()
        return Skeleton.Axes(forward: level / level.length, up: up)
    }
}

extension SIMD3<Double> {
    /// Euclidean length.
    var length: Double { (self * self).sum().squareRoot() }

    /// The cross product; y × z = x.
    func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
        [
            y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x,
        ]
    }
}

extension SIMD3<Float> {
    /// Euclidean length.
    var length: Float { (self * self).sum().squareRoot() }
}
