import Foundation
import Signals

/// A clip of keypoints found in DanceDB's recordings: a JSON object from frame number to 25 pairs of
/// pixels, or to null where nobody was found (`*_keypoints.txt`).
public struct DanceDBFile: Sendable, Equatable {
    /// The frames from the first number to the last; numbers that are left out are nil.
    public var poses: [Pose?]

    /// Frames farther apart than this, by their numbers, are a slip and not a gap.
    private static let longestGap = 10_000

    /// Reads a file; throws `ClipError` naming the frame that is wrong.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        try self.init(bytes, path: file.path)
    }

    /// Reads the bytes of a file; `path` is for the errors.
    public init(_ bytes: Data, path: String) throws {
        let form: [String: [[Float?]?]?]
        do {
            form = try JSONDecoder().decode([String: [[Float?]?]?].self, from: bytes)
        } catch let error as DecodingError {
            throw ClipError(error, path: path)
        }
        var frames: [(number: Int, pose: Pose?)] = []
        for (key, points) in form {
            guard let number = Int(key), number >= 0 else {
                throw ClipError.key(path: path, key: key, reason: "a key should be a frame number")
            }
            frames.append((number, try points.map { try Self.pose($0, key: key, path: path) }))
        }
        frames.sort { $0.number < $1.number }
        guard frames.contains(where: { $0.pose != nil }) else {
            throw ClipError.key(path: path, key: "the file", reason: "no frame has any points")
        }
        poses = []
        var last: Int?
        for frame in frames {
            let gap = last.map { frame.number - $0 - 1 } ?? 0
            guard gap >= 0, gap <= Self.longestGap else {
                throw ClipError.key(
                    path: path, key: "\(frame.number)",
                    reason: "frame \(last ?? 0) comes before it; expected the numbers one by one")
            }
            poses += [Pose?](repeating: nil, count: gap)
            poses.append(frame.pose)
            last = frame.number
        }
    }

    private static func pose(_ points: [[Float?]?], key: String, path: String) throws -> Pose {
        guard points.count == Body25.count else {
            throw ClipError.key(
                path: path, key: key, reason: "expected 25 points or null, found \(points.count)")
        }
        return Pose(
            points: try points.enumerated().map { index, pair in
                guard let pair else { return .unseen }
                guard pair.count >= 2 else {
                    throw ClipError.key(
                        path: path, key: "\(key)[\(index)]",
                        reason: "expected x and y, found \(pair.count) numbers")
                }
                guard let x = pair[0], let y = pair[1] else { return .unseen }
                return Keypoint(x: x, y: y)
            })
    }
}
