import Foundation

/// The command line of one encoder.
extension EncoderTarget {
    /// ffmpeg's arguments for raw RGBA pictures on standard input.
    ///
    /// - Parameters:
    ///   - firstNumber: the number that the first frame's file takes.
    ///   - privateLines: where ffmpeg reads the secret part of a stream's address, as a preset.
    func arguments(
        _ settings: EncoderSettings, firstNumber: Int, privateLines: String? = nil
    ) -> [String] {
        let pictures = [
            "-hide_banner", "-nostats", "-loglevel", "error", "-nostdin", "-y",
            "-probesize", "32", "-analyzeduration", "0", "-thread_queue_size", "2",
            "-f", "rawvideo", "-pixel_format", "rgba",
            "-video_size", "\(settings.width)x\(settings.height)",
            "-framerate", "\(settings.picturesPerSecond)", "-i", "pipe:0",
        ]
        switch self {
        case .movie(let path):
            // In fragments, so that the file plays however the encoder ends. The header waits for the
            // first fragment, or the pictures would begin 2 frames late. `file:` keeps a colon in
            // the name from being read as a protocol.
            return pictures + video(settings, rate: ["-crf", "20"]) + [
                "-movflags", "+frag_keyframe+delay_moov+default_base_moof",
                "-frag_duration", "1000000", "-flush_packets", "1", "-f", "mp4", "file:" + path,
            ]
        case .frames:
            // The folder is the working directory: a `%` in its name would be read as a pattern.
            return pictures + [
                "-pix_fmt", "rgb24", "-pred", "up", "-compression_level", "1",
                "-start_number", "\(firstNumber)",
                "-f", "image2", "%06d.png",
            ]
        case .stream(let stream):
            let bits = settings.streamBitsPerSecond
            let rate = ["-b:v", "\(bits)", "-maxrate", "\(bits)", "-bufsize", "\(2 * bits)"]
            let container = stream.transport == .srt ? "mpegts" : "flv"
            return pictures + video(settings, rate: rate)
                + (privateLines.map { ["-fpre", $0] } ?? []) + ["-f", container, stream.openPart]
        }
    }

    /// The working directory; nil for the program's own.
    var workingDirectory: String? {
        if case .frames(let folder) = self { folder } else { nil }
    }

    /// H.264 tagged BT.709, a keyframe every 2 seconds, and a silent AAC track as long as the video.
    private func video(_ settings: EncoderSettings, rate: [String]) -> [String] {
        let onCard = settings.videoEncoder.hasSuffix("_vaapi")
        let layout = onCard ? "format=nv12,hwupload" : "format=yuv420p"
        let keyframe = EncoderSettings.secondsPerKeyframe * settings.picturesPerSecond
        let isX264 = settings.videoEncoder == "libx264"
        return (onCard ? ["-vaapi_device", "/dev/dri/renderD128"] : []) + [
            "-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-map", "0:v", "-map", "1:a",
            "-shortest",
            "-vf", "scale=in_range=full:out_range=tv:out_color_matrix=bt709," + layout,
            "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
            "-color_trc", "bt709", "-c:v", settings.videoEncoder,
        ] + (isX264 ? x264 + rate : hardwareRate(settings)) + [
            "-g", "\(keyframe)", "-keyint_min", "\(keyframe)", "-sc_threshold", "0",
            "-c:a", "aac", "-b:a", "128k",
        ]
    }

    /// Looking 5 pictures ahead instead of 10, with single B-frames, costs a quarter less CPU for the
    /// same size, and leaves half as many pictures to encode when the show ends.
    private var x264: [String] { ["-preset", "veryfast", "-rc-lookahead", "5", "-bf", "1"] }

    /// Hardware encoders know no CRF.
    private func hardwareRate(_ settings: EncoderSettings) -> [String] {
        ["-b:v", "\(settings.streamBitsPerSecond)"]
    }
}

/// Where a program is: itself when it is a path, else the first match in PATH.
///
/// Throws `BroadcastError.encoderMissing` when there is none that may be run.
func locate(program: String) throws(BroadcastError) -> String {
    let isFile = { (path: String) in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && !isFolder.boolValue && access(path, X_OK) == 0
    }
    if program.contains("/") {
        guard isFile(program) else { throw .encoderMissing(program: program) }
        // A child may run in another folder, where a relative path would lead nowhere.
        return URL(fileURLWithPath: program).path
    }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders where isFile("\(folder)/\(program)") {
        return URL(fileURLWithPath: "\(folder)/\(program)").path
    }
    throw .encoderMissing(program: program)
}
