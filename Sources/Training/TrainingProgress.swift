import Foundation

/// How far a training is.
public struct TrainingProgress: Sendable, Equatable {
    /// Steps done.
    public var step: Int
    /// Steps of the whole run.
    public var steps: Int
    /// Mean loss since the last report: minus the log-likelihood a number, in nats.
    public var loss: Double
    /// The newest validation loss of the averaged weights, without noise; nil before the first.
    public var validationLoss: Double?
    /// Seconds until the end, at the pace so far.
    public var secondsLeft: Double

    /// A bar, the losses and the time left, in one line.
    public var line: String {
        let width = 24
        let done = steps > 0 ? width * step / steps : width
        let bar = String(repeating: "#", count: done) + String(repeating: "-", count: width - done)
        let validation = validationLoss.map { String(format: "  validation %.3f", $0) } ?? ""
        let left = Int(secondsLeft.rounded())
        let time = String(format: "%d:%02d left", left / 60, left % 60)
        return "[\(bar)] \(step)/\(steps)"
            + String(format: "  loss %.3f", loss) + validation + "  " + time
    }
}
