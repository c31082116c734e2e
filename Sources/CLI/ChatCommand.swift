import ArgumentParser
import Chat
import Signals

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Read a chat and print its events, one JSON object a line.",
        discussion: "emotionmotion chat replay:FILE | emotionmotion read | emotionmotion mood")

    @Argument(help: "demo, replay:FILE or stdin.")
    var source: String

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func run() async throws {
        let lines = JSONLines()
        guard let recording = try ChatAddress(source).recording() else {
            let input = StandardInput()
            for try await event in input.events() { try lines.write(event) }
            return report(input.problems)
        }
        for event in recording.events { try lines.write(event) }
        report(recording.problems)
    }

    private func report(_ problems: Recording.Problems) {
        if !quiet, !problems.isEmpty { say("\(source): \(problems)") }
    }
}
