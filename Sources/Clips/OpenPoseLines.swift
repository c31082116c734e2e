import Foundation
import Signals

/// A clip as this program writes it: OpenPose's JSON, one frame a line.
public struct OpenPoseLines: Sendable, Equatable {
    /// The followed person's pose in each line; nil where it was not found.
    public var poses: [Pose?]

    /// Reads a file; throws `ClipError` naming line and key.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ClipError.unreadable(path: file.path)
        }
        try self.init(bytes, path: file.path)
    }

    /// Reads the bytes of a file; `path` is for the errors.
    public init(_ bytes: Data, path: String) throws {
        var frames: [[Pose]] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
            do {
                frames.append(try OpenPoseFrame(Data(line), path: path).people)
            } catch ClipError.key(_, let key, let reason) {
                throw ClipError.line(path: path, line: index + 1, reason: "\(key): \(reason)")
            }
        }
        guard !frames.isEmpty else {
            throw ClipError.line(path: path, line: 1, reason: "there is no pose in the file")
        }
        poses = PersonTrack.follow(frames)
    }
}
