import ArgumentParser

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a dancer, or a reader of emotions.",
        subcommands: [TrainDancer.self, TrainReader.self],
        defaultSubcommand: TrainDancer.self)
}
