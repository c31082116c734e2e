/// Why motion cannot be read: which file, where in it, and what was expected there.
public enum ClipError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened.
    case unreadable(path: String)
    /// A line is wrong, counted from 1.
    case line(path: String, line: Int, reason: String)
    /// A place in a JSON file is wrong.
    case key(path: String, key: String, reason: String)
    /// A BVH file's joints are those of no known skeleton.
    case skeleton(path: String, joints: [String])
    /// A folder holds nothing that can be read.
    case noClips(path: String)
    /// Nothing in a folder's clips can be read.
    case nothingRead(path: String, clips: Int, first: String)
    /// A prepared dataset is not whole.
    case dataset(path: String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unreadable(let path):
            "\(path) cannot be opened. Is it there, and may you read it?"
        case .line(let path, let line, let reason):
            "\(path), line \(line): \(reason)."
        case .key(let path, let key, let reason):
            "\(path), \(key): \(reason)."
        case .skeleton(let path, let joints):
            "\(path) has the joints of no known skeleton (\(joints.prefix(6).joined(separator: ", "))"
                + "…). Known are \(Skeleton.all.map(\.name).joined(separator: ", ")); a skeleton "
                + "with other names needs a row in the table of skeletons."
        case .noClips(let path):
            "\(path) holds no motion. Known are BVH (*.bvh), folders of OpenPose JSON (one file a "
                + "frame), OpenPose JSON Lines (*.jsonl), MEED (processed_data.json) and DanceDB "
                + "(*_keypoints.txt)."
        case .nothingRead(let path, let clips, let first):
            "None of the \(clips) clips in \(path) can be read, and nothing was written. The first: "
                + first
        case .dataset(let path, let reason):
            "\(path) is not a whole dataset: \(reason). Run `prepare` again."
        }
    }
}
