import ArgumentParser
import Broadcast
import Show

/// How pictures are encoded and streamed.
struct StreamOptions: ParsableArguments {
    @Option(
        help: """
            File with the stream key, or with lines HOST KEY for several streams. \
            (default: the environment's EMOTIONMOTION_STREAM_KEY)
            """)
    var streamKeyFile: String?

    @Option(
        help: """
            YouTube's recommended settings: 720p30 (4 Mbit/s), 1080p30 (10 Mbit/s) or 1080p60 \
            (12 Mbit/s).
            """)
    var quality: StreamQuality?

    @Option(help: "Kilobits a second of a stream's pictures. (default: the quality's, or 4000)")
    var bitrate: Int?

    @Option(
        help: """
            What encodes: x264, nvenc, vaapi, qsv, videotoolbox, or auto: the first chip that does it \
            here, else x264. (default: auto)
            """)
    var encoder: EncoderChoice?

    @Option(
        help: """
            What sounds in files and streams: silence, score (made by the show, in its mood), a file or \
            folder of music, pulse:NAME or alsa:NAME; several are mixed. (default: silence)
            """)
    var sound: [String] = []

    @Option(help: "How loud the sound is, from 0 to 4; 1 leaves it as it is. (default: 1)")
    var volume: Double?

    func validate() throws {
        guard (0...4).contains(volume ?? 1) else {
            throw ValidationError("--volume is from 0 to 4.")
        }
        if let bitrate, !(200...50_000).contains(bitrate) {
            throw ValidationError("--bitrate is kilobits a second, from 200 to 50000.")
        }
    }

    /// The keys of the show's streams.
    func keys() throws -> StreamKeys { try StreamKeys.found(file: streamKeyFile) }

    /// Writes these options into a show's settings; an automatic choice tries the encoders out.
    func apply(to settings: inout ShowSettings) async throws {
        settings.sound = try sound.map { try SoundAddress($0) }
        settings.soundVolume = volume ?? 1
        settings.streamBitsPerSecond =
            bitrate.map { $0 * 1000 } ?? (quality ?? .hd30).bitsPerSecond
        settings.streamPicturesPerSecond = quality?.picturesPerSecond
        switch encoder ?? .auto {
        case .one(let encoder): settings.videoEncoder = encoder
        case .auto where settings.outputs.contains(where: \.isEncoded):
            settings.videoEncoder = await VideoEncoder.chosen(
                for: EncoderSettings(width: settings.width, height: settings.height))
        case .auto: break
        }
    }
}

/// An encoder that a person names, or the one that works.
enum EncoderChoice: ExpressibleByArgument, CustomStringConvertible {
    case auto
    case one(VideoEncoder)

    init?(argument: String) {
        if argument.lowercased() == "auto" {
            self = .auto
        } else if let encoder = VideoEncoder(argument) {
            self = .one(encoder)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .auto: "auto"
        case .one(let encoder): encoder.rawValue
        }
    }
}

extension StreamQuality: ExpressibleByArgument {}
