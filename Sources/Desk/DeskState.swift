import Signals

/// The show as the operator sees it at one moment.
public struct DeskState: Codable, Sendable, Equatable {
    /// Something that somebody did: a message with its reading, a tap in the gallery, or what the
    /// operator asked for.
    public struct Event: Codable, Sendable, Equatable {
        /// What an event is, by what made it.
        public enum Kind: String, Codable, Sendable {
            case message, paid, membership, gift, gallery, desk
        }

        /// Which event of the show this is, from 1; a page shows each once.
        public var number: Int
        /// Seconds of show.
        public var time: Double
        /// What made it.
        public var kind: Kind
        /// Who did it, at most `longestName` characters.
        public var author: String
        /// What was said, at most `longestText` characters; empty once it was taken away.
        public var text: String
        /// What was read in it; nil where nothing was.
        public var mood: Mood?
        /// How sure the reading is, 0 to 1.
        public var confidence: Double?
        /// Whether its platform took it away again, or its author is muted.
        public var isRemoved = false
        /// Whether the operator said what it meant.
        public var isCorrected = false

        /// Characters of a name that are kept.
        public static let longestName = 60
        /// Characters of a message that are kept.
        public static let longestText = 300

        /// An event; name and text are cut to what is kept.
        public init(
            number: Int, time: Double, kind: Kind, author: String, text: String,
            mood: Mood? = nil, confidence: Double? = nil
        ) {
            self.number = number
            self.time = time
            self.kind = kind
            self.author = String(author.prefix(Self.longestName))
            self.text = String(text.prefix(Self.longestText))
            self.mood = mood
            self.confidence = confidence
        }
    }

    /// Pictures since the show began, and lately: in the last ten seconds.
    public struct Pictures: Codable, Sendable, Equatable {
        /// Pictures drawn.
        public var drawn = 0
        /// Drawn pictures that were ready only after the next was due.
        public var late = 0
        /// Pictures not drawn, so that the show stays in time.
        public var dropped = 0
        /// Of those drawn, in the last ten seconds.
        public var drawnLately = 0
        /// Of those late, in the last ten seconds.
        public var lateLately = 0
        /// Of those dropped, in the last ten seconds.
        public var droppedLately = 0

        /// No pictures yet.
        public init() {}
    }

    /// One leg of the way in milliseconds: half took at most `p50`, 95 of 100 at most `p95`.
    public struct Delay: Codable, Sendable, Equatable {
        /// Half took at most this.
        public var p50: Double
        /// 95 of 100 took at most this.
        public var p95: Double
        /// None took longer.
        public var maximum: Double

        /// A delay.
        public init(p50: Double, p95: Double, maximum: Double) {
            self.p50 = p50
            self.p95 = p95
            self.maximum = maximum
        }
    }

    /// The legs that are measured; nil where nothing was yet.
    public struct Delays: Codable, Sendable, Equatable {
        /// From a message's arrival to the first pose that knows it.
        public var messageToPose: Delay?
        /// From a message's arrival to the first picture that knows it.
        public var messageToPicture: Delay?
        /// To dance one pose.
        public var pose: Delay?
        /// To draw one picture.
        public var picture: Delay?

        /// Nothing measured yet.
        public init() {}
    }

    /// One output and what it did.
    public struct Output: Codable, Sendable, Equatable {
        /// How an output is.
        public enum Standing: String, Codable, Sendable {
            /// It takes what it is sent.
            case working
            /// It is lost and tried again.
            case down
            /// It was stopped at the desk.
            case stopped
        }

        /// Its name, without any key.
        public var name: String
        /// How it is.
        public var standing: Standing
        /// Whether it was begun at the desk, to record.
        public var isRecording: Bool
        /// Pictures or poses handed to it.
        public var sent: Int
        /// Those of them that it lost.
        public var dropped: Int

        /// An output.
        public init(
            name: String, standing: Standing = .working, isRecording: Bool = false, sent: Int,
            dropped: Int
        ) {
            self.name = name
            self.standing = standing
            self.isRecording = isRecording
            self.sent = sent
            self.dropped = dropped
        }
    }

    /// One chat and how its connection is.
    public struct Chat: Codable, Sendable, Equatable {
        /// Its address.
        public var name: String
        /// How it stands: `playing` for a recording, else as the chat last said.
        public var standing: String
        /// Why, where it said so.
        public var reason: String?
        /// Events that came from it.
        public var events = 0

        /// A chat of which nothing was heard yet.
        public init(name: String, standing: String) {
            self.name = name
            self.standing = standing
        }
    }

    /// OBS in its own numbers, where the show goes through it.
    public struct Studio: Codable, Sendable, Equatable {
        /// Whether it answers.
        public var isThere: Bool
        /// Its version.
        public var version: String
        /// Whether it streams.
        public var isStreaming: Bool
        /// Whether it records.
        public var isRecording: Bool
        /// How full the way to the server is, 0 to 1.
        public var congestion: Double

