import Affect
import Broadcast
import Chat
import Desk
import Encoders
import Foundation
import Motion
import OSC
import Signals
import Stage

/// The parts of one show, ready to begin; `perform()` joins them.
///
/// It belongs to the main actor, because OpenGL and the window do.
@MainActor
public final class LiveShow {
    let settings: ShowSettings
    let chat: any ChatInlet
    /// Fills the inlet of a live chat; nil where a recording plays.
    let source: (any ChatSource)?
    var listener: Listener
    /// Records the chat; nil where nobody wants it again.
    let recorder: ChatRecorder?
    var dancer: SupervisedDancer
    /// The reader of sentences, where there is one.
    let sentences: PatientReader?
    /// Nil where nobody wants pictures.
    let stage: Stage?
    let broadcaster: Broadcaster
    /// Other programs that follow the show; their poses go through the broadcaster.
    let programs: [OSCOutput]

    /// The way of each message, where somebody wants to know it.
    var trace: ShowTrace?
    /// What OBS says of itself, where the show goes through it.
    var obsAccount = OBSAccount()
    /// What OBS is to do with the show.
    var obsWish = OBSWish()
    /// Whether OBS is doing what the desk asked for.
    var isSteeringOBS = false

    var captions = Captions()
    var chatRate = ChatRate()
    var account: ShowAccount
    /// What the audience feels, whatever the operator holds.
    var roomMood = Mood(.neutral)
    /// The mood that the show is in: the room's, unless the operator holds another.
    var showMood = Mood(.neutral)
    /// The mood that the dancer shows: the show's, a moment later.
    var dancerMood = Mood(.neutral)

    /// Between the show and its web pages; nil where none are served.
    let board: DeskBoard?
    var deskServer: DeskServer?
    /// Inputs of the room that speak OSC; nil hears none.
    var roomPrograms: OSCInput?
    var steering = Steering()
    /// Whether the dancer's bones are drawn.
    var showsBones = false
    /// Whether somebody at the window wants the next picture as a file.
    var isAskedForPicture = false
    var webStage = WebStageState()
    var journal = DeskJournal()
    /// What the operator does not want heard, and has asked for.
    var mutes = Mutes()
    var world = HeldWorld()
    var deeds: [DeskDeed] = []
    let notes: DeskNotes
    /// The puppets that the desk may ask for.
    let puppets: [String]
    var chats: ChatStandings
    var deskNumbers = DeskState()
    var cues: CuePlayer
    var title = ShowTitle()
    /// The way to the gallery, to be drawn; nil where there is no gallery.
    var galleryCode: Scene.Code?
    /// When the last event of a recording comes, in seconds of show.
    let lastEvent: Double?

    /// Is told each beat with its picture, which must not be kept; for whoever watches a show's health.
    package var onBeat: (@MainActor (Beat, Picture?) -> Void)?

    /// What a person should know before the show begins, a sentence each.
    public internal(set) var remarks: [String] = []

    /// Opens every part: the chat, the reader, the dancer, the stage and the outputs, in this order.
    ///
    /// - Parameter began: when the program started, from which the first picture is timed.
    ///
    /// Throws the part's own error, in plain words, and then nothing has been written.
    public init(_ settings: ShowSettings, began: ContinuousClock.Instant = .now) throws {
        self.settings = settings
        account = ShowAccount(began: began, seed: settings.seed)
        obsWish = OBSWish(settings.obs)
        cues = CuePlayer(settings.cues)
        notes = DeskNotes(settings)
        puppets = Self.puppets(of: settings)
        title.show(settings.title, at: 0)
        let isWatched = settings.pace == .live && (settings.desk ?? settings.gallery) != nil
        board = isWatched ? DeskBoard() : nil

        guard !settings.chats.isEmpty else { throw ShowError.noChat }
        let recording = try settings.chats.recording()?.startingAtZero
        let live = try settings.chats.liveSource(settings.liveChat)
        try Self.check(settings, live: live)
        chats = ChatStandings(settings.chats.map(\.description), isLive: recording == nil)
        if let recording {
            chat = RecordedInlet(recording)
            source = nil
            lastEvent = recording.lastTime ?? 0
        } else {
            chat = LiveInlet()
            source = live
            lastEvent = nil
        }
        var room = settings.room
        room.seed = settings.seed
        sentences = try PatientReader(pace: settings.pace) {
            try SentenceReaders.named(settings.reader)
        }
        listener = Listener(reader: try MessageReader(), sentences: sentences, room: room)
        if let mood = settings.heldMood { steering.begin(holding: mood) }
        guard let file = settings.dancer ?? Dancer.shipped else { throw ShowError.noDancer }
        var dancing = Dancing()
        dancing.sampling = settings.sampling
        dancer = try SupervisedDancer(
            checkpoint: file, seed: settings.seed, dancing: dancing, pace: settings.pace)

        let wantsPictures = settings.outputs.contains { !$0.isForPosesOnly }
        stage = wantsPictures ? try Self.openStage(settings, remarks: &remarks) : nil
        trace = try settings.trace.map { try ShowTrace(file: $0) }
        programs = try settings.outputs.programs()
        broadcaster = try Broadcaster(
            to: settings.outputs.map { try settings.obs.feeding($0) },
            settings: Self.encoder(settings),
            sound: settings.sound, seed: settings.seed, others: programs,
            mayRecordLater: isWatched && settings.background == .worlds && stage != nil)

        recorder = try settings.chatRecording.map { try ChatRecorder(path: $0) }
        if let problems = recording?.problems, !problems.isEmpty {
            remarks.append("The recording: \(problems).")
            account.skippedLines(problems)
        }
    }

