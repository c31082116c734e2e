/// How pictures are encoded.
public struct EncoderSettings: Sendable {
    /// Pixels across; even for video.
    public var width: Int
    /// Pixels down; even for video.
    public var height: Int
    /// Pictures a second.
    public var picturesPerSecond = 30
    /// Whether pictures have an alpha channel, which PNG and a `.mov` file keep.
    public var hasAlpha = false
    /// What happens to a picture when the encoder is still busy.
    public var whenFull = WhenFull.dropOldest
    /// What encodes the pictures.
    public var videoEncoder = VideoEncoder.x264
    /// Bits a second of a stream's pictures; a file takes what its quality needs.
    public var streamBitsPerSecond = StreamQuality.hd30.bitsPerSecond
    /// Pictures a second of a stream, which shows pictures twice where it wants more than there are;
    /// nil is as many as there are.
    public var streamPicturesPerSecond: Int?
    /// Seconds without a loss after which a stream that was lowered tries a higher bitrate.
    public var secondsToRise = 60
    /// How loud the sound is; 1 leaves it as it is.
    public var soundVolume = 1.0
    /// Bytes that a disk which was full must have again before a recording goes on.
    public var roomToGoOn = 64 << 20
    /// The ffmpeg program: a name to look for in PATH, or a path.
    public var program = "ffmpeg"
    /// How long to wait before a dead encoder is started again: the first time, the second, and so
    /// on; the last one is kept.
    public var backOff: [Duration] = [
        .milliseconds(250), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    ]
    /// The same for a stream: its viewers wait, and asking a server costs little.
    public var streamBackOff: [Duration] = [
        .milliseconds(250), .milliseconds(500), .milliseconds(750),
    ]
    /// How long an encoder may take for one picture before it is taken for dead: a lost network can
    /// keep it waiting for a quarter of an hour.
    public var stallLimit = Duration.seconds(10)
    /// The same for a stream.
    public var streamStallLimit = Duration.seconds(4)

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
