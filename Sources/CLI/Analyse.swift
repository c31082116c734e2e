import ArgumentParser
import Clips
import Foundation
import Motion
import Synchronization
import Torch
import Training

struct Analyse: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Draw figures of a dancer and of the motion it learned from: a page and CSV files.",
        discussion: """
            The page holds the spread of the keypoints before and after normalising, clips and seconds \
            by emotion and by source, the losses, the latent space, the components of the mixture, the \
            motion classifier's confusion and changes of mood as strips of figures. It is one file \
            and fetches nothing; the numbers of each figure lie beside it. docs/analysis.md explains \
            each.

            Name the dataset and the seconds of gestures as they were given to `emotionmotion train`.
            """)

    @Option(help: "The dancer: default, open, or a safetensors file of weights.")
    var dancer = ShippedDancer.standard.rawValue

    @Option(help: "Folder of the dataset; without one, the program's own gestures are the motion.")
    var data: String?

    @Option(help: "Seconds an emotion of the program's own gestures to add; 0 for none.")
    var gestures = 240.0

    @Option(help: "The losses.csv of the dancer's training.")
    var losses: String?

    @Flag(help: "Look only at motion that is free for any use, as `train dancer --open` learns it.")
    var onlyFree = false

    @Option(name: .shortAndLong, help: "Folder to write analysis.html and the CSV files to.")
    var output = "analysis"

    @Option(help: "Number that every chance follows from.")
    var seed: UInt64 = 1

    @Option(help: "Threads to compute with.")
    var threads = 2

    @Flag(name: .shortAndLong, help: "Say nothing but the written files and errors.")
    var quiet = false

    func validate() throws {
        guard threads > 0 else { throw ValidationError("--threads is 1 or more.") }
        guard gestures >= 0, gestures.isFinite else {
            throw ValidationError("--gestures is a number of seconds, 0 or more.")
        }
        guard gestures > 0 || data != nil else {
            throw ValidationError("Name a dataset with --data, or ask for --gestures.")
        }
    }

    func run() throws {
        TorchRuntime.useThreads(1)
        let checkpoint = try DancerCheckpoint(contentsOf: ShippedDancer.file(named: dancer))
        let history = try losses.map { try LossHistory(contentsOf: URL(fileURLWithPath: $0)) }
        var settings = AnalysisSettings()
        settings.seed = seed
        settings.threads = threads
        let analysis = DancerAnalysis(
            of: checkpoint, beside: try clips(), losses: history, settings: settings)
        let line = Mutex(ProgressLine(isQuiet: quiet))
        let report = try analysis.run { words in line.withLock { $0.show(words) } }
        line.withLock { $0.show("written", isLast: true) }
        let name = ShippedDancer(rawValue: dancer) == nil ? dancer : "the \(dancer) dancer"
        for file in try report.write(to: URL(fileURLWithPath: output), dancer: name) {
            print(file.relativePath)
        }
    }

    /// The clips as `train` takes them, whatever their weight in training.
    private func clips() throws -> TrainingClips {
        var choice = DancerRecipe.MotionChoice()
        choice.gestures = gestures
        choice.onlyFree = onlyFree
        let dataset = try data.map { try MotionDataset(contentsOf: URL(fileURLWithPath: $0)) }
        return try TrainingClips(dataset: dataset, choice: choice, seed: seed)
    }
}