    private static func check(
        _ settings: ShowSettings, live: (any ChatSource)?
    ) throws(ShowError) {
        if settings.background == .transparent,
            let output = settings.outputs.first(where: { !$0.keepsAlpha })
        {
            throw .needsAlpha(output.description)
        }
        guard settings.pace == .fast else { return }
        if let live { throw .fastPaceNeedsRecording(live.name) }
        guard settings.outputs.contains(where: \.keepsTheShow) else { throw .fastPaceNeedsFile }
        if let input = settings.sound.first(where: \.isLive) {
            throw .fastPaceNeedsNoInput("\(input)")
        }
    }

    private static func encoder(_ settings: ShowSettings) -> EncoderSettings {
        var encoder = EncoderSettings(width: settings.width, height: settings.height)
        encoder.picturesPerSecond = settings.picturesPerSecond
        encoder.hasAlpha = settings.background == .transparent
        encoder.whenFull = settings.pace == .fast ? .wait : .dropOldest
        encoder.videoEncoder = settings.videoEncoder
        encoder.streamBitsPerSecond = settings.streamBitsPerSecond
        encoder.streamPicturesPerSecond = settings.streamPicturesPerSecond
        encoder.soundVolume = settings.soundVolume
        return encoder
    }

    /// A window where one is wanted and there is a display, else a surface off screen.
    private static func openStage(
        _ settings: ShowSettings, remarks: inout [String]
    ) throws -> Stage {
        // An output holds at most four pictures: three wait and one is being written. The desk may
        // begin a recording, and looks at one picture.
        let forTheDesk = settings.pace == .live ? 5 : 0
        var stage = StageSettings(
            width: settings.width, height: settings.height, showsWords: settings.showsWords,
            backdrops: settings.backdrops, puppet: settings.puppet, seed: settings.seed,
            picturesInFlight: 1 + 4 * max(1, settings.outputs.count) + forTheDesk,
            quality: settings.stageQuality, background: settings.background)
        stage.display = settings.display
        stage.waitsForDisplay = settings.waitsForDisplay
        // A measurement would make a recording look as the machine was busy.
        if settings.pace == .fast, stage.quality == .auto { stage.quality = .medium }
        guard settings.outputs.contains(.window) else { return try Stage(stage) }
        stage.surface = .window(fullscreen: settings.isFullscreen)
        do {
            return try Stage(stage)
        } catch StageError.noDisplay {
            remarks.append(
                "There is no display here, so the show runs off screen."
                    + (settings.outputs.count > 1
                        ? "" : " Nobody sees it: --output show.mp4 keeps it."))
            stage.surface = .offscreen
            return try Stage(stage)
        }
    }
}

extension OutputAddress {
    /// Whether this output needs no picture drawn.
    var isForPosesOnly: Bool {
        switch self {
        case .poses, .osc: true
        case .window, .movie, .frames, .stream, .obs: false
        }
    }
}

extension LiveShow {
    /// The show in a line, for the person who gives it.
    public var introduction: String {
        let outputs = settings.outputs.map(\.description).joined(separator: ", ")
        let stage =
            stage.map { "drawn by \($0.rendererName) at \($0.quality) quality" } ?? "nothing drawn"
        // The licence's name; its address and reasons are in NOTICE and in `doctor`.
        let licence = dancer.about.licence.prefix { $0 != "(" }.trimmingCharacters(in: .whitespaces)
        let chats = settings.chats.map(\.description).joined(separator: " + ")
        return "\(chats) → \(outputs), \(settings.width)x\(settings.height), \(stage); "
            + "seed \(settings.seed); the dancer is \(licence)"
    }
}
