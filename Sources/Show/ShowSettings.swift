import Affect
import Broadcast
import Chat
import Desk
import Foundation
import Motion
import Signals
import Stage

/// Everything that one show can be told before it begins.
public struct ShowSettings: Sendable {
    /// Where the audience's words come from; several live chats are one audience.
    public var chats = [ChatAddress.demo]
    /// How a live chat is reached and followed.
    public var liveChat = LiveChatSettings()
    /// How the voices of the room count.
    public var room = RoomSettings()
    /// A mood that is held by hand from the start, until the desk says otherwise; nil leaves it to
    /// the room.
    public var heldMood: Mood?
    /// A file in which the show's chat is recorded, so that it can be performed again; nil for none.
    public var chatRecording: String?
    /// Where the show goes; several at once.
    public var outputs: [OutputAddress] = [.window]
    /// How fast it runs.
    public var pace = Pace.live
    /// Seconds of show; nil is until the recording ends, or for ever.
    public var duration: Double?
    /// Pixels across.
    public var width = 1280
    /// Pixels down.
    public var height = 720
    /// Whether the window fills its display.
    public var isFullscreen = false
    /// The display that the window opens on, counted from 1; nil is the first.
    public var display: Int?
    /// Whether the window, and the show with it, waits for the display.
    public var waitsForDisplay = false
    /// Where pictures that are asked for at the window are kept; nil is the working folder.
    public var screenshots: URL?
    /// Whether moods and messages are written on the picture.
    public var showsWords = true
    /// Pictures a second, 30 or 60. The dancer gives 30 poses a second; between them pictures show the
    /// body on its way.
    public var picturesPerSecond = 30
    /// How finely worlds are painted; in fast pace `auto` is `medium`, so that a recording gives the
    /// same pictures whatever the machine was busy with.
    public var stageQuality = StageQuality.auto
    /// What is behind the puppet.
    public var background = StageSettings.Background.worlds
    /// A folder with backdrops of the artist's own.
    public var backdrops: URL?
    /// Whether the gallery's QR code stands on the picture from the start, where there is a gallery.
    public var showsGalleryCode = false
    /// The title that stands on the picture from the start; nil is none.
    public var title: String?
    /// What the show does by itself, at times or by moods.
    public var cues: [ShowCue] = []
    /// The puppet that dances: a name of the program's own, or a folder's path.
    public var puppet = "paper"
    /// The dancer's weights; nil is the dancer that comes with the program.
    public var dancer: URL?
    /// How the dancer's next pose is drawn.
    public var sampling = Sampling.byWeight
    /// The reader of sentences, as `SentenceReaders.named` takes it; nil is the program's own.
    public var reader: String?
    /// Every draw of the show follows from this number.
    public var seed: UInt64 = 1
    /// Where the operator's page is served, live; nil serves none.
    public var desk: WebAddress?
    /// Where the audience's page is served to the room, live; nil serves it at the desk alone.
    public var gallery: WebAddress?
    /// Where other inputs of the room are heard over OSC, live; nil hears none.
    public var galleryOSC: WebAddress?
    /// A file to which everything is added that is done at the desk, a JSON object a line; nil for none.
    public var deskLog: String?
    /// A file to which the desk's corrections of readings are added, for `train reader`; nil for none.
    public var corrections: String?
    /// The folder of the recordings that are begun at the desk; nil is the working folder.
    public var recordings: String?
    /// What encodes the pictures.
    public var videoEncoder = VideoEncoder.x264
    /// What sounds in files and streams, mixed; nothing is a silent track.
    public var sound: [SoundAddress] = []
    /// How loud it is; 1 leaves it as it is.
    public var soundVolume = 1.0
    /// Bits a second of a stream's pictures.
    public var streamBitsPerSecond = StreamQuality.hd30.bitsPerSecond
    /// Pictures a second of a stream; nil is as many as are drawn.
    public var streamPicturesPerSecond: Int?

    /// How the show goes through OBS, where `obs` is one of its outputs.
    public var obs = ShowThroughOBS()
    /// Whether each picture has a small mark in its corner that programs can read.
    public var hasMark = false
    /// A file for the show's numbers, which whoever performs it writes; nil for none.
    public var report: String?
    /// A file for the way of each message through the show; nil writes none.
    public var trace: URL?

    /// A show of the demonstration chat in a window.
    public init() {}

    /// Pictures that are drawn for a pose.
    var picturesPerPose: Int { picturesPerSecond / Int(Clip.standardRate) }

    /// Seconds that a show goes on after the last event of a recording, so that the last words are
    /// danced too.
    public static let encore = 8.0
}

/// Why a show cannot begin.
public enum ShowError: Error, Equatable, CustomStringConvertible {
    case noDancer
    case noChat
    case noShowFile(String)
    case keyInShowFile
    case fastPaceNeedsRecording(String)
    case fastPaceNeedsFile
    case endless(String)
    case unwritable(String)
    case fastPaceNeedsNoInput(String)
    case needsAlpha(String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .noDancer:
            "This program was built without a dancer. Train one with `emotionmotion train`, "
                + "then name it with --dancer FILE."
        case .noShowFile(let path):
            "There is no show's file at \(path), or it cannot be read. examples/show.yaml has every "
                + "setting."
        case .keyInShowFile:
            "the address holds a key or a password, and a show's file holds no secret. Write the "
                + "address without it, and the key into a file that streamKeyFile names"
        case .noChat: "A show needs a chat: name one with --chat."
        case .fastPaceNeedsRecording(let chat):
            "--pace fast plays recordings; \(chat) is live. Use --chat replay:FILE or demo."
        case .fastPaceNeedsFile:
            "--pace fast needs an output that keeps the show: FILE.mp4, frames:FOLDER or poses:FILE."
        case .unwritable(let path): "\(path) cannot be written. Choose another place for it."
        case .fastPaceNeedsNoInput(let sound):
            "--pace fast cannot take a live input's sound; leave \(sound) out, or the pace at live."
        case .needsAlpha(let output):
            "\(output) cannot have a transparent background. Use FILE.mov or frames:FOLDER, or leave "
                + "--background out."
        case .endless(let chat):
            "A show of \(chat) in fast pace has no end. Say how long with --duration SECONDS."
        }
    }
}
