import Foundation
import Synchronization

/// How far an evaluation is.
public struct EvaluationProgress: Sendable, Equatable {
    /// What is being done.
    public var stage: String
    /// The share that is done, 0 to 1.
    public var share: Double
    /// Seconds until the end, at the pace so far.
    public var secondsLeft: Double

    /// A bar, what is being done and the time left, in one line.
    public var line: String {
        let width = 24
        let done = min(width, Int(Double(width) * share))
        let bar = String(repeating: "#", count: done) + String(repeating: "-", count: width - done)
        let left = Int(secondsLeft.rounded())
        return "[\(bar)] "
            + String(format: "%3.0f %%  %d:%02d left  ", 100 * share, left / 60, left % 60)
            + stage
    }
}

/// Counts the work of an evaluation, in poses danced or as much time, from any thread.
final class WorkCount: Sendable {
    private struct State {
        var done = 0.0
        var stage = ""
    }

    private let state = Mutex(State())
    private let total: Double
    private let began = ContinuousClock.now
    private let report: @Sendable (EvaluationProgress) -> Void

    init(total: Int, report: @escaping @Sendable (EvaluationProgress) -> Void) {
        self.total = Double(max(total, 1))
        self.report = report
    }

    /// Begins the next part of the work.
    func begin(_ stage: String) {
        state.withLock { $0.stage = stage }
        add(0)
    }

    /// Counts work that has been done.
    func add(_ work: Int) {
        let now = state.withLock { state in
            state.done += Double(work)
            return state
        }
        let share = min(1, now.done / total)
        let spent = began.duration(to: .now) / .seconds(1)
        report(
            EvaluationProgress(
                stage: now.stage, share: share,
                secondsLeft: share > 0 ? spent / share * (1 - share) : 0))
    }
}
