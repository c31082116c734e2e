import ArgumentParser
import Broadcast
import Foundation
import OBS
import UnixSignals

struct OBSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "obs",
        abstract: "Set OBS up for the show and drive it, over its WebSocket.",
        discussion: """
            OBS 28 or later; Tools > WebSocket Server Settings switches its server on. Then:

              export EMOTIONMOTION_OBS_PASSWORD=…
              emotionmotion obs setup --stream rtmp://a.rtmp.youtube.com/live2
              emotionmotion perform --output obs
              emotionmotion obs start

            `emotionmotion obs launch` starts an OBS of its own that asks nothing.
            """,
        subcommands: [Setup.self, Start.self, Stop.self, Status.self, Launch.self])
}

/// Which OBS is meant, and what lets us in.
struct OBSOptions: ParsableArguments {
    @Option(help: "HOST:PORT of OBS's WebSocket server. (default: 127.0.0.1:4455)")
    var obs: String?

    @Option(
        help: """
            File with the password of OBS's WebSocket server. (default: the environment's \
            EMOTIONMOTION_OBS_PASSWORD, or that of `obs launch`)
            """)
    var obsPasswordFile: String?

    /// Where OBS is.
    func address() throws -> OBSAddress { try obs.map { try OBSAddress($0) } ?? .usual }

    /// The password: named, from the environment, or that of an OBS that we launched ourselves.
    func password() throws -> OBSPassword? {
        if let found = try OBSPassword.found(file: obsPasswordFile) { return found }
        let own = OBSFolder(path: OBSFolder.usual).passwordFile
        guard FileManager.default.fileExists(atPath: own) else { return nil }
        return try OBSPassword.found(file: own)
    }

    /// Talks to OBS.
    func talk<Result: Sendable>(
        _ work: @escaping @Sendable (OBSConnection) async throws -> Result
    ) async throws -> Result {
        try await OBSConnection.open(try address(), password: try password(), work)
    }
}

extension OBSCommand {
    struct Setup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a profile and a scene in OBS, with the show in it.",
            discussion: """
                What is in OBS already is left alone; doing it twice changes nothing. OBS goes over \
                to the profile EmotionMotion; your own is kept as it is.
                """)

        @OptionGroup var options: OBSOptions

        @Option(help: "Where OBS streams to: rtmp://…, rtmps://… or srt://…, without the key.")
        var stream: String?

        @Option(
            help: """
                File with the stream key. (default: the environment's EMOTIONMOTION_STREAM_KEY)
                """)
        var streamKeyFile: String?

        @Option(help: "720p30, 1080p30 or 1080p60.")
        var quality = StreamQuality.hd30

        @Option(help: "Kilobits a second of the stream's pictures. (default: the quality's)")
        var bitrate: Int?

        @Option(help: "Words in a corner of the scene.")
        var title: String?

        @Flag(help: "Have the chat as words of its own in the scene; perform fills it.")
        var chat = false

        @Option(help: "Port on which OBS waits for the show.")
        var feedPort = OBSFeed().port

        @Flag(name: .shortAndLong, help: "Say nothing but errors.")
        var quiet = false

        func validate() throws {
            guard (1...65535).contains(feedPort) else {
                throw ValidationError("--feed-port is a number from 1 to 65535.")
            }
            if let bitrate, !(200...50_000).contains(bitrate) {
                throw ValidationError("--bitrate is kilobits a second, from 200 to 50000.")
            }
        }

        func run() async throws {
            var profile = OBSSetup.Profile()
            profile.width = quality.width
            profile.height = quality.height
            profile.picturesPerSecond = quality.picturesPerSecond
            profile.kilobitsPerSecond = bitrate ?? quality.bitsPerSecond / 1000
            if let stream {
                profile.service = try OBSService(
                    stream, keys: StreamKeys.found(file: streamKeyFile))
            }
            var setup = OBSSetup()
            setup.titleText = title
            setup.hasChat = chat
            setup.feed.port = feedPort
            setup.profile = profile
            let wanted = setup
            let changes = try await options.talk { try await $0.setUp(wanted) }
            if quiet { return }
            for change in changes { say(change) }
            if changes.isEmpty { say("OBS stands so already; nothing was changed") }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the show's scene on and start OBS's stream.")

        @OptionGroup var options: OBSOptions

        @Flag(help: "Record too, where OBS records.")
        var record = false

        @Flag(help: "Do not stream.")
        var noStream = false

        func run() async throws {
            let (stream, record) = (!noStream, record)
            let done = try await options.talk { obs in
                guard try await obs.status().isSetUp else { throw OBSError.notSetUp }
                return try await obs.start(stream: stream, record: record)
            }
            for what in done.isEmpty ? ["it runs already"] : done { say(what) }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End OBS's stream and recording.")

        @OptionGroup var options: OBSOptions

        func run() async throws {
            let done = try await options.talk { try await $0.stop() }
            for what in done.isEmpty ? ["nothing runs"] : done { say(what) }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say how OBS stands: stream, recording, dropped pictures, congestion.")

        @OptionGroup var options: OBSOptions

        @Option(help: "Write it to this JSON file too.")
        var json: String?

        func run() async throws {
            let status = try await options.talk { try await $0.status() }
            if let json { try JSONLines.write(status, toFile: json) }
            for line in status.lines { print(line) }
        }
    }

    struct Launch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start an OBS of its own, which asks nothing, until Ctrl-C.",
            discussion: """
                It has its own folder and leaves your OBS's settings alone. Without a display it \
                gets one that nobody sees (Xvfb).
                """)

        @Option(help: "Its folder. (default: ~/.local/share/emotionmotion/obs)")
        var folder: String?

        @Option(help: "Port of its WebSocket server.")
        var port = OBSAddress.usual.port

        @Option(help: "File with the password it shall want. (default: one is made)")
        var obsPasswordFile: String?

        func validate() throws {
            guard (1...65535).contains(port) else {
                throw ValidationError("--port is a number from 1 to 65535.")
            }
        }

        func run() async throws {
            let path = folder.map { URL(fileURLWithPath: $0).path } ?? OBSFolder.usual
            var folder = OBSFolder(path: path)
            folder.port = port
            let process = try OBSProcess(in: folder)
            _ = try folder.prepare(password: try OBSPassword.found(file: obsPasswordFile))
            say(
                "OBS starts\(process.isUnseen ? " on a display that nobody sees" : ""), listens at "
                    + "127.0.0.1:\(port), and its password is in \(folder.passwordFile)")
            let running = Task { try await process.run() }
            let stopping = Task {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    running.cancel()
                }
            }
            defer { stopping.cancel() }
            do { try await running.value } catch is CancellationError {}
        }
    }
}
