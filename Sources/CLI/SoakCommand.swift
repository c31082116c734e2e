import ArgumentParser
import Foundation
import Show
import Soak

struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Make a show suffer, and say what it lost.",
        discussion: """
            A show of a fake chat, with faults in turn: parts that fail and stall, encoders that die and \
            freeze, a chat that errs, goes away and comes back, little memory. Beside it a chat is cut \
            off and followed again, a thousand times.

              emotionmotion soak --hours 1 --folder soak
              emotionmotion soak --hours 8 --pace fast --folder soak

            Status 1 when the picture was dark for more than a second, or a video does not play.
            """)

    @Option(help: "Hours of show.")
    var hours = 1.0

    @Option(
        help: "live, or fast: as fast as this machine can, with a recorded chat and fewer faults.")
    var pace = Pace.live

    @Option(help: "Seconds of show from one fault to the next.")
    var every = 60.0

    @Option(help: "Messages a second.")
    var rate = 2.0

    @Option(help: "Connections that are cut beside the show.")
    var reconnects = 1000

    @Option(help: "Folder for the videos, the trace and the reports; it holds no video yet.")
    var folder = "soak"

    @Option(help: "Another output beside the video, as in `perform`; may be given several times.")
    var output: [String] = []

    @Option(help: "Number that every chance follows from.")
    var seed: UInt64 = 1

    @Flag(name: .shortAndLong, help: "Say nothing but the account at the end.")
    var quiet = false

    func validate() throws {
        guard hours > 0, hours.isFinite else { throw ValidationError("--hours is above 0.") }
        guard every >= 5 else { throw ValidationError("--every is 5 seconds or more.") }
        guard (0.1...50).contains(rate) else { throw ValidationError("--rate is from 0.1 to 50.") }
        guard reconnects >= 0 else { throw ValidationError("--reconnects is 0 or more.") }
    }

    func run() async throws {
        let place = URL(fileURLWithPath: folder)
        if let names = try? FileManager.default.contentsOfDirectory(atPath: place.path),
            names.contains(where: { $0.hasSuffix(".mp4") })
        {
            throw ValidationError("\(folder) holds videos already. Name another --folder.")
        }
        var settings = SoakSettings(folder: place)
        settings.duration = 3600 * hours
        settings.pace = pace
        settings.interval = every
        settings.messagesPerSecond = rate
        settings.reconnects = reconnects
        settings.outputs = output
        settings.seed = seed
        let isQuiet = quiet
        let soak = try await SoakRun.open(settings) { words in if !isQuiet { say(words) } }
        let running = Task { try await soak.run() }
        let stopping = endWhenToldTo(running)
        let account = try await running.value
        stopping.cancel()
        try JSONLines.write(account.soak, toFile: place.appending(path: "soak.json").path)
        try JSONLines.write(account.show, toFile: place.appending(path: "show.json").path)
        for line in account.soak.lines { print(line) }
        if !account.soak.isSound { throw ExitCode.failure }
    }
}
