import ArgumentParser
import Foundation
import Testing

@testable import CLI

/// What `--help` says is read by performers: a change to it is seen here.
///
/// `EMOTIONMOTION_RECORD=1 scripts/test --filter HelpTests` writes the stored texts anew.
@Suite struct HelpTests {
    static let commands: [(name: String, command: any ParsableCommand.Type)] = [
        ("emotionmotion", EmotionMotion.self), ("perform", Perform.self),
        ("chat", ChatCommand.self), ("read", Read.self), ("mood", MoodCommand.self),
        ("prepare", Prepare.self), ("train-dancer", TrainDancer.self),
        ("train-reader", TrainReader.self), ("generate", Generate.self),
        ("evaluate-dancer", EvaluateDancer.self), ("evaluate-reader", EvaluateReader.self),
        ("analyse", Analyse.self), ("doctor", Doctor.self),
        ("puppet", PuppetCommand.self), ("puppet-check", PuppetCheckCommand.self),
        ("puppet-preview", PuppetPreviewCommand.self),
        ("obs", OBSCommand.self), ("desk", PreparationCommand.self),
    ]

    @Test(arguments: commands.map(\.name))
    func helpIsTheStoredOne(name: String) throws {
        let command = try #require(Self.commands.first { $0.name == name }).command
        let help = EmotionMotion.helpMessage(for: command, columns: 80)
        if ProcessInfo.processInfo.environment["EMOTIONMOTION_RECORD"] != nil {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            try Data(help.utf8).write(
                to: folder.appendingPathComponent("Snapshots/\(name).txt"))
        }
        let stored = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "txt", subdirectory: "Snapshots"))
        #expect(try String(contentsOf: stored, encoding: .utf8) == help)
    }
}
