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

            The folder of the run keeps the best dancer so far (dancer.safetensors, ready to \
            perform), the state of the training, losses.csv and what `tensorboard --logdir` shows. \
            Ctrl-C stops it; run the same command again and it goes on where it stopped.

            --workers spreads it over processes of this machine, --rendezvous over machines; every \
            step is then that of one process alone. docs/training.md says how.

            examples/dancer.yaml has every setting; an option here goes before the file.
            """)

    @Argument(help: "Folder of the dataset.")
    var dataset: String?

    @Option(help: "YAML file of settings, as examples/dancer.yaml.")
    var settings: String?

    @Option(
        help: """
            Seconds an emotion of the program's own gestures to add. (default: none, or 300 without \
            a dataset)
            """)
    var gestures: Double?

    @Option(name: .shortAndLong, help: "Folder of the run.")
    var output = "runs/dancer"

    @Option(help: "Stop after this many steps. (default: 4000)")
    var steps: Int?

    @Option(help: "Windows of motion a step. (default: 24)")
    var windows: Int?

    @Option(help: "The highest learning rate. (default: 0.0012)")
    var learningRate: Double?

    @Option(
        help: """
            Stop when so many validations in a row have not improved; 0 never does. (default: 20)
            """)
    var patience: Int?

    @Option(help: "Number that every chance of the training follows from. (default: 1)")
    var seed: UInt64?

    @Option(help: "Where to compute: cpu, cuda or mps. (default: cpu)")
    var device: Device?

    @Option(help: "Threads to compute with, of all --workers together. (default: 2)")
    var threads: Int?

    @OptionGroup(title: "Several processes") var together: WorkerOptions

    @Flag(
        inversion: .prefixedNo,
        help: "Compute in bfloat16 where it serves: quicker, a little rougher. (default: yes)")
    var bf16: Bool?

    @Flag(help: "Learn only from motion that may be used for anything.")
    var open = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        guard (gestures ?? 0) >= 0 else {
            throw ValidationError("--gestures is a number of seconds, 0 or more.")
        }
        let counts = [("--steps", steps), ("--windows", windows), ("--threads", threads)]
        for case (let name, let count?) in counts where count < 1 {
            throw ValidationError("\(name) is 1 or more.")
        }
        guard (patience ?? 0) >= 0 else { throw ValidationError("--patience is 0 or more.") }
        if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
            throw ValidationError("--learning-rate is above 0.")
        }
    }

    func run() throws {
        let recipe = try recipe()
        // Looked for before anything else computes, as CUDA must be.
        _ = try recipe.machine.device.required()
        TorchRuntime.useThreads(together.threads(of: recipe.machine.threads))
        try together.withWorkers(threads: recipe.machine.threads, isQuiet: quiet) { workers in
            try train(recipe, with: workers)
        }
    }

    private func train(_ recipe: DancerRecipe, with workers: WorkerGroup?) throws {
        let quiet = self.quiet || workers?.isFirst == false
        let clips = try clips(recipe)
        if !quiet, clips.leftOut > 0 {
            say("\(clips.leftOut) clips are left out for their licence.")
        }
        let run = try DancerRun(in: URL(fileURLWithPath: output), recipe: recipe, clips: clips)
        let interruption = Interruption()
        let line = ProgressLine(isQuiet: quiet)
        let began = ContinuousClock.now
        do {
            let end = try run.train(
                with: workers, isStopped: { interruption.isAsked },
                began: { step in
                    if step > 0, !quiet { say("Going on at step \(step) of \(output).") }
                },
                report: { line.show($0.line, isLast: $0.step == $0.steps) })
            if workers?.isFirst ?? true { try tell(end, of: run) }
            if let workers, !quiet {
                let share = workers.secondsTogether / (began.duration(to: .now) / .seconds(1))
                say(
                    "\(workers.count) workers: \(Int((100 * share).rounded())) % of the time went "
                        + "into adding up and waiting for each other.")
            }
        } catch let error as TrainingError where error.isOfABrokenRun {
            // All notice it at the same step; the first says it.
            guard workers?.isFirst ?? true else { throw ExitCode.failure }
            tellWhatIsKept(of: run)
            throw error
        } catch let error as WorkerGroupError {
            if workers?.isFirst ?? true, FileManager.default.fileExists(atPath: run.state.path) {
                say(
                    "The state is kept in \(output): the same command goes on from the last step, "
                        + "with as many workers as you like.")
            }
            throw error
        }
    }

    private func clips(_ recipe: DancerRecipe) throws -> TrainingClips {
        let seed = recipe.training.seed
        guard let dataset else {
            return try TrainingClips(dataset: nil, choice: recipe.motion, seed: seed)
        }
        return try TrainingClips(
            stored: StoredDataset(contentsOf: URL(fileURLWithPath: dataset)),
            choice: recipe.motion, seed: seed)
    }

    private func tellWhatIsKept(of run: DancerRun) {
        say(
            FileManager.default.fileExists(atPath: run.dancer.path)
                ? "The best dancer so far is kept in \(run.dancer.relativePath)."
                : "No dancer was judged before that, so none is kept.")
    }

    private func tell(_ end: TrainingEnd, of run: DancerRun) throws {
        switch end {
        case .finished: break
        case .noLongerImproving(let best):
            if !quiet {
                say(
                    "It has not improved since step \(best), and so it ends; more --patience lets it "
                        + "go on.")
            }
        case .stopped:
            say("Stopped; the same command goes on from here. The state is in \(output).")
            return
        }
        print(try DancerCheckpoint.orStep(contentsOf: run.dancer).about.training)
    }

    /// The settings of the file, and of the options before them.
    private func recipe() throws -> DancerRecipe {
        var recipe =
            try settings.map { try DancerRecipe(contentsOf: URL(fileURLWithPath: $0)) }
            ?? DancerRecipe()
        if let gestures { recipe.motion.gestures = gestures }
        if open { recipe.motion.onlyFree = true }
        if let steps { recipe.training.steps = steps }
        if let windows { recipe.training.windows = windows }
        if let learningRate { recipe.training.learningRate = learningRate }
        if let patience { recipe.training.patience = patience }
        if let seed { recipe.training.seed = seed }
        if let bf16 { recipe.training.usesBFloat16 = bf16 }
        if let device { recipe.machine.device = device }
        if let threads { recipe.machine.threads = threads }
        return recipe
    }
}

extension Device: ExpressibleByArgument {}
