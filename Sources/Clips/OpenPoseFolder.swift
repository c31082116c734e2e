import Foundation
import Signals

/// A clip as OpenPose's `--write_json` leaves it: a folder with one file a frame.
public struct OpenPoseFolder: Sendable, Equatable {
    /// The followed person's pose in each frame; nil where it was not found.
    public var poses: [Pose?]

    /// Reads these files, in this order, as one clip; throws `ClipError` naming file and key.
    public init(frames files: [URL]) throws {
        poses = PersonTrack.follow(
            try files.map { file in
                guard let bytes = try? Data(contentsOf: file) else {
                    throw ClipError.unreadable(path: file.path)
                }
                return try OpenPoseFrame(bytes, path: file.path).people
            })
    }

    /// Reads all JSON files of a folder, in the order of the numbers in their names.
    public init(contentsOf folder: URL) throws {
        guard
            let files = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)
        else { throw ClipError.unreadable(path: folder.path) }
        let frames = files.filter { $0.pathExtension.lowercased() == "json" }
            .sorted { FrameName($0.lastPathComponent) < FrameName($1.lastPathComponent) }
        guard !frames.isEmpty else { throw ClipError.noClips(path: folder.path) }
        try self.init(frames: frames)
    }
}

/// The name of one frame's file: `walk_000000000012_keypoints.json` is frame 12 of `walk`.
struct FrameName: Comparable {
    let clip: String
    let number: Int

    init(_ name: String) {
        var stem = name[...]
        for ending in [".json", "_keypoints"] where stem.hasSuffix(ending) {
            stem = stem.dropLast(ending.count)
        }
        var head = stem
        while let last = head.last, last.isASCII, last.isNumber { head.removeLast() }
        number = Int(stem.dropFirst(head.count)) ?? 0
        while let last = head.last, last == "_" || last == "-" || last == "." { head.removeLast() }
        clip = String(head)
    }

    static func < (a: FrameName, b: FrameName) -> Bool {
        (a.clip, a.number) < (b.clip, b.number)
    }
}
