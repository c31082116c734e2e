import ArgumentParser
import Clips
import Foundation
import Motion
import Torch
import Training

struct TrainDancer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dancer",
        abstract: "Train a dancer on a dataset that `emotionmotion prepare` made.",
        discussion: """
            Without a dataset it learns the gestures that come with the program, seven moods of them.

            The folder of the run keeps the dancer so far (dancer.safetensors, ready to perform) and \
            the state of the training; run the same command again and it goes on where it stopped.
            """)

    @Argument(help: "Folder of the dataset.")
    var dataset: String?

    @Option(
        help: """
            Seconds an emotion of the program's own gestures to add. (default: none, or 300 without \
            a dataset)
            """)
    var gestures: Double?

    @Option(name: .shortAndLong, help: "Folder of the run.")
    var output = "runs/dancer"

    @Option(help: "Stop after this many steps.")
    var steps = TrainingSettings().steps

    @Option(help: "Windows of motion a step.")
    var windows = TrainingSettings().windows

    @Option(help: "Number that every chance of the training follows from.")
    var seed: UInt64 = 1

    @Option(help: "Threads to compute with.")
    var threads = 2

    @Flag(help: "Learn only from motion that may be used for anything.")
    var open = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        guard steps > 0, windows > 0, threads > 0 else {
            throw ValidationError("--steps, --windows and --threads are 1 or more.")
        }
        guard (gestures ?? 0) >= 0 else {
            throw ValidationError("--gestures is a number of seconds, 0 or more.")
        }
    }

    func run() throws {
        TorchRuntime.useThreads(threads)
        let folder = URL(fileURLWithPath: output)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let state = folder.appendingPathComponent("training.safetensors")
        let dancer = folder.appendingPathComponent("dancer.safetensors")
        let clips = try usableClips()
        let training = try DancerTraining(
            on: try stream(of: clips, .train), validating: try stream(of: clips, .validation),
            settings: settings)
        if FileManager.default.fileExists(atPath: state.path) {
            try training.resume(from: state)
            if !quiet { say("Going on at step \(training.step) of \(output).") }
        }
        let line = ProgressLine(isQuiet: quiet)
        try training.run(
            report: { line.show($0.line, isLast: $0.step == $0.steps) },
            save: {
                try training.saveState(to: state)
                guard training.isBestSoFar else { return }
                try training.checkpoint(about: about(clips, training.likelihoods()))
                    .write(to: dancer)
            })
        print(try DancerCheckpoint(contentsOf: dancer).about.training)
    }

    private var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.steps = steps
        settings.windows = windows
        settings.seed = seed
        return settings
    }

    /// The clips that may be learned from.
    private func usableClips() throws -> [BodyClip] {
        var all =
            try dataset.map { try MotionDataset(contentsOf: URL(fileURLWithPath: $0)).clips } ?? []
        let seconds = gestures ?? (dataset == nil ? 300 : 0)
        if seconds > 0 {
            all += try MotionDataset.gestures(secondsPerEmotion: seconds, seed: seed).clips
        }
        let clips = all.filter { open ? $0.mayShip : $0.about.use.mayTrain }
        if !quiet, clips.count < all.count {
            say("\(all.count - clips.count) clips are left out for their licence.")
        }
        return clips
    }

    private func stream(of clips: [BodyClip], _ split: ClipSplit) throws -> MotionStream {
        try MotionStream(clips.filter { $0.split == split }.map { MotionFeatures($0) })
    }

    private func about(
        _ clips: [BodyClip], _ likelihoods: Likelihoods? = nil
    ) -> DancerCheckpoint.About {
        .init(trainedOn: clips, settings: settings, likelihoods: likelihoods)
    }
}
