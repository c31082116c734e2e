import Foundation

/// The command line of one encoder.
extension EncoderTarget {
    /// ffmpeg's arguments for raw RGBA pictures on standard input.
    ///
    /// - Parameters:
    ///   - firstNumber: the number that the first frame's file takes.
    ///   - gone: seconds of the stream that another ffmpeg sent before this one.
    ///   - privateLines: where ffmpeg reads the secret part of a stream's address, as a preset.
    func arguments(
        _ settings: EncoderSettings, firstNumber: Int, gone: Double = 0,
        privateLines: String? = nil
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
            let video = settings.hasAlpha ? Self.videoWithAlpha : Self.video(settings)
            let format = path.lowercased().hasSuffix(".mov") ? "mov" : "mp4"
            return pictures + Self.sound + video + Self.aac + [
                "-movflags", "+frag_keyframe+delay_moov+default_base_moof",
                "-frag_duration", "1000000", "-flush_packets", "1", "-f", format, "file:" + path,
            ]
        case .frames:
            // The folder is the working directory: a `%` in its name would be read as a pattern.
            return pictures + [
                "-pix_fmt", settings.hasAlpha ? "rgba" : "rgb24", "-pred", "up",
                "-compression_level", "1",
                "-start_number", "\(firstNumber)",
                "-f", "image2", "%06d.png",
            ]
        case .stream(let stream):
            return pictures + Self.sound + Self.video(settings, isStream: true) + Self.aac
                + (privateLines.map { ["-fpre", $0] } ?? [])
                // Times go on where they were: a viewer who stays on takes a clock that begins anew
                // for a jump, and corrects pictures and sound by different amounts.
                + (gone > 0 ? ["-output_ts_offset", String(format: "%.3f", gone)] : [])
                + Self.transport(stream, bits: settings.streamBitsPerSecond)
        }
    }

    /// The arguments of a trial encode that leaves nothing behind.
    static func trialArguments(_ settings: EncoderSettings) -> [String] {
        let size = "\(settings.width)x\(settings.height)"
        return [
            "-hide_banner", "-nostats", "-loglevel", "error", "-nostdin",
            "-f", "lavfi", "-i", "color=s=\(size):r=\(settings.picturesPerSecond),format=rgba",
            "-frames:v", "10", "-map", "0:v",
        ] + video(settings, isStream: true) + ["-f", "null", "-"]
    }

    /// The working directory; nil for the program's own.
    var workingDirectory: String? {
        if case .frames(let folder) = self { folder } else { nil }
    }

    /// The sound, from standard output, of all places: see `EncoderChild.run`.
    private static let sound = [
        "-probesize", "32", "-analyzeduration", "0", "-thread_queue_size", "64",
        "-f", "s16le", "-ar", "48000", "-ac", "2", "-i", "pipe:1", "-map", "0:v", "-map", "1:a",
    ]
    private static let aac = ["-c:a", "aac", "-b:a", "128k"]

    /// ProRes 4444, which editing programs and OBS read, of constant quality; its alpha has 16 bits.
    private static let videoWithAlpha = [
        "-vf",
        "scale=in_range=full:out_range=tv:out_color_matrix=bt709,format=yuva444p10le",
        "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
        "-color_trc", "bt709", "-c:v", "prores_ks", "-profile:v", "4444", "-qscale:v", "9",
        "-vendor", "apl0", "-alpha_bits", "16",
    ]

    /// H.264 tagged BT.709 with a keyframe every 2 seconds: of constant quality, or for a stream of
    /// constant bitrate.
    private static func video(_ settings: EncoderSettings, isStream: Bool = false) -> [String] {
        let encoder = settings.videoEncoder
        let rate = isStream ? settings.streamPicturesPerSecond : nil
        let repeats = rate.map { ",fps=\($0)" } ?? ""
        let layout = encoder == .vaapi ? "format=nv12,hwupload" : "format=yuv420p"
        let keyframe =
            EncoderSettings.secondsPerKeyframe * (rate ?? settings.picturesPerSecond)
        return (encoder == .vaapi ? ["-vaapi_device", "/dev/dri/renderD128"] : []) + [
            "-vf",
            "scale=in_range=full:out_range=tv:out_color_matrix=bt709" + repeats + "," + layout,
            "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
            "-color_trc", "bt709", "-c:v", encoder.name,
        ] + (encoder == .x264 ? x264 : [])
            + bitrate(of: encoder, isStream ? settings.streamBitsPerSecond : nil, settings) + [
                "-g", "\(keyframe)", "-keyint_min", "\(keyframe)", "-sc_threshold", "0",
            ]
    }

    /// Looking 5 pictures ahead instead of 10, with single B-frames, costs a quarter less CPU for the
    /// same size, and leaves half as many pictures to encode when the show ends.
    private static let x264 = ["-preset", "veryfast", "-rc-lookahead", "5", "-bf", "1"]

    /// A constant bitrate with a buffer of a second; nil for constant quality, which hardware encoders
    /// do not know and give their stream's bitrate for.
    private static func bitrate(
        of encoder: VideoEncoder, _ bits: Int?, _ settings: EncoderSettings
    ) -> [String] {
        guard let bits else {
            return encoder == .x264 ? ["-crf", "20"] : ["-b:v", "\(settings.streamBitsPerSecond)"]
        }
        let rate = ["-b:v", "\(bits)", "-maxrate", "\(bits)", "-bufsize", "\(bits)"]
        return switch encoder {
        case .x264: rate + ["-x264-params", "nal-hrd=cbr"]
        case .nvenc: rate + ["-rc", "cbr"]
        case .vaapi: rate + ["-rc_mode", "CBR"]
        case .qsv, .videotoolbox: rate
        }
    }

    /// The way to the server. What the system may keep of a stream that does not get through is half
    /// a second, or the delay would grow before anybody noticed.
    private static func transport(_ stream: StreamAddress, bits: Int) -> [String] {
        switch stream.transport {
        case .srt: ["-f", "mpegts", stream.openPart]
        case .rtmp, .rtmps:
            [
                "-send_buffer_size", "\(bits / 8 / 2)", "-flvflags", "no_duration_filesize",
                "-f", "flv", stream.openPart,
            ]
        }
    }
}

/// Where a program is: itself when it is a path, else the first match in PATH.
///
/// Throws `BroadcastError.encoderMissing` when there is none that may be run.
package func locate(program: String) throws(BroadcastError) -> String {
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
