import Foundation

/// Where one encoder writes to.
enum EncoderTarget: Sendable {
    case movie(path: String)
    case frames(folder: String)
    case stream(StreamAddress)

    var address: OutputAddress {
        switch self {
        case .movie(let path): .movie(path: path)
        case .frames(let folder): .frames(folder: folder)
        case .stream(let stream): .stream(stream)
        }
    }

    /// What the encoder must be told and nobody else may read.
    var secretPart: [String] {
        if case .stream(let stream) = self { stream.secretPart } else { [] }
    }

    /// Makes what must be there before the encoder starts; throws where it cannot be written to.
    func prepare() throws(BroadcastError) {
        switch self {
        case .movie(let path): try checkWritable(file: path)
        case .frames(let folder): try prepareFrames(folder)
        case .stream: break
        }
    }

    /// This target for an encoder that follows a dead one: a movie goes to a new file, because the
    /// first one's index is closed.
    func afterFault() -> EncoderTarget {
        guard case .movie(let path) = self else { return self }
        return .movie(path: freePath(like: path))
    }

    /// Puts in order what an encoder left: takes away an empty file, which it leaves when it never got
    /// as far as writing, and a half-written end.
    func tidy() {
        guard case .movie(let path) = self else { return }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        if status.st_size == 0 { unlink(path) } else { MovieFragments.trim(path) }
    }

    /// Bytes that the target's disk has left; nil where there is none, or it does not say.
    var room: Int? {
        let folder: String
        switch self {
        case .movie(let path): folder = (path as NSString).deletingLastPathComponent
        case .frames(let path): folder = path
        case .stream: return nil
        }
        var status = statvfs()
        guard statvfs(folder.isEmpty ? "." : folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// Whether sound goes there too.
    var hasSound: Bool {
        if case .frames = self { false } else { true }
    }

    /// Whether this is a stream.
    var isStream: Bool {
        if case .stream = self { true } else { false }
    }
}

/// Throws unless a file can be made, or written over, at `path`.
func checkWritable(file path: String) throws(BroadcastError) {
    var isFolder: ObjCBool = false
    let files = FileManager.default
    if files.fileExists(atPath: path, isDirectory: &isFolder) {
        if isFolder.boolValue { throw .unwritable(path: path, reason: "it is a folder") }
        guard access(path, W_OK) == 0 else {
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        return
    }
    let folder = (path as NSString).deletingLastPathComponent
    guard access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 else {
        throw .unwritable(path: path, reason: "its folder: " + String(cString: strerror(errno)))
    }
}

func prepareFrames(_ folder: String) throws(BroadcastError) {
    let files = FileManager.default
    do {
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
        throw .unwritable(path: folder, reason: "the folder cannot be made")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
        throw .unwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    // Frames of an earlier, longer show would pass for this one's end.
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    if names.contains(where: { $0.wholeMatch(of: /[0-9]{6,}\.png/) != nil }) {
        throw .framesThere(folder: folder)
    }
}

/// `show.mp4` where that is free, else `show-2.mp4` and so on: no earlier recording is lost.
func freePath(like path: String) -> String {
    let stem = (path as NSString).deletingPathExtension
    let suffix = (path as NSString).pathExtension
    var free = path
    var number = 2
    while access(free, F_OK) == 0 {
        free = "\(stem)-\(number).\(suffix)"
        number += 1
    }
    return free
}
