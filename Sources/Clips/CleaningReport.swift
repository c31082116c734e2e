import Signals

/// What cleaning one clip changed, and why.
public struct CleaningReport: Sendable, Equatable, Codable {
    /// Where a clip was cut.
    public struct Cut: Sendable, Equatable, Codable {
        /// The first frame behind the cut, at 30 frames a second from the clip's start.
        public var frame: Int
        /// The point that leapt, by its name in `Body25`.
        public var point: String
        /// How far it leapt in that one frame, in torsos.
        public var step: Float
    }

    /// Frames that were left out.
    public struct Drop: Sendable, Equatable, Codable {
        /// The first of them, at 30 frames a second from the clip's start.
        public var frame: Int
        /// How many.
        public var count: Int
        /// Why, in words.
        public var reason: String
    }

    /// The clip's name.
    public var name: String
    /// Frames at 30 a second before anything was left out.
    public var framesRead = 0
    /// Frames that are left.
    public var framesKept = 0
    /// Points that were not seen and were filled from their neighbours in time.
    public var pointsFilled = 0
    /// Points that are seen in no frame, by their names in `Body25`: they keep confidence 0.
    public var pointsNeverSeen: [String] = []
    /// Where the clip was cut because a point leapt.
    public var cuts: [Cut] = []
    /// What was left out.
    public var drops: [Drop] = []

    /// A report of nothing done.
    public init(name: String) { self.name = name }

    /// Frames that were left out.
    public var framesDropped: Int { drops.reduce(0) { $0 + $1.count } }
}
