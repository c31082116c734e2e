/// The 25 keypoints of OpenPose's BODY_25 model, in its order. Right and left are the subject's own.
public enum Body25: Int, CaseIterable, Sendable {
    case nose, neck
    case rightShoulder, rightElbow, rightWrist
    case leftShoulder, leftElbow, leftWrist
    case midHip
    case rightHip, rightKnee, rightAnkle
    case leftHip, leftKnee, leftAnkle
    case rightEye, leftEye, rightEar, leftEar
    case leftBigToe, leftSmallToe, leftHeel
    case rightBigToe, rightSmallToe, rightHeel

    /// How many keypoints a pose has.
    public static let count = 25

    /// The keypoint that this one hangs on; nil for the mid-hip, the root.
    public var parent: Body25? {
        switch self {
        case .midHip: nil
        case .neck, .rightHip, .leftHip: .midHip
        case .nose, .rightShoulder, .leftShoulder: .neck
        case .rightElbow: .rightShoulder
        case .rightWrist: .rightElbow
        case .leftElbow: .leftShoulder
        case .leftWrist: .leftElbow
        case .rightKnee: .rightHip
        case .rightAnkle: .rightKnee
        case .leftKnee: .leftHip
        case .leftAnkle: .leftKnee
        case .rightEye, .leftEye: .nose
        case .rightEar: .rightEye
        case .leftEar: .leftEye
        case .leftBigToe, .leftHeel: .leftAnkle
        case .leftSmallToe: .leftBigToe
        case .rightBigToe, .rightHeel: .rightAnkle
        case .rightSmallToe: .rightBigToe
        }
    }

    /// The 24 bones, each before any bone that hangs on it: from parent to child.
    public static let bones: [(parent: Body25, child: Body25)] = {
        let order: [Body25] = [
            .neck, .nose, .rightShoulder, .rightElbow, .rightWrist, .leftShoulder, .leftElbow,
            .leftWrist, .rightHip, .rightKnee, .rightAnkle, .leftHip, .leftKnee, .leftAnkle,
            .rightEye, .leftEye, .rightEar, .leftEar, .leftBigToe, .leftSmallToe, .leftHeel,
            .rightBigToe, .rightSmallToe, .rightHeel,
        ]
        return order.map { ($0.parent!, $0) }
    }()

    /// The same place on the body's other side; the point itself in the middle.
    public var mirrored: Body25 {
        switch self {
        case .nose, .neck, .midHip: self
        case .rightShoulder: .leftShoulder
        case .rightElbow: .leftElbow
        case .rightWrist: .leftWrist
        case .leftShoulder: .rightShoulder
        case .leftElbow: .rightElbow
        case .leftWrist: .rightWrist
        case .rightHip: .leftHip
        case .rightKnee: .leftKnee
        case .rightAnkle: .leftAnkle
        case .leftHip: .rightHip
        case .leftKnee: .rightKnee
        case .leftAnkle: .rightAnkle
        case .rightEye: .leftEye
        case .leftEye: .rightEye
        case .rightEar: .leftEar
        case .leftEar: .rightEar
        case .leftBigToe: .rightBigToe
        case .leftSmallToe: .rightSmallToe
        case .leftHeel: .rightHeel
        case .rightBigToe: .leftBigToe
        case .rightSmallToe: .leftSmallToe
        case .rightHeel: .leftHeel
        }
    }
}
