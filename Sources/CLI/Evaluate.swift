import ArgumentParser

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a dancer, or a reader, against real data.",
        subcommands: [EvaluateDancer.self, EvaluateReader.self],
        defaultSubcommand: EvaluateDancer.self)
}
