/// Sizes and bitrates of a live stream, from YouTube's table of recommended settings for H.264
/// (support.google.com/youtube/answer/2853702).
public enum StreamQuality: String, Sendable, CaseIterable {
    /// 1280x720, 30 pictures a second, 4 Mbit/s.
    case hd30 = "720p30"
    /// 1920x1080, 30 pictures a second, 10 Mbit/s.
    case fullHD30 = "1080p30"
    /// 1920x1080, 60 pictures a second, 12 Mbit/s.
    case fullHD60 = "1080p60"

    /// Pixels across.
    public var width: Int { self == .hd30 ? 1280 : 1920 }

    /// Pixels down.
    public var height: Int { self == .hd30 ? 720 : 1080 }

    /// Pictures a second in the stream.
    public var picturesPerSecond: Int { self == .fullHD60 ? 60 : 30 }

    /// Bits a second of the pictures; the sound takes 128,000 more.
    public var bitsPerSecond: Int {
        switch self {
        case .hd30: 4_000_000
        case .fullHD30: 10_000_000
        case .fullHD60: 12_000_000
        }
    }
}
