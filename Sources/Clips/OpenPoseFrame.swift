import Foundation
import Signals

/// One frame of OpenPose JSON: every person that was found, in no lasting order.
public struct OpenPoseFrame: Sendable, Equatable {
    /// The people.
    public var people: [Pose]

    private struct Form: Decodable {
        struct Person: Decodable {
            var pose: [Float]

            private enum Key: String, CodingKey {
                case pose = "pose_keypoints_2d"
                case old = "pose_keypoints"
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: Key.self)
                let key: Key = values.contains(.pose) || !values.contains(.old) ? .pose : .old
                pose = try values.decode([Float].self, forKey: key)
                guard pose.count == 3 * Body25.count else {
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: values,
                        debugDescription: "BODY_25 has 75 numbers (25 times x, y and confidence), "
                            + "and here are \(pose.count)")
                }
            }
        }

        var people: [Person]
    }

    /// Reads one frame; throws `ClipError` naming the key that is wrong.
    public init(_ bytes: Data, path: String) throws {
        do {
            people = try JSONDecoder().decode(Form.self, from: bytes).people.map { person in
                Pose(
                    points: stride(from: 0, to: person.pose.count, by: 3).map {
                        Keypoint(
                            x: person.pose[$0], y: person.pose[$0 + 1],
                            confidence: person.pose[$0 + 2])
                    })
            }
        } catch let error as DecodingError {
            throw ClipError(error, path: path)
        }
    }
}
