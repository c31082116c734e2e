/// Poses at a fixed rate, with the mood they were made in and where they come from.
public struct Clip: Sendable, Equatable {
    /// The poses, in time.
    public var poses: [Pose]
    /// How many poses make a second.
    public var posesPerSecond: Double
    /// The mood; nil when no emotion is known, which is not the same as neutral.
    public var mood: Mood?
    /// Where the clip comes from: a file's name, say.
    public var source: String

    /// The rate at which the whole program works, in poses a second.
    public static let standardRate = 30.0

    /// A clip of poses.
    public init(
        poses: [Pose], posesPerSecond: Double = Clip.standardRate, mood: Mood?, source: String
    ) {
        self.poses = poses
        self.posesPerSecond = posesPerSecond
        self.mood = mood
        self.source = source
    }

    /// Length in seconds.
    public var seconds: Double { Double(poses.count) / posesPerSecond }
}
