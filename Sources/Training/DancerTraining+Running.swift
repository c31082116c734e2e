import Motion

extension DancerTraining {
    /// Trains until the last step of the settings.
    ///
    /// - Parameters:
    ///   - clock: what the time left is reckoned by.
    ///   - report: called after every tenth step and after the last.
    ///   - save: called at every validation and after the last step; write a checkpoint there.
    public func run(
        clock: some Clock<Duration> = ContinuousClock(),
        report: (TrainingProgress) -> Void = { _ in },
        save: () throws -> Void = {}
    ) throws {
        let began = clock.now
        let first = step
        var sum = 0.0
        var count = 0
        while step < settings.steps {
            sum += try takeStep()
            count += 1
            let isLast = step == settings.steps
            if isLast || step.isMultiple(of: settings.validationInterval) {
                validationLosses[step] = validationLoss()
                try save()
            }
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
    }
}
