import Foundation
import Signals

/// Poses as a table in CSV: a row a pose, with the time, and x, y and confidence of each of BODY_25's
/// keypoints, as in `nose_x`.
public struct PoseTable: Sendable {
    private let poses: [Pose]
    private let posesPerSecond: Double

    /// The poses of a clip; numbers are written in the poses' own unit.
    public init(_ poses: [Pose], posesPerSecond: Double = Clip.standardRate) {
        self.poses = poses
        self.posesPerSecond = posesPerSecond
    }

    /// The names of the columns.
    public static let columns =
        ["pose", "time"] + Body25.allCases.flatMap { ["\($0)_x", "\($0)_y", "\($0)_confidence"] }

    /// The file.
    public var text: String {
        let rows = poses.enumerated().map { index, pose in
            let time = String(format: "%.6f", Double(index) / posesPerSecond)
            let numbers = pose.points.map {
                String(format: "%.5f,%.5f,%.3f", $0.x, $0.y, $0.confidence)
            }
            return "\(index),\(time),\(numbers.joined(separator: ","))\n"
        }
        return Self.columns.joined(separator: ",") + "\n" + rows.joined()
    }
}
