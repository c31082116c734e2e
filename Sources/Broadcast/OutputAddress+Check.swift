import Foundation
import Subprocess

extension OutputAddress {
    /// An output as it is written, with whatever may be a secret left out.
    package static func withoutSecrets(_ text: String) -> String {
        StreamAddress.withoutSecrets(text)
    }
}

/// What can be known of an output before a show, without opening it.
extension OutputAddress {
    /// Why a file or folder cannot be written; nil when it can, and for what is neither. Makes nothing.
    package var placeTrouble: BroadcastError? {
        do throws(BroadcastError) {
            switch self {
            case .movie(let path), .poses(let path): try checkWritable(file: path)
            case .frames(let folder): try checkFrames(folder)
            case .window, .stream, .obs, .osc: break
            }
            return nil
        } catch { return error }
    }

    /// Bytes that its disk has left; nil for what writes none.
    package var room: Int? {
        switch self {
        case .movie(let path): EncoderTarget.movie(path: path).room
        case .poses(let path): EncoderTarget.movie(path: path).room
        case .frames(let folder): EncoderTarget.frames(folder: existing(folder)).room
        case .window, .stream, .obs, .osc: nil
        }
    }

    /// About what it writes in a second: what a minute of the demonstration took in 640x360 and in
    /// 1280x720, with a line through both for videos.
    package func usualBytesPerSecond(width: Int, height: Int) -> Double {
        let pixels = Double(width * height)
        return switch self {
        case .movie: 65_000 + 0.241 * pixels
        case .frames: 30 * 0.47 * pixels
        case .poses: 30 * 760
        case .window, .stream, .obs, .osc: 0
        }
    }

    /// Throws unless a folder of frames is there and empty, or can be made.
    private func checkFrames(_ folder: String) throws(BroadcastError) {
        if FileManager.default.fileExists(atPath: folder) {
            try prepareFrames(folder)
        } else if access(existing(folder), W_OK | X_OK) != 0 {
            throw .unwritable(path: folder, reason: "the folder cannot be made")
        }
    }

    /// The nearest folder above that is there.
    private func existing(_ folder: String) -> String {
        var folder = URL(fileURLWithPath: folder).standardizedFileURL
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path) {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }
}

extension EncoderSettings {
    /// Bytes of a disk below which nothing is recorded.
    package static var leastRoom: Int { EncoderSettings(width: 64, height: 64).roomToGoOn }
}

extension StreamAddress {
    /// The server's name, and its port or the usual one.
    package var endpoint: (host: String, port: Int) {
        let usual = transport == .rtmps ? 443 : transport == .rtmp ? 1935 : 9710
        guard let colon = server.lastIndex(of: ":"), server.last != "]",
            let port = Int(server[server.index(after: colon)...])
        else { return (server.trimmingCharacters(in: ["[", "]"]), usual) }
        return (server[..<colon].trimmingCharacters(in: ["[", "]"]), port)
    }
}

extension SoundAddress {
    /// Plays the first moment of each file or input into nothing; nil when that works, or else
    /// ffmpeg's words on why not.
    package func trouble(program: String = "ffmpeg") async -> String? {
        for input in inputs {
            let arguments = ["-v", "error", "-t", "0.1"] + input + ["-vn", "-f", "null", "-"]
            let result = try? await Subprocess.run(
                .name(program), arguments: Arguments(arguments),
                environment: EncoderChild.environment,
                output: .discarded, error: .string(limit: 1 << 16))
            guard let result else { return "ffmpeg did not start" }
            if result.terminationStatus.isSuccess { continue }
            let words = result.standardError.split(whereSeparator: \.isNewline).first
            return String(words ?? "ffmpeg failed without a word")
        }
        return nil
    }
}
