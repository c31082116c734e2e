import ArgumentParser

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a dancer against real motion.",
        subcommands: [EvaluateDancer.self, EvaluateReader.self],
        defaultSubcommand: EvaluateDancer.self)
}
