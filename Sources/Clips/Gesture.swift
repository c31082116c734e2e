import Signals

/// A movement of the whole body that shows one emotion, written as key poses in time.
///
/// The file's form is told in docs/gestures.md. Angles are degrees, lengths torsos, times beats.
public struct Gesture: Sendable, Equatable {
    /// Its name, as its file is called.
    public var name: String
    /// The emotion that it shows.
    public var mood: Emotion
    /// What a viewer sees, in a line.
    public var shows: String
    /// Its length; what is left after the last key is the way back to the stance.
    public var beats: Double
    /// How often it may follow upon itself, at most.
    public var repeats: Int
    /// Its key poses, in time; what a key does not name stays as it was.
    public var keys: [GestureKey]
}

/// One key pose of a gesture: when, how the body comes to it, and what changes.
public struct GestureKey: Sendable, Equatable {
    /// How a body comes from the key before to this one.
    public enum Ease: String, Sendable, CaseIterable, Codable {
        /// On a curve through the keys, without a stop.
        case smooth
        /// Late and hard: a strike that stops dead.
        case hit
        /// At once, then held: a startle.
        case snap
        /// Slowly away and slowly to rest.
        case drag
    }

    /// Beats from the gesture's start.
    public var beat: Double
    /// How the body comes here; nil for the mood's own way.
    public var ease: Ease?
    /// What changes.
    public var change: GesturePosture.Change
}

/// Where the whole body is in one key: what a key may name, each with a value.
public struct GesturePosture: Sendable, Equatable {
    /// One number of a posture. Left is the subject's own.
    public enum Measure: String, Sendable, CaseIterable {
        /// Degrees that the whole body has turned to its left, with steps.
        case turn
        /// Where the body has gone from its start, to its left, with steps.
        case left
        /// Where the body has gone from its start, forwards, with steps.
        case forward
        /// How far both feet are off the floor.
        case air
        /// How much lower the hips are than in standing.
        case drop
        /// How far the hips are to the left of the middle between the feet.
        case hipsLeft
        /// How far the hips are before the middle between the feet.
        case hipsForward
        /// Degrees that the hips are turned to the left over feet that stay.
        case hipTurn
        /// Degrees that the trunk leans forwards.
        case lean
        /// Degrees that the trunk leans to the left.
        case side
        /// Degrees that the shoulders are turned to the left of the hips.
        case twist
        /// Degrees that both shoulders are raised.
        case shoulders
        /// Degrees that both shoulders are rolled forwards.
        case rounded
        /// Degrees that the head looks down, from level.
        case nod
        /// Degrees that the head is turned to the left.
        case look
        /// Degrees that the head is tilted to the left shoulder.
        case tilt
        /// Degrees that both heels are raised.
        case heels
        /// Degrees that both knees point outwards.
        case knees
        /// Degrees that both feet point outwards.
        case toes
        /// Degrees that the left elbow is lifted outwards round the line from shoulder to wrist.
        case leftElbow
        /// The same for the right elbow.
        case rightElbow

        /// What a body can do, with a little to spare; degrees or torsos.
        var bounds: ClosedRange<Double> {
            switch self {
            case .turn: -1080...1080
            case .left, .forward: -5...5
            case .air: 0...1
            case .drop: -0.05...1.2
            case .hipsLeft, .hipsForward: -0.6...0.6
            case .hipTurn: -50...50
            case .lean: -40...95
            case .side: -45...45
            case .twist: -60...60
            case .shoulders: -25...45
            case .rounded: -30...50
            case .nod: -45...70
            case .look: -80...80
            case .tilt: -45...45
            case .heels: 0...50
            case .knees: -35...60
            case .toes: -30...70
            case .leftElbow, .rightElbow: -110...140
            }
        }

        /// True where the left and the right of a mirrored posture differ in sign only.
        var isSigned: Bool {
            switch self {
            case .turn, .left, .hipsLeft, .hipTurn, .side, .twist, .look, .tilt: true
            default: false
            }
        }
    }

    /// Where a wrist is.
    public enum Hand: Sendable, Equatable {
        /// At a named place of the body.
        case at(GesturePlace)
        /// Outwards, upwards and forwards of its own shoulder, as the hips face.
        case from(SIMD3<Double>)
    }

    /// What one key changes.
    public struct Change: Sendable, Equatable {
        var measures: [Measure: Double] = [:]
        var leftHand: Hand?
        var rightHand: Hand?
        var leftFoot: SIMD3<Double>?
        var rightFoot: SIMD3<Double>?
    }

    var measures: [Measure: Double] = [.toes: 12]
    var leftHand = Hand.at(.hang)
    var rightHand = Hand.at(.hang)
    /// Outwards, forwards and upwards of the place under the hips.
    var leftFoot: SIMD3<Double> = [0.2, 0, 0]
    var rightFoot: SIMD3<Double> = [0.2, 0, 0]

    subscript(measure: Measure) -> Double {
        get { measures[measure] ?? 0 }
        set { measures[measure] = newValue }
    }

    /// This posture with what a key changes.
    func changed(by change: Change) -> GesturePosture {
        var next = self
        next.measures.merge(change.measures) { $1 }
        next.leftHand = change.leftHand ?? leftHand
        next.rightHand = change.rightHand ?? rightHand
        next.leftFoot = change.leftFoot ?? leftFoot
        next.rightFoot = change.rightFoot ?? rightFoot
        return next
    }

    /// The posture in a mirror.
    var mirrored: GesturePosture {
        var other = self
        for measure in Measure.allCases where measure.isSigned { other[measure] = -self[measure] }
        (other.leftHand, other.rightHand) = (rightHand, leftHand)
        (other.leftFoot, other.rightFoot) = (rightFoot, leftFoot)
        (other[.leftElbow], other[.rightElbow]) = (self[.rightElbow], self[.leftElbow])
        return other
    }

    /// The posture with all that is not a place scaled about another: 1 leaves it, 0 gives the other.
    ///
    /// A hand at a named place stays there.
    func extended(about other: GesturePosture, by extent: Double) -> GesturePosture {
        var scaled = self
        let free: Set<Measure> = [.turn, .toes]
        for measure in Measure.allCases where !free.contains(measure) {
            let wished = other[measure] + (self[measure] - other[measure]) * extent
            scaled[measure] = min(
                max(wished, measure.bounds.lowerBound), measure.bounds.upperBound)
        }
        func foot(_ foot: SIMD3<Double>, _ rest: SIMD3<Double>) -> SIMD3<Double> {
            rest + (foot - rest) * extent
        }
        scaled.leftFoot = foot(leftFoot, other.leftFoot)
        scaled.rightFoot = foot(rightFoot, other.rightFoot)
        return scaled
    }
}

/// A place of the body at which a wrist may be, so that the hand is on the thing named.
public enum GesturePlace: String, Sendable, CaseIterable, Codable {
    /// Down at the side, as an arm hangs.
    case hang
    case hip, back, thigh, belly
    case heart, chest, throat
    /// On the other arm, as in hugging oneself.
    case otherArm
    case cheek, eyes, mouth, nose, brow, ear, head, nape
}
