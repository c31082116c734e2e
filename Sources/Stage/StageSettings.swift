import Foundation

/// What a stage needs to know before its first picture.
public struct StageSettings: Sendable {
    /// Where pictures are shown, besides being handed on.
    public enum Surface: Sendable, Equatable {
        /// A window on the display, or the whole display.
        case window(fullscreen: Bool)
        /// Nowhere: pictures are only handed on, and no display is needed.
        case offscreen
    }

    /// What is behind the puppet.
    public enum Background: String, Sendable, CaseIterable {
        /// The world of the mood.
        case worlds
        /// Nothing: pictures have an alpha channel, for whoever puts something there.
        case transparent
    }

    /// Pixels across.
    public var width: Int
    /// Pixels down.
    public var height: Int
    /// Where pictures are shown.
    public var surface: Surface
    /// The display that a window opens on, counted from 1; nil is the first.
    public var display: Int?
    /// Whether a window's picture waits for the display, so that none is torn; the show waits too.
    public var waitsForDisplay = false
    /// Whether moods and messages are written on the picture.
    public var showsWords: Bool
    /// A folder with backdrops of the user's own (`anger.frag` …); what it lacks is the stage's.
    public var backdrops: URL?
    /// The puppet that dances: the name of one of the program's own, or a folder's path.
    public var puppet: String
    /// Everything left to chance on stage (blinks) follows from this number.
    public var seed: UInt64
    /// How many pictures may be on their way at once; with all of them in use one is dropped.
    public var picturesInFlight: Int
    /// How finely worlds are painted.
    public var quality: StageQuality
    /// Pixels down of the backdrop, which is painted small and enlarged; never more than `height`. Nil
    /// is as `quality` says.
    public var backdropHeight: Int?
    /// What is behind the puppet.
    public var background: Background
    /// Whether flashes are held back; only a measurement of what they would be without turns it off.
    var limitsFlashes = true

    /// Settings that suit a machine without a graphics card.
    public init(
        width: Int = 1280, height: Int = 720, surface: Surface = .offscreen,
        showsWords: Bool = true, backdrops: URL? = nil,
        puppet: String = "paper", seed: UInt64 = 0, picturesInFlight: Int = 4,
        quality: StageQuality = .medium, backdropHeight: Int? = nil,
        background: Background = .worlds
    ) {
        self.width = width
        self.height = height
        self.surface = surface
        self.showsWords = showsWords
        self.backdrops = backdrops
        self.puppet = puppet
        self.seed = seed
        self.picturesInFlight = picturesInFlight
        self.quality = quality
        self.backdropHeight = backdropHeight
        self.background = background
    }
}

extension StageSettings {
    /// Pixels across of a backdrop that is so many pixels high.
    func backdropWidth(_ height: Int) -> Int { max(width * height / self.height, 16) }
}

/// Something a person did to the stage's window.
public enum StageEvent: Sendable, Equatable {
    /// The window was closed.
    case quit
    /// A key that means something went down.
    case key(StageKey)
}
