import Signals

/// Everything that one picture shows.
public struct Scene: Sendable {
    /// Seconds since the show began.
    public var time: Double
    /// The dancer, in torsos from the middle of the floor, y downwards.
    public var pose: Pose
    /// What the audience feels; the world is painted in it.
    public var roomMood: Mood
    /// The mood that the world is painted in, where that is not the room's.
    public var worldMood: Mood?
    /// What the dancer feels; the puppet's paper and face follow it.
    public var dancerMood: Mood
    /// The messages of the last seconds, in any order.
    public var messages: [Caption]
    /// How fast the dancer moves, 0 (still) to 1.
    public var energy: Double
    /// Messages a second.
    public var chatRate: Double
    /// Which picture of the show this is, from 0.
    public var number: Int
    /// A line on the delay between message and picture; nil writes none.
    public var delay: String?
    /// Whether words are written, on a stage that has words at all.
    public var showsWords = true
    /// Whether the dancer's bones are drawn over the puppet.
    public var showsBones = false
    /// The title that stands on the picture, whatever becomes of the other words.
    public var title: Title?
    /// A code for phones in the upper right corner; nil draws none.
    public var code: Code?

    /// Words at the upper edge.
    public struct Title: Sendable, Equatable {
        /// What they say.
        public var words: String
        /// How much of them is seen, 0 to 1.
        public var opacity: Double

        /// A title.
        public init(words: String, opacity: Double) {
            self.words = words
            self.opacity = opacity
        }
    }

    /// A code that phones read, a QR code say, as its modules.
    public struct Code: Sendable, Equatable {
        /// Modules on a side, without the quiet zone.
        public let side: Int
        /// Whether each module is dark, row by row.
        public let isDark: [Bool]
        /// Modules of white that must be left around it.
        public let quietZone: Int

        /// A code of `side` times `side` modules.
        public init(side: Int, isDark: [Bool], quietZone: Int) {
            precondition(
                isDark.count == side * side && quietZone >= 0,
                "\(isDark.count) modules are no square of \(side)")
            self.side = side
            self.isDark = isDark
            self.quietZone = quietZone
        }
    }

    /// A scene.
    public init(
        time: Double, pose: Pose, roomMood: Mood, dancerMood: Mood, messages: [Caption] = [],
        energy: Double = 0, chatRate: Double = 0, number: Int = 0, delay: String? = nil
    ) {
        self.time = time
        self.pose = pose
        self.roomMood = roomMood
        self.dancerMood = dancerMood
        self.messages = messages
        self.energy = energy
        self.chatRate = chatRate
        self.number = number
        self.delay = delay
    }
}

/// A message as it is written on the picture.
public struct Caption: Sendable, Equatable {
    /// The message's identifier, by which the stage knows it again in the next picture.
    public var id: String
    /// Who wrote it.
    public var author: String
    /// The words, shown as they are and never read as markup.
    public var text: String
    /// Seconds since it arrived.
    public var age: Double
    /// How much it moved the mood, 0 to 1.
    public var weight: Double

    /// Seconds that a message stays.
    public static let life = 5.0

    /// A message.
    public init(id: String, author: String, text: String, age: Double, weight: Double) {
        self.id = id
        self.author = author
        self.text = text
        self.age = age
        self.weight = weight
    }
}
