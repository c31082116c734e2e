/// How one family of BVH files names its joints and turns its bones at rest: the row that leads
/// from such a file to BODY_25.
///
/// A new family is a new row here, and nothing else.
public struct Skeleton: Sendable, Equatable {
    /// The joints of one side of the body.
    struct Side: Sendable, Equatable {
        var shoulder, elbow, wrist, hip, knee, ankle: String
        /// Nil where the foot is one bone; the toe's joint is then guessed from the foot's axes.
        var toe: String?
        var eye: String?
        /// Axes of the foot's joint.
        var foot: Axes
    }

    /// Which way a joint's own axes point, in its own axes.
    struct Axes: Sendable, Equatable {
        var forward: SIMD3<Double>
        var up: SIMD3<Double>
    }

    /// The family's name.
    public let name: String
    let head: String
    /// Axes of the head's joint.
    let headAxes: Axes
    let right: Side
    let left: Side
    /// True where z points up and the body looks along -y: `(x, y, z)` becomes `(x, z, -y)`.
    let isZUp: Bool

    /// Joints that look along z with y up at rest, as most do.
    private static let restAxes = Axes(forward: [0, 0, 1], up: [0, 1, 0])
    private static let zUpAxes = Axes(forward: [0, -1, 0], up: [0, 0, 1])

    private static func mixamoSide(_ side: String, foot: Axes) -> Side {
        Side(
            shoulder: side + "Arm", elbow: side + "ForeArm", wrist: side + "Hand",
            hip: side + "UpLeg", knee: side + "Leg", ankle: side + "Foot", toe: side + "ToeBase",
            foot: foot)
    }

    /// Bandai Namco Research: the head's x points up, and the right limbs are mirrored, so that the
    /// right foot's axes are the left's turned round.
    public static let bandai: Skeleton = {
        let footForward: SIMD3<Double> = [0.66, 0, 0.75]
        let footUp: SIMD3<Double> = [-0.75, 0, 0.66]
        func side(_ letter: String, _ sign: Double) -> Side {
            Side(
                shoulder: "UpperArm_" + letter, elbow: "LowerArm_" + letter,
                wrist: "Hand_" + letter, hip: "UpperLeg_" + letter, knee: "LowerLeg_" + letter,
                ankle: "Foot_" + letter, toe: "Toes_" + letter,
                foot: Axes(forward: footForward * sign, up: footUp * sign))
        }
        return Skeleton(
            name: "bandai", head: "Head", headAxes: Axes(forward: [0, 1, 0], up: [1, 0, 0]),
            right: side("R", -1), left: side("L", 1), isZUp: false)
    }()

    /// The MotionBuilder-friendly names of CMU's recordings, of Mixamo and of many others.
    public static let cmu = Skeleton(
        name: "cmu", head: "Head", headAxes: restAxes,
        right: mixamoSide("Right", foot: restAxes), left: mixamoSide("Left", foot: restAxes),
        isZUp: false)

    /// The names of `cmu` with z up, as the AnimatedDrawings files have them.
    public static let fair = Skeleton(
        name: "fair", head: "Head", headAxes: zUpAxes,
        right: mixamoSide("Right", foot: zUpAxes), left: mixamoSide("Left", foot: zUpAxes),
        isZUp: true)

    /// The Daz-friendly names: eyes, but no toes.
    public static let daz: Skeleton = {
        func side(_ letter: String, _ eye: String) -> Side {
            Side(
                shoulder: letter + "Shldr", elbow: letter + "ForeArm", wrist: letter + "Hand",
                hip: letter + "Thigh", knee: letter + "Shin", ankle: letter + "Foot", eye: eye,
                foot: restAxes)
        }
        return Skeleton(
            name: "daz", head: "head", headAxes: restAxes, right: side("r", "rightEye"),
            left: side("l", "leftEye"), isZUp: false)
    }()

    /// The names of Xsens suits and of 3ds Max.
    public static let xsens: Skeleton = {
        func side(_ side: String) -> Side {
            Side(
                shoulder: side + "Shoulder", elbow: side + "Elbow", wrist: side + "Wrist",
                hip: side + "Hip", knee: side + "Knee", ankle: side + "Ankle", toe: side + "Toe",
                foot: restAxes)
        }
        return Skeleton(
            name: "xsens", head: "Head", headAxes: restAxes, right: side("Right"),
            left: side("Left"), isZUp: false)
    }()

    /// Every known family.
    public static let all = [bandai, cmu, daz, fair, xsens]

    /// Every joint that a file of this family must have.
    var jointNames: [String] {
        [head]
            + [right, left].flatMap {
                [
                    $0.shoulder, $0.elbow, $0.wrist, $0.hip, $0.knee, $0.ankle, $0.toe, $0.eye,
                ].compactMap { $0 }
            }
    }

    /// The family of a file, by its joints' names and, where two families share them, by the axis
    /// along which the legs hang at rest; nil when it is of none.
    public static func of(_ file: BVHFile) -> Skeleton? {
        let names = Set(file.joints.map(\.name))
        return all.first {
            names.isSuperset(of: $0.jointNames) && $0.isZUp == $0.hangsAlongZ(in: file)
        }
    }

    /// True when the way from hip to ankle at rest is longer along z than along y.
    ///
    /// A mirrored or odd rest pose (Bandai's bones lie along x) counts as y up.
    private func hangsAlongZ(in file: BVHFile) -> Bool {
        guard let hip = file.index(of: left.hip) else { return false }
        var place = file.index(of: left.ankle)
        var way = SIMD3<Double>.zero
        while let joint = place, joint != hip {
            way += file.joints[joint].offset
            place = file.joints[joint].parent
        }
        return abs(way.z) > abs(way.y) && abs(way.z) > abs(way.x)
    }
}
