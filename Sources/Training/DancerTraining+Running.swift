import Motion
import Torch

/// How a run came to its end.
public enum TrainingEnd: Sendable, Equatable {
    /// All steps are done.
    case finished
    /// The validation loss has not become lower for as long as the settings have patience.
    case noLongerImproving(best: Int)
    /// Somebody asked it to stop; it can go on later.
    case stopped
}

extension DancerTraining {
    /// Trains until the last step of the settings, or until it no longer improves, or is stopped.
    ///
    /// - Parameters:
    ///   - clock: what the time left is reckoned by.
    ///   - isStopped: asked before every step; true ends the run after a last `save`.
    ///   - record: called after every step.
    ///   - report: called after every tenth step and after the last.
    ///   - save: called at every validation, after the last step and when it is stopped; write a
    ///     checkpoint there.
    ///
    /// Of several workers the first alone judges, records, reports and saves, and all stop when one
    /// is asked to.
    ///
    /// Throws `TrainingError.diverged` or `.exploded` for a run that is broken, what `record` and
    /// `save` throw, and after a last `save` `WorkerGroupError.lost` when another worker is gone.
    @discardableResult
    public func run(
        clock: some Clock<Duration> = ContinuousClock(), isStopped: () -> Bool = { false },
        record: (TrainingStep) throws -> Void = { _ in },
        report: (TrainingProgress) -> Void = { _ in }, save: () throws -> Void = {}
    ) throws -> TrainingEnd {
        do {
            return try steps(
                clock: clock, isStopped: isStopped, record: record, report: report, save: save)
        } catch let error as WorkerGroupError {
            if isFirst { try save() }
            throw error
        }
    }

    private func steps(
        clock: some Clock<Duration>, isStopped: () -> Bool, record: (TrainingStep) throws -> Void,
        report: (TrainingProgress) -> Void, save: () throws -> Void
    ) throws -> TrainingEnd {
        let began = clock.now
        let first = step
        var sum = 0.0
        var count = 0
        while step < settings.steps {
            let isAsked = try agreed(isStopped())
            if let best = bestStep, hasLostPatience { return .noLongerImproving(best: best) }
            if isAsked {
                if isFirst { try save() }
                return .stopped
            }
            var taken = try takeStep()
            sum += taken.loss
            count += 1
            let isLast = step == settings.steps
            guard isFirst else { continue }
            if isLast || step.isMultiple(of: settings.validationInterval) {
                taken.validationLoss = validationLoss()
                validationLosses[step] = taken.validationLoss
            }
            try record(taken)
            if taken.validationLoss != nil { try save() }
            guard isLast || step.isMultiple(of: 10) else { continue }
            let spent = began.duration(to: clock.now) / .seconds(1)
            report(
                TrainingProgress(
                    step: step, steps: settings.steps, loss: sum / Double(count),
                    validationLoss: validationLosses[validationLosses.keys.max() ?? 0],
                    secondsLeft: spent / Double(step - first) * Double(settings.steps - step)))
            sum = 0
            count = 0
        }
        return .finished
    }

    /// Whether the last validations, as many as there is patience for, brought no lower loss.
    private var hasLostPatience: Bool {
        guard settings.patience > 0, let best = bestStep else { return false }
        return validationLosses.keys.filter { $0 > best }.count >= settings.patience
    }
}
