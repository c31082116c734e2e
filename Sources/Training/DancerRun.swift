import Clips
import Foundation
import Motion
import Torch

/// One training in a folder of its own: `dancer.safetensors` (the best dancer so far, ready to
/// perform), `training.safetensors` (where it stopped), `losses.csv` and TensorBoard's events.
public struct DancerRun {
    /// The folder.
    public let folder: URL
    /// What it makes the dancer by.
    public let recipe: DancerRecipe
    /// What it learns from and judges by.
    public let clips: TrainingClips

    /// A run that will train, or go on training, in a folder.
    public init(in folder: URL, recipe: DancerRecipe, clips: TrainingClips) throws {
        try recipe.validate()
        self.folder = folder
        self.recipe = recipe
        self.clips = clips
    }

    /// The best dancer so far.
    public var dancer: URL { folder.appendingPathComponent("dancer.safetensors") }
    /// Everything that is needed to go on.
    public var state: URL { folder.appendingPathComponent("training.safetensors") }

    /// Trains until the run ends, going on where one in this folder stopped.
    ///
    /// - Parameters:
    ///   - workers: the workers that learn together, each of which calls this on the same motion by the
    ///     same recipe; the first alone reads and writes the folder.
    ///   - isStopped: asked before every step; true ends the run, which can go on later.
    ///   - began: called with the steps that were made before.
    ///   - report: called after every tenth step and after the last.
    ///
    /// Throws `TrainingError`, `WorkerError` and `WorkerGroupError`, `TorchError` for a device that
    /// this machine lacks, and what cannot be read or written; the best dancer so far is kept.
    public func train(
        with workers: WorkerGroup? = nil, isStopped: () -> Bool = { false },
        began: (_ step: Int) -> Void = { _ in },
        report: (TrainingProgress) -> Void = { _ in }
    ) throws -> TrainingEnd {
        let training = try DancerTraining(
            on: try clips.learning(), validating: try clips.judging(),
            configuration: recipe.model, settings: recipe.training, ladder: recipe.ladder,
            device: recipe.machine.device, workers: workers)
        if let workers, !workers.isFirst {
            try training.meet(state: nil)
            return try training.run(isStopped: isStopped)
        }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
        } catch {
            throw TrainingError.record(path: folder.path, reason: "the folder cannot be made")
        }
        let hasState = FileManager.default.fileExists(atPath: state.path)
        if workers != nil {
            try training.meet(state: hasState ? state : nil)
        } else if hasState {
            try training.resume(from: state)
        }
        began(training.step)
        let written = try TrainingRecord(in: folder, after: training.step)
        return try training.run(
            isStopped: isStopped, record: written.note, report: report,
            save: { try save(training) })
    }

    /// The dancer first: cut off between the two, the run comes back to this validation and writes
    /// the same dancer again.
    private func save(_ training: DancerTraining) throws {
        if training.isBestSoFar {
            let about = DancerCheckpoint.About(
                trainedOn: clips.described, recipe: recipe, step: training.step,
                likelihoods: training.likelihoods())
            let best = training.checkpoint(about: about, paceShifts: recipe.dancer.paceShifts)
            if let ladder = recipe.ladder, !ladder.step.isDancer {
                try LadderCheckpoint(dancer: best, settings: ladder).write(to: dancer)
            } else {
                try best.write(to: dancer)
            }
        }
        try training.saveState(to: state)
    }
}
