/// A body as numbers that may be interpolated one by one: places of hips and feet, angles of the rest.
struct BodyAngles: Sendable, Equatable {
    /// What each number is. Angles in degrees, but for an arm's turn in radians; lengths in torsos.
    enum Channel: Int, CaseIterable, Sendable {
        case hipsX, hipsZ, drop, air, turn, hipTurn
        case lean, side, twist, leftShoulder, rightShoulder, rounded
        case nod, look, tilt
        case heels, knees
        // An arm's turn from straight out in front, as a rotation vector (Grassia 1998, "Practical
        // parameterization of rotations using the exponential map", Journal of Graphics Tools 3):
        // the whole reach of an arm lies well within half a turn of there, so straight lines
        // between two such vectors are arcs of the hand that never pass behind the back.
        case leftArmX, leftArmY, leftArmZ, leftBend
        case rightArmX, rightArmY, rightArmZ, rightBend
        case leftFootX, leftFootZ, leftFootUp, leftFootTurn
        case rightFootX, rightFootZ, rightFootUp, rightFootTurn
    }

    var values = [Double](repeating: 0, count: Channel.allCases.count)

    subscript(channel: Channel) -> Double {
        get { values[channel.rawValue] }
        set { values[channel.rawValue] = newValue }
    }

    var leftArm: SIMD3<Double> { [self[.leftArmX], self[.leftArmY], self[.leftArmZ]] }
    var rightArm: SIMD3<Double> { [self[.rightArmX], self[.rightArmY], self[.rightArmZ]] }

    static let leftArmChannels: [Channel] = [.leftArmX, .leftArmY, .leftArmZ, .leftBend]
    static let rightArmChannels: [Channel] = [.rightArmX, .rightArmY, .rightArmZ, .rightBend]
    static let leftFootChannels: [Channel] = [.leftFootX, .leftFootZ, .leftFootTurn, .leftFootUp]
    static let rightFootChannels: [Channel] = [
        .rightFootX, .rightFootZ, .rightFootTurn, .rightFootUp,
    ]
}

/// Where a gesture begins: a place on the floor and a way to face.
struct GestureOrigin: Sendable, Equatable {
    var x = 0.0
    var z = 0.0
    /// Degrees to the left of the viewer.
    var turn = 0.0

    /// The origin of a body that has gone and turned from here.
    func moved(left: Double, forward: Double, turn: Double) -> GestureOrigin {
        let way = Rotation(turn: self.turn).turning([left, 0, forward])
        return GestureOrigin(x: x + way.x, z: z + way.z, turn: self.turn + turn)
    }
}

extension GesturePosture {
    /// The posture as numbers, begun at an origin.
    func angles(from origin: GestureOrigin) -> BodyAngles {
        let ground = origin.moved(left: self[.left], forward: self[.forward], turn: self[.turn])
        var angles = BodyAngles()
        let hips = ground.moved(left: self[.hipsLeft], forward: self[.hipsForward], turn: 0)
        (angles[.hipsX], angles[.hipsZ]) = (hips.x, hips.z)
        angles[.turn] = ground.turn
        let pairs: [(BodyAngles.Channel, Measure)] = [
            (.drop, .drop), (.air, .air), (.hipTurn, .hipTurn), (.lean, .lean), (.side, .side),
            (.twist, .twist), (.leftShoulder, .shoulders), (.rightShoulder, .shoulders),
            (.rounded, .rounded), (.nod, .nod), (.look, .look), (.tilt, .tilt), (.knees, .knees),
        ]
        for (channel, measure) in pairs { angles[channel] = self[measure] }
        // Nobody squats deep with flat feet for long.
        angles[.heels] = max(self[.heels], (self[.drop] - 0.55) * 60)

        let left = ground.moved(left: leftFoot.x, forward: leftFoot.y, turn: self[.toes])
        (angles[.leftFootX], angles[.leftFootZ]) = (left.x, left.z)
        (angles[.leftFootTurn], angles[.leftFootUp]) = (left.turn, max(leftFoot.z, 0))
        let right = ground.moved(left: -rightFoot.x, forward: rightFoot.y, turn: -self[.toes])
        (angles[.rightFootX], angles[.rightFootZ]) = (right.x, right.z)
        (angles[.rightFootTurn], angles[.rightFootUp]) = (right.turn, max(rightFoot.z, 0))

        let frames = BodyFrames(angles)
        let leftArm = ArmReach(leftHand, isLeft: true, swivel: self[.leftElbow], in: frames)
        let rightArm = ArmReach(rightHand, isLeft: false, swivel: self[.rightElbow], in: frames)
        for (channels, arm) in [
            (BodyAngles.leftArmChannels, leftArm), (BodyAngles.rightArmChannels, rightArm),
        ] {
            for axis in 0..<3 { angles[channels[axis]] = arm.turn[axis] }
            angles[channels[3]] = arm.bend
        }
        return angles
    }
}