        /// How OBS is.
        public init(
            isThere: Bool, version: String, isStreaming: Bool, isRecording: Bool,
            congestion: Double
        ) {
            self.isThere = isThere
            self.version = version
            self.isStreaming = isStreaming
            self.isRecording = isRecording
            self.congestion = congestion
        }
    }

    /// One cue of the show.
    public struct Cue: Codable, Sendable, Equatable {
        /// When it is due.
        public var moment: String
        /// What it does.
        public var actions: String
        /// Whether it may still come by itself.
        public var isWaiting: Bool

        /// A cue.
        public init(moment: String, actions: String, isWaiting: Bool) {
            self.moment = moment
            self.actions = actions
            self.isWaiting = isWaiting
        }
    }

    /// An input of the gallery; nobody is told its key a second time.
    public struct Input: Codable, Sendable, Equatable {
        /// What the desk calls it.
        public var name: String
        /// How often it was heard.
        public var heard: Int
        /// How often it was not: it came too soon, or from a second place.
        public var refused: Int
        /// Seconds since it was last heard; nil where it never was.
        public var secondsSilent: Double?
    }

    /// Something that is muted.
    public struct Muted: Codable, Sendable, Equatable {
        /// By which it is heard again.
        public var number: Int
        /// What it is.
        public var what: String

        /// Something muted.
        public init(number: Int, what: String) {
            self.number = number
            self.what = what
        }
    }

    /// Something that went wrong and was carried on through.
    public struct Fault: Codable, Sendable, Equatable {
        /// Seconds of show.
        public var time: Double
        /// The part of the show.
        public var part: String
        /// What happened, in a sentence.
        public var what: String

        /// A fault.
        public init(time: Double, part: String, what: String) {
            self.time = time
            self.part = part
            self.what = what
        }
    }

    /// A mood that the operator holds in place of the room's.
    public struct Hold: Codable, Sendable, Equatable {
        /// What is held.
        public var emotion: Emotion
        /// How much of it, 0 to 1; the rest is neutral.
        public var strength: Double

        /// A hold.
        public init(emotion: Emotion, strength: Double) {
            self.emotion = emotion
            self.strength = strength
        }
    }

    /// Seconds of show.
    public var time = 0.0
    /// What the audience feels, whatever the desk holds.
    public var roomMood = Mood(.neutral)
    /// What the dancer shows.
    public var dancerMood = Mood(.neutral)
    /// What the operator holds; nil while the room decides.
    public var hold: Hold?
    /// Whether words are drawn on the picture; nil where this show has none to draw.
    public var showsWords: Bool?
    /// How the dancer dances.
    public var tuning = DanceTuning()
    /// The puppet that was asked for last; nil where nothing is drawn.
    public var puppet: String?
    /// The puppets that can be asked for.
    public var puppets: [String] = []
    /// The emotion whose world is painted, whatever the mood; nil while the world follows the mood.
    public var backdrop: Emotion?
    /// The title that stands on the picture.
    public var title: String?
    /// The show's cues.
    public var cues: [Cue] = []
    /// What is muted.
    public var muted: [Muted] = []
    /// Whether a recording can be begun at the desk; nil where nothing is drawn.
    public var canRecord: Bool?
    /// Whether the show has sound, for a recording that is begun.
    public var hasSound = false
    /// The newest deeds of the desk, the oldest first.
    public var deeds: [DeskDeed] = []
    /// Who may steer while the desk is locked; nil while it is not.
    public var lock: DeskLock?
    /// Where the room's page is.
    public var galleryLink: String?
    /// What a voice of the gallery weighs beside one of the chat.
    public var galleryWeight = 1.0
    /// Whether the gallery's code is drawn on the picture; nil where there is none to draw.
    public var showsCode: Bool?
    /// The gallery's inputs that have a key, by name.
    public var inputs: [Input] = []
    /// The newest events, the oldest first.
    public var events: [Event] = []
    /// Messages a second, over the last few seconds.
    public var messagesPerSecond = 0.0
    /// Messages that came faster than the show could take them.
    public var messagesDropped = 0
    /// Pictures a second, over the last ten; nil where none are drawn.
    public var picturesPerSecond: Double?
    /// The pictures.
    public var pictures = Pictures()
    /// The delays by leg.
    public var delays = Delays()
    /// Bytes of memory that the show holds now.
    public var memory: Int?
    /// Bytes of memory that it held after its first picture.
    public var memoryAtStart: Int?
    /// Where the show goes.
    public var outputs: [Output] = []
    /// Where its words come from.
    public var chats: [Chat] = []
    /// OBS, where the show goes through it.
    public var studio: Studio?
    /// The newest faults, the oldest first.
    public var faults: [Fault] = []
    /// The gallery's devices and taps, and what was refused.
    public var gallery = GalleryTally()
    /// How the show is, at a glance.
    public var health: DeskHealth { DeskHealth(of: self) }

    /// The state of a show that has not begun.
    public init() {}
}
