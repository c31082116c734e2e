import Broadcast
import Foundation
import Motion
import SettingsFiles
import Signals
import Stage

/// A whole show in one YAML file, which `perform --show FILE` gives; `examples/show.yaml` has every
/// setting. What is nil the file does not name.
///
/// Paths in it are from the file's own folder, and have been made whole here. It holds no secret: keys
/// and passwords are in files of their own, which it names.
public struct ShowFile: Sendable, Equatable {
    /// How the show goes through OBS.
    public struct ThroughOBS: Sendable, Equatable {
        /// HOST:PORT of its WebSocket server.
        public var address: String?
        /// File with its password.
        public var passwordFile: String?
        /// Whether its stream begins and ends with the show.
        public var stream: Bool?
        /// Whether its recording begins and ends with the show.
        public var record: Bool?
        /// Whether the chat is there as words of OBS's own.
        public var chat: Bool?
        /// Port on which it waits for the show.
        public var feedPort: Int?
    }

    /// Where words come from, as `ChatAddress` reads them.
    public var chats: [String]?
    /// Seconds that a message of YouTube's chat may be held back.
    public var chatDelay: Double?
    /// File with a key of YouTube's Data API.
    public var apiKeyFile: String?
    /// File in which the chat is recorded.
    public var recordChat: String?
    /// What somebody's message weighs, by role.
    public var weigh: [String: Double]?
    /// Words whose messages are not heard.
    public var mute: [String]?
    /// The mood that is held from the start.
    public var hold: Mood?
    /// Where the show goes, as `OutputAddress` reads them.
    public var outputs: [String]?
    /// File with the stream key.
    public var streamKeyFile: String?
    /// YouTube's recommended settings.
    public var quality: StreamQuality?
    /// Kilobits a second of a stream's pictures.
    public var bitrate: Int?
    /// What encodes; nil in it is the first that works.
    public var encoder: VideoEncoder??
    /// What sounds, as `SoundAddress` reads it.
    public var sound: [String]?
    /// How loud it is.
    public var volume: Double?
    /// WIDTHxHEIGHT in pixels.
    public var size: String?
    /// Pictures a second, 30 or 60.
    public var rate: Int?
    /// How finely worlds are painted.
    public var stageQuality: StageQuality?
    /// What is behind the puppet.
    public var background: StageSettings.Background?
    /// Live, or as fast as can be.
    public var pace: Pace?
    /// Seconds of show.
    public var duration: Double?
    /// What every chance follows from.
    public var seed: UInt64?
    /// The dancer's weights, or `default` or `open`, the program's own.
    public var dancer: String?
    /// How a pose is drawn.
    public var sampling: Sampling?
    /// The reader of sentences; empty is the program's own.
    public var reader: String?
    /// The figure that dances.
    public var puppet: String?
    /// Folder of backdrops; empty is the program's own.
    public var backdrops: String?
    /// Whether words are drawn.
    public var words: Bool?
    /// Whether the gallery's code stands on the picture from the start.
    public var galleryCode: Bool?
    /// The title that stands on the picture from the start.
    public var title: String?
    /// Whether the window fills its display.
    public var fullscreen: Bool?
    /// Number of the display that the window opens on, from 1.
    public var display: Int?
    /// Whether each picture waits for the display.
    public var vsync: Bool?
    /// Folder of the pictures that are kept with a key of the window.
    public var screenshots: String?
    /// Whether pictures are marked for programs.
    public var mark: Bool?
    /// HOST:PORT of the operator's page; empty serves none.
    public var desk: String?
    /// HOST:PORT of the audience's page; empty serves none.
    public var gallery: String?
    /// HOST:PORT at which the room's inputs are heard over OSC; empty hears none.
    public var galleryOSC: String?
    /// File of what is done at the desk; "none" writes none.
    public var deskLog: String?
    /// File of readings corrected at the desk; "none" writes none.
    public var corrections: String?
    /// Folder of recordings begun at the desk.
    public var recordings: String?
    /// How it goes through OBS.
    public var obs = ThroughOBS()
    /// JSON file for the show's numbers.
    public var report: String?
    /// File for the way of each message.
    public var trace: String?
    /// What the show does by itself.
    public var cues: [ShowCue] = []

    /// A file that names nothing.
    public init() {}
}
