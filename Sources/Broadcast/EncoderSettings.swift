/// How pictures are encoded.
public struct EncoderSettings: Sendable {
    /// Pixels across; even for video.
    public var width: Int
    /// Pixels down; even for video.
    public var height: Int
    /// Pictures a second.
    public var picturesPerSecond = 30
    /// What happens to a picture when the encoder is still busy.
    public var whenFull = WhenFull.dropOldest
    /// ffmpeg's name for the video encoder: `libx264`, `h264_nvenc`, `h264_vaapi`, …
    public var videoEncoder = "libx264"
    /// Bits a second of a stream's pictures; a file takes what its quality needs.
    public var streamBitsPerSecond = 4_500_000
    /// The ffmpeg program: a name to look for in PATH, or a path.
    public var program = "ffmpeg"
    /// How long to wait before a dead encoder is started again: the first time, the second, and so
    /// on; the last one is kept.
    public var backOff: [Duration] = [
        .milliseconds(250), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    ]

    /// Settings for pictures of this size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Pictures that wait for the encoder; with the one being written an output holds one more.
    static let picturesWaiting = 3
    /// Seconds from one keyframe to the next, as streaming platforms ask.
    static let secondsPerKeyframe = 2
    /// The longest gap that is filled with repeated pictures, in seconds. An encoder that is further
    /// behind can only fall back more, so beyond this the video is shortened.
    static let longestFill = 2
}
