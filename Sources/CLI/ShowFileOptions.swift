import Affect
import ArgumentParser
import Broadcast
import Foundation
import Show
import Signals

/// A show in a file, and what is asked of it before it begins.
struct ShowFileOptions: ParsableArguments {
    @Option(
        help: """
            A whole show in a YAML file, as examples/show.yaml; options of the command line go before \
            the file.
            """)
    var show: String?

    @Flag(
        help: """
            Check everything the show needs, chats and servers too, a line each, and start nothing; \
            status 1 when something would be missing.
            """)
    var dryRun = false

    @Flag(
        help: """
            Rehearse the show: the demonstration chat for a minute, in a window of this machine; nothing \
            goes out, and none of the show's files is written.
            """)
    var rehearse = false

    @Option(help: "Words that stand on the picture as its title.")
    var title: String?

    /// What stands in the file; nothing where none is named.
    func file() throws -> ShowFile {
        let file = try show.map { try ShowFile(contentsOf: URL(fileURLWithPath: $0)) } ?? ShowFile()
        return rehearse ? file.rehearsed : file
    }
}

extension Perform {
    /// These options with what the show's file names and the command line does not.
    func filled(from file: ShowFile) throws -> Perform {
        if showFile.rehearse, !chat.isEmpty || !output.isEmpty {
            throw ValidationError(
                "--rehearse plays the demonstration chat and sends nothing out: leave --chat and "
                    + "--output out.")
        }
        var perform = self
        perform.fillRoom(from: file)
        perform.fillOutputs(from: file)
        perform.fillStage(from: file)
        try perform.validate()
        return perform
    }

    private mutating func fillRoom(from file: ShowFile) {
        if chat.isEmpty { chat = file.chats ?? [] }
        liveChat.chatDelay = liveChat.chatDelay ?? file.chatDelay
        liveChat.apiKeyFile = liveChat.apiKeyFile ?? file.apiKeyFile
        recordChat = recordChat ?? file.recordChat
        if room.weigh.isEmpty {
            room.weigh = (file.weigh ?? [:]).sorted { $0.key < $1.key }
                .compactMap { VoiceWeight(argument: "\($0.key)=\($0.value)") }
        }
        if room.mute.isEmpty { room.mute = file.mute ?? [] }
        room.hold = room.hold ?? file.hold?.written
        readerChoice.reader = readerChoice.reader ?? file.reader?.unlessEmpty
    }

    private mutating func fillOutputs(from file: ShowFile) {
        if output.isEmpty { output = file.outputs ?? [] }
        stream.streamKeyFile = stream.streamKeyFile ?? file.streamKeyFile
        // A size or a quality of the command line is not mixed with the file's other one.
        if size == nil, stream.quality == nil { (size, stream.quality) = (file.size, file.quality) }
        stream.bitrate = stream.bitrate ?? file.bitrate
        stream.encoder = stream.encoder ?? file.encoder.map { $0.map { .one($0) } ?? .auto }
        if stream.sound.isEmpty { stream.sound = file.sound ?? [] }
        stream.volume = stream.volume ?? file.volume
        obs.options.obs = obs.options.obs ?? file.obs.address
        obs.options.obsPasswordFile = obs.options.obsPasswordFile ?? file.obs.passwordFile
        obs.obsStream = obs.obsStream || file.obs.stream == true
        obs.obsRecord = obs.obsRecord || file.obs.record == true
        obs.obsChat = obs.obsChat || file.obs.chat == true
        obs.obsFeedPort = obs.obsFeedPort ?? file.obs.feedPort
        json = json ?? file.report
        trace = trace ?? file.trace
    }

    private mutating func fillStage(from file: ShowFile) {
        duration = duration ?? file.duration
        pace = pace ?? file.pace
        seed = seed ?? file.seed
        dancer = dancer ?? file.dancer
        picture.rate = picture.rate ?? file.rate
        picture.stageQuality = picture.stageQuality ?? file.stageQuality
        picture.background = picture.background ?? file.background
        sampling = sampling ?? file.sampling
        backdrops = backdrops ?? file.backdrops?.unlessEmpty
        puppet = puppet ?? file.puppet
        showFile.title = showFile.title ?? file.title
        galleryCode = galleryCode || file.galleryCode == true
        noWords = noWords || file.words == false
        window.fullscreen = window.fullscreen || file.fullscreen == true
        window.display = window.display ?? file.display
        window.vsync = window.vsync || file.vsync == true
        window.screenshots = window.screenshots ?? file.screenshots
        mark = mark || file.mark == true
        deskFiles.deskLog = deskFiles.deskLog ?? file.deskLog
        deskFiles.corrections = deskFiles.corrections ?? file.corrections
        deskFiles.recordings = deskFiles.recordings ?? file.recordings
        // Pages are for live shows; a file's are left out where the command line asks for a fast one.
        guard pace != .fast else { return }
        if file.desk == "", desk == nil { noDesk = true }
        if !noDesk { desk = desk ?? file.desk?.unlessEmpty }
        gallery = gallery ?? file.gallery?.unlessEmpty
        galleryOSC = galleryOSC ?? file.galleryOSC?.unlessEmpty
    }
}

extension String {
    /// Nil for no text at all.
    fileprivate var unlessEmpty: String? { isEmpty ? nil : self }
}

extension Mood {
    /// The mood as `--hold` takes it.
    fileprivate var written: String {
        Emotion.allCases.filter { self[$0] > 0 }.map { "\($0.rawValue)=\(self[$0])" }
            .joined(separator: ",")
    }
}
