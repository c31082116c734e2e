import Foundation
import Signals

/// One clip as it lies in a folder, before it is read.
struct MotionSource: Sendable, Equatable {
    /// The forms of motion that can be read.
    enum Form: String, Sendable, CaseIterable {
        case bvh = "BVH"
        case openPoseFolder = "OpenPose JSON folder"
        case openPoseLines = "OpenPose JSON Lines"
        case meed = "MEED"
        case danceDB = "DanceDB"
    }

    var form: Form
    /// Path from the searched folder: of the file, or of the folder with one file a frame.
    var path: String
    /// The file; or the frames' files in their order.
    var files: [URL]

    /// The path without the ending that only says what form it is.
    var name: String {
        switch form {
        case .bvh, .openPoseLines: (path as NSString).deletingPathExtension
        case .openPoseFolder: path
        case .meed:
            path.contains("/")
                ? (path as NSString).deletingLastPathComponent
                : files.first?.deletingLastPathComponent().lastPathComponent ?? path
        case .danceDB: String(path.dropLast("_keypoints.txt".count))
        }
    }

    /// Reads the clip as it is; throws `ClipError`. `framesPerSecond` is for the forms that do not
    /// say it themselves.
    func read(framesPerSecond: Double, about: ClipLabel) throws -> BodyClip {
        func flat(_ poses: [Pose?]) -> BodyClip {
            BodyClip(name: name, poses: poses, framesPerSecond: framesPerSecond, about: about)
        }
        guard let file = files.first else { throw ClipError.unreadable(path: path) }
        return switch form {
        case .bvh:
            try BVHFile(contentsOf: file).bodyClip(path: file.path, name: name, about: about)
        case .openPoseFolder: flat(try OpenPoseFolder(frames: files).poses)
        case .openPoseLines: flat(try OpenPoseLines(contentsOf: file).poses)
        case .meed: flat(try MEEDFile(contentsOf: file).poses)
        case .danceDB: flat(try DanceDBFile(contentsOf: file).poses)
        }
    }
}

extension MotionSource {
    /// Every clip in a folder and the folders in it, sorted by path, and how many files are none.
    static func all(in folder: URL) throws -> (sources: [MotionSource], ignored: Int) {
        var sources: [MotionSource] = []
        var ignored = 0
        try search(folder, path: "", into: &sources, ignored: &ignored)
        sources.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return (sources, ignored)
    }

    private static func search(
        _ folder: URL, path: String, into sources: inout [MotionSource], ignored: inout Int
    ) throws {
        let found: [URL]
        do {
            found = try FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: [.isDirectoryKey],
                options: .skipsHiddenFiles)
        } catch {
            throw ClipError.unreadable(path: folder.path)
        }
        let below = { (name: String) in path.isEmpty ? name : "\(path)/\(name)" }
        var frames: [String: [URL]] = [:]
        for file in found {
            let name = file.lastPathComponent
            if (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
                try search(file, path: below(name), into: &sources, ignored: &ignored)
            } else if let form = form(of: name) {
                sources.append(MotionSource(form: form, path: below(name), files: [file]))
            } else if name.lowercased().hasSuffix(".json") {
                frames[FrameName(name).clip, default: []].append(file)
            } else {
                ignored += 1
            }
        }
        for (clip, files) in frames {
            guard files.contains(where: holdsPeople) else {
                ignored += files.count
                continue
            }
            // A folder with the frames of one clip is named for the folder, as labels.csv does.
            let isAlone = frames.count == 1 && !path.isEmpty
            sources.append(
                MotionSource(
                    form: .openPoseFolder, path: isAlone ? path : below(clip),
                    files: files.sorted {
                        FrameName($0.lastPathComponent) < FrameName($1.lastPathComponent)
                    }))
        }
    }

    private static func form(of name: String) -> Form? {
        let name = name.lowercased()
        if name.hasSuffix(".bvh") { return .bvh }
        if name == "processed_data.json" { return .meed }
        if name.hasSuffix("_keypoints.txt") { return .danceDB }
        if name.hasSuffix(".jsonl") { return .openPoseLines }
        return nil
    }

    /// True when a JSON file has OpenPose's word near its beginning; the rest may still be broken.
    private static func holdsPeople(_ file: URL) -> Bool {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return false }
        defer { try? handle.close() }
        guard let start = try? handle.read(upToCount: 4096) else { return false }
        return start.range(of: Data("\"people\"".utf8)) != nil
    }
}
