import Foundation
import Show

/// A show that is made to suffer.
public struct SoakSettings: Sendable {
    /// Seconds of show.
    public var duration = 3600.0
    /// Live, or as fast as the machine can, where the chat is a recording.
    public var pace = Pace.live
    /// Seconds of show from one fault to the next.
    public var interval = 60.0
    /// Messages a second.
    public var messagesPerSecond = 2.0
    /// Connections of a chat that are cut and taken up again beside the show, at a hundredfold speed.
    public var reconnects = 1000
    /// Pixels across and down.
    public var size = (width: 640, height: 360)
    /// Where the video, the reports and the trace go.
    public var folder: URL
    /// Outputs beside the video, as `OutputAddress` reads them.
    public var outputs: [String] = []
    /// What every chance follows from.
    public var seed: UInt64 = 1

    /// An hour in real time.
    public init(folder: URL) { self.folder = folder }
}

/// One thing that is done to the show, in plain words.
enum SoakFault: String, CaseIterable {
    case dancerFails = "the dancer fails"
    case chatErrs = "the chat's server answers 503"
    case encoderDies = "an encoder is killed"
    case readerStalls = "the reader stalls for 4 s"
    case chatIsCut = "an answer of the chat is cut"
    case deskBreaks = "the desk's server ends"
    case dancerStalls = "the dancer stalls for 4 s"
    case chatIsGone = "the chat's server is gone for 3 s"
    case readerFails = "the reader fails"
    case encoderFreezes = "an encoder stops reading"
    case chatJumps = "the chat's clock jumps 90 s ahead"
    case memory = "256 MB are taken for 5 s"
    case chatTalksNonsense = "the chat's answer is no JSON"
    case standsStill = "the loop stands still for 0.7 s"
    case puppetChanges = "another puppet comes"

    /// Whether it can be done to a show in fast pace, which has no live chat and no desk, and waits for
    /// its parts.
    var isForFastPace: Bool {
        switch self {
        case .dancerFails, .encoderDies, .readerFails, .memory, .puppetChanges: true
        default: false
        }
    }

    /// The part that shows it, where its recovery is timed.
    var part: String? {
        switch self {
        case .chatErrs, .chatIsCut, .chatIsGone, .chatTalksNonsense: "chat"
        case .encoderDies, .encoderFreezes: "encoder"
        default: nil
        }
    }
}
