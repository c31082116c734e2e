import Foundation
import Signals

extension BodyClip {
    /// One frame as a camera sees it that stands far off and has gone round the body by `yaw`
    /// radians, towards the right side of a body that faced it: x right, y down, in the clip's unit.
    ///
    /// A flat clip is known from the front only; any yaw shows it as it is.
    public func pose(at frame: Int, yaw: Float = 0) -> Pose {
        let cosine = isFlat ? 1 : cos(yaw)
        let sine = isFlat ? 0 : sin(yaw)
        return Pose(
            points: Body25.allCases.map { point in
                let sure = confidence(frame, point)
                guard sure > 0 else { return .unseen }
                let place = self[frame, point]
                return Keypoint(
                    x: place.x * cosine + place.z * sine, y: -place.y, confidence: sure)
            })
    }

    /// The whole clip as a camera sees it from `yaw` radians.
    public func view(yaw: Float = 0) -> Clip {
        Clip(
            poses: (0..<frameCount).map { pose(at: $0, yaw: yaw) },
            posesPerSecond: framesPerSecond, mood: mood, source: source)
    }

    /// The clip in a mirror: x changes sign and left and right change places.
    public var mirrored: BodyClip {
        var other = self
        for frame in 0..<frameCount {
            for point in Body25.allCases {
                other[frame, point] = self[frame, point.mirrored] * SIMD3(-1, 1, 1)
                other.confidences[frame * Body25.count + point.rawValue] =
                    confidence(frame, point.mirrored)
            }
        }
        return other
    }
}
