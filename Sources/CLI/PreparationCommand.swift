import ArgumentParser
import Desk
import Foundation
import Show

struct PreparationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Prepare a show on a page in the browser, and start it there.",
        discussion: """
            The page fills in the show's file, tries its chats, keeps its stream key where only you can \
            read it, checks everything, and rehearses with the demonstration chat. The link that is \
            printed opens it; docs/desk.md shows it.

              emotionmotion desk evening.yaml
            """)

    @Argument(help: "The show's file; it need not be there yet.")
    var show = "show.yaml"

    @Option(help: "HOST:PORT of the page, on this machine. (default: 127.0.0.1:8087)")
    var page: String?

    func run() async throws {
        // Asked once more, each attempt at a chat draws chances of its own.
        let seed = UInt64.random(in: 1...999_999)
        var settings = ShowPreparation.Settings(file: show, program: try Self.program()) { file in
            var options = try LiveChatOptions.parse([])
            options.apiKeyFile = file
            return try options.settings(seed: seed)
        }
        settings.say = { say($0) }
        let preparation = ShowPreparation(settings)
        let server = try await PreparationServer.open(
            at: try page.map { try WebAddress($0) } ?? PreparationServer.usualAddress,
            preparing: preparation, report: { say($0) })
        for remark in server.remarks { say(remark) }
        say("Prepare \(show): \(server.link)")
        let evening = Task<Int32, any Error> {
            let status = await preparation.performed()
            await preparation.close()
            return status
        }
        let stopping = endWhenToldTo(evening)
        let status = try await evening.value
        stopping.cancel()
        server.close()
        if status != 0 { throw ExitCode(status) }
    }

    /// The file of this program itself, wherever it was called from.
    private static func program() throws -> URL {
        if let path = Bundle.main.executablePath { return URL(fileURLWithPath: path) }
        throw ValidationError("This program's own file is not found; call it by its whole path.")
    }
}
