import Signals

/// How a show is at one moment, beside its mood and its pose.
public struct OSCMoment: Sendable, Equatable {
    /// What the audience feels, whatever the operator holds.
    public var roomMood = Mood(.neutral)
    /// What the dancer shows.
    public var dancerMood = Mood(.neutral)
    /// How fast the dancer moves, 0 (still) to 1.
    public var energy = 0.0
    /// Messages a second.
    public var chatRate = 0.0

    /// A calm room.
    public init() {}

    /// A moment of a show.
    public init(roomMood: Mood, dancerMood: Mood, energy: Double, chatRate: Double) {
        self.roomMood = roomMood
        self.dancerMood = dancerMood
        self.energy = energy
        self.chatRate = chatRate
    }

    /// The messages of one pose's bundle.
    func messages(pose: Pose, mood: Mood, time: Double) -> [OSCMessage] {
        let points = pose.points.flatMap { [$0.x, $0.y, $0.confidence] }
        return [
            OSCMessage("/emotionmotion/version", [.integer(OSCOutput.version)]),
            OSCMessage("/emotionmotion/time", numbers: [Float(time)]),
            OSCMessage("/emotionmotion/mood", numbers: mood.numbers),
            OSCMessage("/emotionmotion/mood/room", numbers: roomMood.numbers),
            OSCMessage("/emotionmotion/mood/dancer", numbers: dancerMood.numbers),
            OSCMessage("/emotionmotion/energy", numbers: [Float(energy)]),
            OSCMessage("/emotionmotion/rate", numbers: [Float(chatRate)]),
            OSCMessage("/emotionmotion/pose", numbers: points),
        ]
    }
}

extension Mood {
    /// The seven weights in the order of `Emotion.allCases`.
    var numbers: [Float] { weights.map { Float($0) } }
}
