import Broadcast
import Chat
import Desk
import Foundation
import Motion
import SettingsFiles
import Signals

extension ShowFile {
    /// The show of a YAML file.
    ///
    /// Throws `SettingsFileError` naming the line and the key that is unknown, has a bad value or
    /// holds a secret, and `ShowError.noShowFile` where there is no such file.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw ShowError.noShowFile(file.relativePath)
        }
        try self.init(
            yaml: String(decoding: bytes, as: UTF8.self), path: file.relativePath,
            folder: file.deletingLastPathComponent())
    }

    /// The show of a YAML text; `path` names it in errors, and paths in it are from `folder`.
    public init(yaml: String, path: String, folder: URL) throws {
        self.init()
        var file = try SettingsSection(yaml: yaml, path: path, of: "a show")
        try read(&file, at: ShowFilePlaces(folder: folder))
    }

    /// Every key that a show's file can hold, with its sections in front: "obs.passwordFile".
    public static func settingNames() throws -> [String] {
        var show = ShowFile()
        // One cue of each kind, or the keys of cues would not be asked for.
        let cues = "cues: [{at: 0, do: {end: true}}, {when: {anger: 1}, do: {hold: {fear: 1}}}]"
        var file = try SettingsSection(yaml: cues, path: "", of: "a show")
        try show.read(&file, at: ShowFilePlaces(folder: URL(fileURLWithPath: "/")))
        return file.known
    }

    private mutating func read(_ file: inout SettingsSection, at places: ShowFilePlaces) throws {
        try file.refuseSecrets()
        try readRoom(&file, at: places)
        try readOutputs(&file, at: places)
        try readStage(&file, at: places)
        try file.section("obs") { try readOBS(&$0, at: places) }
        try file.sections("cues") { cues.append(try ShowCue(&$0, at: places)) }
        try file.finish()
    }

    private mutating func readRoom(
        _ file: inout SettingsSection, at places: ShowFilePlaces
    ) throws {
        chats = try file.texts("chats")?.map { text, line in
            let whole = places.chat(text)
            try file.checked("chats", line) { _ = try ChatAddress(whole) }
            return whole
        }
        try file.read("chatDelay", ifThere: &chatDelay, .within(0, 60))
        try file.read("recordChat", ifThere: &recordChat)
        try file.read("apiKeyFile", ifThere: &apiKeyFile)
        (recordChat, apiKeyFile) = (recordChat.map(places.path), apiKeyFile.map(places.path))
        mute = try file.texts("mute")?.map(\.text)
        let roles = ChatAuthor.Role.allCases.map(\.rawValue) + ["viewer", "paid"]
        let isThere = file.isSection("weigh")
        var weights: [String: Double] = [:]
        try file.section("weigh") { section in
            for role in roles {
                try section.read(role, ifThere: &weights[role], .within(0, 100))
            }
            let range = DeskCommand.galleryWeights
            try section.read(
                "gallery", ifThere: &weights["gallery"],
                .within(range.lowerBound, range.upperBound))
        }
        weigh = isThere ? weights : nil
        hold = try file.mood("hold")
    }

    private mutating func readOutputs(
        _ file: inout SettingsSection, at places: ShowFilePlaces
    ) throws {
        outputs = try file.texts("outputs")?.map { text, line in
            try file.checked("outputs", line) { try places.checkOutput(text) }
            return places.output(text)
        }
        try file.read("streamKeyFile", ifThere: &streamKeyFile)
        if let name = streamKeyFile, ShowFilePlaces.looksLikeKey(name) {
            streamKeyFile = nil
            throw file.fault(at: "streamKeyFile", ShowFilePlaces.noSecrets)
        }
        streamKeyFile = streamKeyFile.map(places.path)
        try file.word("quality", &quality)
        try file.read("bitrate", ifThere: &bitrate, .within(200, 50_000))
        var name: String?
        try file.read("encoder", ifThere: &name)
        if let name {
            guard name == "auto" || VideoEncoder(name) != nil else {
                let known = ["auto"] + VideoEncoder.allCases.map(\.rawValue)
                throw file.fault(at: "encoder", "should be one of " + known.joined(separator: ", "))
            }
            encoder = .some(VideoEncoder(name))
        }
        sound = try file.texts("sound")?.map { text, line in
            let whole = places.sound(text)
            try file.checked("sound", line) { _ = try SoundAddress(whole) }
            return whole
        }
        try file.read("volume", ifThere: &volume, .within(0, 4))
        try file.read("report", ifThere: &report)
        try file.read("trace", ifThere: &trace)
        (report, trace) = (report.map(places.path), trace.map(places.path))
    }

    private mutating func readStage(
        _ file: inout SettingsSection, at places: ShowFilePlaces
    ) throws {
        try file.read("size", ifThere: &size)
        if let size, size.wholeMatch(of: /[0-9]{2,4}x[0-9]{2,4}/) == nil {
            throw file.fault(at: "size", "should be WIDTHxHEIGHT in pixels, as in 1280x720")
        }
        try file.read("rate", ifThere: &rate)
        if let rate, ![30, 60].contains(rate) {
            throw file.fault(at: "rate", "should be 30 or 60 pictures a second")
        }
        try file.word("stageQuality", &stageQuality)
        try file.word("background", &background)
        try file.word("pace", &pace)
        duration = try file.seconds("duration")
        try file.read("seed", ifThere: &seed)
        try file.word("sampling", &sampling)
        for (key, value) in [
            ("reader", \ShowFile.reader), ("backdrops", \.backdrops),
        ] {
            try file.read(key, ifThere: &self[keyPath: value])
            self[keyPath: value] = self[keyPath: value].map { places.named($0) }
        }
        try file.read("dancer", ifThere: &dancer)
        dancer = dancer.map { ShippedDancer(rawValue: $0) == nil ? places.path($0) : $0 }
        try file.read("puppet", ifThere: &puppet)
        puppet = puppet.map(places.puppet)
        try file.read("words", ifThere: &words)
        try file.read("title", ifThere: &title)
        try file.read("galleryCode", ifThere: &galleryCode)
        try file.read("fullscreen", ifThere: &fullscreen)
        try file.read("display", ifThere: &display, .within(1, 64))
        try file.read("vsync", ifThere: &vsync)
        try file.read("screenshots", ifThere: &screenshots)
        screenshots = screenshots.map(places.path)
        for (key, value) in [
            ("deskLog", \ShowFile.deskLog), ("corrections", \.corrections),
            ("recordings", \.recordings),
        ] {
            try file.read(key, ifThere: &self[keyPath: value])
            self[keyPath: value] = self[keyPath: value].map { $0 == "none" ? $0 : places.path($0) }
        }
        try file.read("mark", ifThere: &mark)
        for (key, value) in [
            ("desk", \ShowFile.desk), ("gallery", \.gallery), ("galleryOSC", \.galleryOSC),
        ] {
            try file.read(key, ifThere: &self[keyPath: value])
            guard let text = self[keyPath: value] else { continue }
            if ["none", "off", "false"].contains(text) {
                self[keyPath: value] = ""
            } else {
                try file.checked(key, nil) { _ = try WebAddress(text) }
            }
        }
    }

    private mutating func readOBS(
        _ section: inout SettingsSection, at places: ShowFilePlaces
    ) throws {
        try section.refuseSecrets()
        try section.read("address", ifThere: &obs.address)
        try section.read("passwordFile", ifThere: &obs.passwordFile)
        obs.passwordFile = obs.passwordFile.map(places.path)
        try section.read("stream", ifThere: &obs.stream)
        try section.read("record", ifThere: &obs.record)
        try section.read("chat", ifThere: &obs.chat)
        try section.read("feedPort", ifThere: &obs.feedPort, .within(1, 65_535))
    }
}
