import Foundation

/// One line on the terminal that is written over as work goes on; elsewhere a line now and then.
final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isQuiet: Bool
    private var spoken: ContinuousClock.Instant?
    private var width = 0

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Shows `words`; at most ten times a second on a terminal, every ten seconds elsewhere.
    func show(_ words: @autoclosure () -> String, isLast: Bool = false) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let pause = Duration.milliseconds(isTerminal ? 100 : 10_000)
        if let spoken, !isLast, spoken.duration(to: now) < pause { return }
        spoken = now
        let words = words()
        if isTerminal {
            let padding = String(repeating: " ", count: max(0, width - words.count))
            FileHandle.standardError.write(
                Data(("\r" + words + padding + (isLast ? "\n" : "")).utf8))
            width = words.count
        } else {
            say(words)
        }
    }
}
