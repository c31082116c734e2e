import Foundation

/// What is written down of a run, in its folder: `losses.csv`, and an event file for TensorBoard
/// (`tensorboard --logdir FOLDER`).
public struct TrainingRecord {
    /// The table's file in the folder of a run.
    public static let tableName = "losses.csv"
    /// TensorBoard's file in the folder of a run; it looks for "tfevents" in the name.
    public static let eventsName = "events.out.tfevents.emotionmotion"

    private let table: LossTable
    private let events: EventFile
    private let now: () -> Date
    private let began: Date

    /// The record of a run that has made `step` steps: what the folder holds of later ones, because
    /// a run was cut off there, is taken away.
    ///
    /// - Parameter now: the calendar's clock.
    ///
    /// Throws `TrainingError.record` when a file cannot be written, or holds something else.
    public init(in folder: URL, after step: Int, now: @escaping () -> Date = { Date() }) throws {
        self.now = now
        began = now()
        table = try LossTable(
            at: folder.appendingPathComponent(Self.tableName), keepingUpTo: step)
        events = try EventFile(
            at: folder.appendingPathComponent(Self.eventsName), keepingUpTo: step,
            now: began)
    }

    /// Writes a step down.
    public func note(_ step: TrainingStep) throws {
        let date = now()
        try table.append(step, seconds: table.secondsBefore + date.timeIntervalSince(began))
        var scalars = [
            ("loss/training", step.loss), ("learning_rate", step.learningRate),
            ("gradient_norm", step.gradientNorm),
        ]
        if let loss = step.validationLoss { scalars.append(("loss/validation", loss)) }
        try events.append(scalars, step: step.number, at: date)
    }
}
