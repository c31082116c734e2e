import Foundation

/// Where a show's sound comes from, as it is written after `--sound`.
public enum SoundAddress: Sendable, Equatable {
    /// No sound; the track is there and silent.
    case silence
    /// The score that the show makes itself.
    case score
    /// A file of music, again and again.
    case file(path: String)
    /// Every file of a folder in the order of their names, again and again.
    case folder(path: String)
    /// A live input: `pulse` or `alsa`, and the name it has there.
    case input(system: String, name: String)

    /// Reads an address; throws `BroadcastError` when it names no sound, or no file is there.
    public init(_ text: String) throws(BroadcastError) {
        for system in ["pulse", "alsa"] where text.hasPrefix(system + ":") {
            let name = String(text.dropFirst(system.count + 1))
            self = .input(system: system, name: name.isEmpty ? "default" : name)
            return
        }
        switch text {
        case "silence": self = .silence
        case "score": self = .score
        default:
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: text, isDirectory: &isFolder) else {
                throw .unknownSound(text)
            }
            self = isFolder.boolValue ? .folder(path: text) : .file(path: text)
        }
    }

    /// Whether the sound is of this moment, so that it cannot be played faster.
    public var isLive: Bool {
        if case .input = self { true } else { false }
    }

    /// What a player plays, one after the other: ffmpeg's arguments for each input.
    var inputs: [[String]] {
        switch self {
        case .silence, .score: []
        case .file(let path): [["-i", "file:" + path]]
        case .folder(let path):
            ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
                .filter { !$0.hasPrefix(".") }.sorted()
                .map { ["-i", "file:" + path + "/" + $0] }
        case .input(let system, let name): [["-f", system, "-i", name]]
        }
    }
}

extension SoundAddress: CustomStringConvertible {
    /// The address as it was written.
    public var description: String {
        switch self {
        case .silence: "silence"
        case .score: "score"
        case .file(let path), .folder(let path): path
        case .input(let system, let name): "\(system):\(name)"
        }
    }
}
