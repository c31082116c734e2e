import Signals

/// What happens to something new when an output is still busy with what it has.
public enum WhenFull: Sendable {
    /// The oldest that waits is lost and counted: for live shows, which never wait for an output.
    case dropOldest
    /// The sender waits: for recordings made as fast as the machine can, where all of it counts.
    case wait

    /// How long an output may take to end when nobody says: a live show ends within 2 seconds, and a
    /// recording's last pictures count as much as its first.
    public var timeToFinish: Duration {
        switch self {
        case .dropOldest: .milliseconds(1700)
        case .wait: .seconds(60)
        }
    }
}

/// What an output did so far.
public struct OutputCounts: Sendable, Equatable {
    /// Pictures or poses handed to the output.
    public var sent = 0
    /// Those of them that were lost because the output was busy or down.
    public var dropped = 0
    /// Pictures or poses passed on to the encoder or the file, `repeated` among them.
    public var written = 0
    /// Pictures written again in the place of dropped ones, so that the video keeps time.
    public var repeated = 0

    /// Counts of nothing.
    public init() {}
}

/// Something that went wrong with an output during a show; the show and other outputs went on.
public struct OutputFault: Sendable, Equatable, CustomStringConvertible {
    /// Seconds of the show, from the newest picture or pose that the output had been sent.
    public var time: Double
    /// The output's name, without any key.
    public var output: String
    /// What happened and what is done about it.
    public var reason: String

    /// A fault.
    public init(time: Double, output: String, reason: String) {
        self.time = time
        self.output = output
        self.reason = reason
    }

    /// The fault in a line.
    public var description: String { "\(output): \(reason)" }
}

/// Somewhere pictures or poses go, which has a beginning and an end.
public protocol Output: Sendable {
    /// What people call it; holds no key.
    var name: String { get }
    /// What it did so far; may be read at any time.
    var counts: OutputCounts { get }
    /// Begins to work; what was sent before waits, as far as there is room.
    func start()
    /// Ends cleanly: what was sent is written, within `limit`; after that it is cut off. Nil is the
    /// time that the output's `WhenFull` gives.
    func finish(within limit: Duration?) async
}

/// Somewhere pictures go.
public protocol PictureOutput: Output {
    /// Hands a picture on. Never suspends, unless the output was made with `WhenFull.wait`.
    nonisolated(nonsending) func send(_ picture: Picture) async
}

/// Somewhere poses go.
public protocol PoseOutput: Output {
    /// Hands a pose on, in torsos as the dancer makes it, `time` seconds after the show began.
    nonisolated(nonsending) func send(_ pose: Pose, mood: Mood, time: Double) async
}
