import ArgumentParser
import Broadcast
import Chat
import Desk
import Foundation
import Motion
import Show

struct Perform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Perform a show: a chat goes in, a dance comes out.",
        discussion: """
            Without options it plays the demonstration chat, two minutes long, in a window.

              emotionmotion perform --output show.mp4 --duration 20
              emotionmotion perform --chat replay:chat.json --output show.mp4 --pace fast
              some-program | emotionmotion perform --chat stdin

            In the window, ? lists the keys. Escape or Q there, or Ctrl-C, ends the show; what was recorded stays playable.
            """)

    @Option(
        help: """
            Where words come from: demo, replay:FILE, stdin, youtube:ID, youtube:ADDRESS, \
            youtube:@handle or twitch:CHANNEL. Given several times, live chats are one audience. \
            (default: demo)
            """)
    var chat: [String] = []

    @OptionGroup var showFile: ShowFileOptions

    @OptionGroup var liveChat: LiveChatOptions

    @OptionGroup var room: RoomOptions

    @Option(help: "Record the chat of this show in a file, for --chat replay:FILE.")
    var recordChat: String?

    @Option(
        help: """
            Where the show goes: window, FILE.mp4, FILE.mov, frames:FOLDER, poses:FILE, rtmp://…, \
            rtmps://…, srt://…, obs or osc:HOST:PORT; may be given several times. (default: window)
            """)
    var output: [String] = []

    @Option(help: "Seconds of show. (default: until the recording ends)")
    var duration: Double?

    @Option(help: "Size of the picture in pixels. (default: the quality's, or 1280x720)")
    var size: String?

    @OptionGroup var picture: PictureOptions

    @OptionGroup var stream: StreamOptions

    @OptionGroup var obs: ShowOBSOptions

    @Option(
        help: """
            live, or fast for a recording: as fast as this machine can, nothing dropped. \
            (default: live)
            """)
    var pace: Pace?

    @Option(help: "Number that every chance of the show follows from. (default: a new one)")
    var seed: UInt64?

    @Option(help: "Who dances: default, open, or a safetensors file of weights.")
    var dancer: String?

    @Option(
        help: "How the next pose is drawn; docs/sampling.md explains each. (default: by-weight)")
    var sampling: Sampling?

    @OptionGroup var readerChoice: ReaderOptions

    @Option(help: "Folder with your own backdrops: anger.frag and so on.")
    var backdrops: String?

    @Option(
        help: """
            The figure that dances: paper, light, or a folder of your own drawings. \
            (default: paper)
            """)
    var puppet: String?

    @Option(
        help: """
            HOST:PORT of the operator's page; the link with its token is printed. \
            (default: 127.0.0.1:8088 in a live show)
            """)
    var desk: String?

    @OptionGroup var deskFiles: DeskFileOptions

    @Flag(help: "Serve no page for the operator.")
    var noDesk = false

    @Option(help: "HOST:PORT of the audience's page, such as 0.0.0.0:8089 for the room's network.")
    var gallery: String?

    @Flag(
        help: "Draw a QR code of the audience's page on the picture; G and the desk hide it.")
    var galleryCode = false

    @Option(
        name: .customLong("gallery-osc"),
        help: """
            HOST:PORT at which inputs of the room, such as buttons and faders, are heard over OSC, with \
            keys from the desk.
            """)
    var galleryOSC: String?

    @Flag(help: "Draw no words on the picture.")
    var noWords = false

    @OptionGroup var window: WindowOptions

    @Flag(help: "Mark each picture in a corner with its number, time and mood, for programs.")
    var mark = false

    @Option(help: "Write the way of each message through the show to this file, one a line.")
    var trace: String?

    @Option(help: "Write what happened in the show, in numbers, to this JSON file.")
    var json: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        if let duration, !(duration > 0 && duration.isFinite) {
            throw ValidationError("--duration is a number of seconds above 0.")
        }
        if pace == .fast, desk != nil || gallery != nil || galleryOSC != nil {
            throw ValidationError("--desk and --gallery are for live shows: leave --pace at live.")
        }
        if let recordChat, chat.contains(where: { replays($0, from: recordChat) }) {
            throw ValidationError("--record-chat would overwrite the chat that is played.")
        }
        if noDesk, galleryOSC != nil {
            throw ValidationError(
                "--gallery-osc needs the desk, which gives its inputs their keys.")
        }
        if noDesk, desk != nil { throw ValidationError("Give --desk or --no-desk, not both.") }
        _ = try pictureSize()
    }

    /// Whether a chat, as it is written, plays the file at a path.
    private func replays(_ chat: String, from path: String) -> Bool {
        func place(_ path: String) -> URL {
            URL(fileURLWithPath: NSString(string: path).expandingTildeInPath)
                .standardizedFileURL.resolvingSymlinksInPath()
        }
        guard chat.hasPrefix("replay:") else { return false }
        return place(String(chat.dropFirst("replay:".count))) == place(path)
    }

    func run() async throws {
        let began = launchTime()
        let file = try showFile.file()
        let perform = try filled(from: file)
        if showFile.dryRun { return try await perform.dryRun(file.cues) }
        try await perform.perform(file.cues, began: began)
    }

    private func perform(_ cues: [ShowCue], began: ContinuousClock.Instant) async throws {
        // A terminal that is gone when the show speaks must not take it along.
        signal(SIGPIPE, SIG_IGN)
        var settings = try settings()
        settings.cues = cues
        try await stream.apply(to: &settings)
        let show = try await LiveShow(settings, began: began)
        try await show.openOBS()
        await show.openDesk()
        if !quiet {
            say("emotionmotion: \(await show.introduction)")
            for remark in await show.remarks { say(remark) }
        }
        let performance = Task { try await show.perform() }
        let stopping = endWhenToldTo(performance)
        let report = try await performance.value
        stopping.cancel()
        if let json { try JSONLines.write(report, toFile: json) }
        if !quiet { say(report.summary) }
    }

    func settings() throws -> ShowSettings {
        var settings = ShowSettings()
        if !chat.isEmpty { settings.chats = try chat.map { try ChatAddress($0) } }
        if !output.isEmpty {
            // A key file that no output needs may be missing.
            let isStreamed = output.contains { $0.contains("://") }
            let keys = try isStreamed ? stream.keys() : StreamKeys()
            settings.outputs = try output.map { try OutputAddress($0, keys: keys) }
        }
        settings.chatRecording = recordChat
        settings.room = room.settings
        settings.heldMood = try room.heldMood
        settings.duration = duration
        (settings.width, settings.height) = try pictureSize()
        picture.apply(to: &settings, quality: stream.quality)
        settings.pace = pace ?? .live
        settings.seed = seed ?? UInt64.random(in: 1...999_999)
        settings.liveChat = try liveChat.settings(seed: settings.seed)
        settings.dancer = try dancer.map { try ShippedDancer.file(named: $0) }
        settings.sampling = sampling ?? .byWeight
        settings.reader = readerChoice.reader
        settings.backdrops = backdrops.map { URL(fileURLWithPath: $0) }
        settings.puppet = puppet ?? "paper"
        settings.title = showFile.title
        settings.showsWords = !noWords
        window.apply(to: &settings)
        settings.hasMark = mark
        settings.trace = trace.map { URL(fileURLWithPath: $0) }
        if settings.outputs.contains(.obs) { settings.obs = try obs.settings() }
        settings.gallery = try gallery.map { try WebAddress($0) }
        settings.showsGalleryCode = galleryCode
        settings.galleryOSC = try galleryOSC.map { try WebAddress($0) }
        if settings.pace == .live, !noDesk {
            settings.desk = try desk.map { try WebAddress($0) } ?? .usualDesk
        }
        deskFiles.apply(to: &settings)
        return settings
    }

    private func pictureSize() throws -> (width: Int, height: Int) {
        guard let size else {
            let quality = stream.quality ?? .hd30
            return (quality.width, quality.height)
        }
        let sides = size.lowercased().split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ (64...4096).contains($0) && $0 % 2 == 0 }) else {
            throw ValidationError(
                "--size is WIDTHxHEIGHT, even numbers from 64 to 4096, as in 1280x720.")
        }
        return (sides[0], sides[1])
    }
}

extension Pace: ExpressibleByArgument {}
