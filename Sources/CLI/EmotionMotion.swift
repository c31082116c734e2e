import ArgumentParser

/// The command: one subcommand for each thing a person wants.
@main
struct EmotionMotion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emotionmotion",
        abstract: "A chat's mood, danced: live chat in, a moving picture out.",
        discussion: """
            Start with `emotionmotion perform`: it plays a written chat of two minutes, and a dancer \
            dances in the mood of the room. `emotionmotion doctor` says what this machine has.
            """,
        version: "0.1.0",
        subcommands: [
            Perform.self, PreparationCommand.self, ChatCommand.self, Read.self, MoodCommand.self,
            Prepare.self, Train.self,
            Generate.self, Evaluate.self, Analyse.self, PuppetCommand.self, OBSCommand.self,
            SoakCommand.self,
            Doctor.self,
        ])
}
