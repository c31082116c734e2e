/// How pelvis, chest and head are turned, and where neck and nose are from the mid-hip.
struct BodyFrames: Sendable {
    /// As the hips face, but upright.
    var level: Rotation
    var pelvis: Rotation
    var chest: Rotation
    var head: Rotation
    /// From the mid-hip, in torsos.
    var neck: SIMD3<Double>
    var nose: SIMD3<Double>
    /// From the mid-hip, in torsos; left and right.
    var shoulders: (left: SIMD3<Double>, right: SIMD3<Double>)

    /// From the neck to the nose of a head that looks ahead, and on to the left eye and ear: the
    /// shares of the leg that BVH files are given too (`Skeleton`).
    static let noseWay: SIMD3<Double> = [0, 0.406, 0.2605]
    static let eyeWay: SIMD3<Double> = [0.0811, 0.0912, -0.0507]
    static let earWay: SIMD3<Double> = [0.1013, -0.0709, -0.2128]

    init(_ angles: BodyAngles) {
        let hips = angles[.turn] + angles[.hipTurn]
        level = Rotation(turn: hips)
        pelvis = level
        // The hip over the leg that carries is the higher one.
        let feet = (angles[.leftFootX] + angles[.rightFootX]) / 2
        let feetZ = (angles[.leftFootZ] + angles[.rightFootZ]) / 2
        let way: SIMD3<Double> = [angles[.hipsX] - feet, 0, angles[.hipsZ] - feetZ]
        let roll = min(max((way * pelvis.x).sum() * 30, -8), 8)
        pelvis.turn(about: .zRotation, degrees: roll)

        chest = level
        chest.turn(about: .xRotation, degrees: angles[.lean])
        chest.turn(about: .zRotation, degrees: -angles[.side])
        chest.turn(about: .yRotation, degrees: angles[.twist])

        // Half of the trunk's lean is taken back, as a body does that wants to see.
        head = Rotation(turn: hips + angles[.twist] + angles[.look])
        head.turn(about: .xRotation, degrees: angles[.nod] + angles[.lean] / 2)
        head.turn(about: .zRotation, degrees: -angles[.tilt] - angles[.side] / 2)

        neck = chest.y * Double(StickBody.length(to: .neck))
        let noseLength = Double(StickBody.length(to: .nose))
        nose = neck + head.turning(Self.noseWay / Self.noseWay.length * noseLength)
        shoulders = (neck, neck)
        for isLeft in [true, false] {
            var shoulder = Rotation.none
            let raised = angles[isLeft ? .leftShoulder : .rightShoulder]
            // Out, raised and rolled forwards, on the left; the right is its mirror.
            shoulder.turn(about: .yRotation, degrees: -angles[.rounded])
            shoulder.turn(about: .zRotation, degrees: raised)
            let way = shoulder.x * Double(StickBody.length(to: .leftShoulder))
            let place = neck + chest.turning(isLeft ? way : way * [-1, 1, 1])
            if isLeft { shoulders.left = place } else { shoulders.right = place }
        }
    }
}
