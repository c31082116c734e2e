import Foundation
import Show
import Testing

@testable import CLI

@Suite struct RehearsalTests {
    @Test func aRehearsalTakesTheShowsFileAndSendsNothingOut() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "rehearsal-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let yaml = """
            chats: [twitch:a]
            outputs: [rtmps://a.example/live2, evening.mp4]
            streamKeyFile: nowhere
            recordChat: evening.chat.jsonl
            report: evening.json
            gallery: 0.0.0.0:8089
            puppet: light
            """
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        let asked = try Perform.parse(["--show", file.path, "--rehearse", "--desk", "127.0.0.1:0"])
        let perform = try asked.filled(from: try asked.showFile.file())
        let settings = try perform.settings()
        #expect(settings.chats == [.demo] && settings.outputs == [.window])
        #expect(settings.chatRecording == nil && perform.json == nil && settings.gallery == nil)
        #expect(settings.deskLog == nil && settings.corrections == nil)
        #expect(settings.duration == ShowFile.rehearsal && settings.puppet == "light")
        #expect(settings.desk?.port == 0)
    }

    @Test(arguments: [["--chat", "twitch:a"], ["--output", "a.mp4"]])
    func aRehearsalHasItsOwnChatAndOutput(options: [String]) throws {
        let asked = try Perform.parse(["--rehearse"] + options)
        #expect(throws: (any Error).self) { try asked.filled(from: try asked.showFile.file()) }
    }

    @Test func thePageOfPreparationNeedsNoArguments() throws {
        #expect(try PreparationCommand.parse([]).show == "show.yaml")
        #expect(try PreparationCommand.parse(["a.yaml", "--page", ":9"]).page == ":9")
    }
}
