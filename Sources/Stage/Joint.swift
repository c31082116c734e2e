import Signals

/// A place on the body that a limb can hang on: a keypoint of BODY_25, or one of the head.
enum Joint: Hashable, Sendable {
    case keypoint(Body25)
    /// The middle of the head.
    case head
    /// The top of the head.
    case crown
    /// A step from a keypoint the way the head stands: drawings hung at one joint stand on it.
    case above(Body25)
    /// A step from the head's middle the way the head stands.
    case aboveHead

    private static let keypoints = Dictionary(
        uniqueKeysWithValues: Body25.allCases.map { ("\($0)", $0) })

    /// The joint of this name in `puppet.json`; nil where there is none.
    init?(name: String) {
        switch name {
        case "head": self = .head
        case "crown": self = .crown
        default:
            guard let keypoint = Joint.keypoints[name] else { return nil }
            self = .keypoint(keypoint)
        }
    }

    /// Every name that `puppet.json` may use.
    static let names = Body25.allCases.map { "\($0)" } + ["head", "crown"]

    /// The joint a step upwards of this one.
    var upwards: Joint {
        switch self {
        case .keypoint(let point), .above(let point): .above(point)
        case .head, .crown, .aboveHead: .aboveHead
        }
    }
}
