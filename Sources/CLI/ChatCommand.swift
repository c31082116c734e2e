import ArgumentParser
import Chat
import Signals

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Read a chat and print its events, one JSON object a line.",
        discussion: "emotionmotion chat replay:FILE | emotionmotion read | emotionmotion mood")

    @Argument(
        help: """
            demo, replay:FILE, stdin, youtube:ID, youtube:ADDRESS, youtube:@handle or \
            twitch:CHANNEL; several live ones are one audience, and each event names its source.
            """)
    var source: [String]

    @OptionGroup var liveChat: LiveChatOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func run() async throws {
        let lines = JSONLines()
        let addresses = try source.map { try ChatAddress($0) }
        let seed = UInt64.random(in: 1...999_999)
        if let live = try addresses.liveSource(try liveChat.settings(seed: seed)) {
            for try await event in live.events() { try lines.write(event) }
            if let input = live as? StandardInput { report(input.problems) }
        } else if let recording = try addresses.recording() {
            for event in recording.events { try lines.write(event) }
            report(recording.problems)
        }
    }

    private func report(_ problems: Recording.Problems) {
        if !quiet, !problems.isEmpty { say("\(source.joined(separator: ", ")): \(problems)") }
    }
}
