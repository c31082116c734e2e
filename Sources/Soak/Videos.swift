import Foundation
import Subprocess

/// Looks at what a show has written, with ffprobe.
enum Videos {
    /// Every MP4 in a folder, in the order of their names.
    static func looked(at folder: URL) async -> [SoakReport.Video] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var videos: [SoakReport.Video] = []
        for name in names.filter({ $0.hasSuffix(".mp4") }).sorted() {
            videos.append(await look(at: folder.appending(path: name).path, name))
        }
        return videos
    }

    private static func look(at path: String, _ name: String) async -> SoakReport.Video {
        // Every packet is read, so that a file that breaks off is found.
        let arguments = [
            "-v", "error", "-count_packets", "-show_entries",
            "stream=codec_type,nb_read_packets,r_frame_rate", "-of", "csv=p=0", "file:" + path,
        ]
        let result = try? await Subprocess.run(
            .name("ffprobe"), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        guard let result, result.terminationStatus.isSuccess else {
            return .init(name: name, seconds: 0, plays: false)
        }
        var pictures = 0
        var hasSound = false
        for line in result.standardOutput.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: ",")
            let packets = fields.last.flatMap { Int($0) } ?? 0
            if fields.first == "video" { pictures = packets }
            if fields.first == "audio" { hasSound = packets > 0 }
        }
        let isWhole = result.standardError.isEmpty && pictures > 0 && hasSound
        return .init(name: name, seconds: Double(pictures) / 30, plays: isWhole)
    }
}
