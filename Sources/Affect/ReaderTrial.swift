import Foundation
import Signals
import Synchronization

/// How well and how quickly a reader reads texts that people have labelled.
public struct ReaderTrial: Codable, Sendable, Equatable {
    /// How well: with thresholds found on every second text, measured on the others.
    public var scores: ReaderScores
    /// The other way round: thresholds of the others, measured on every second text.
    public var turned: ReaderScores
    /// Over all texts: single-label accuracy, the mean F1 of the strongest emotion, calibration and
    /// confusion, for which no threshold is needed; `rows` and `macroF1` are with thresholds that have
    /// seen these texts, and are not for comparing.
    public var whole: ReaderScores
    /// Texts read in a second, each anew.
    public var textsPerSecond: Double
    /// Texts read in a second of one core's own time, whatever else the machine was doing.
    public var textsPerCPUSecond: Double
    /// How many threads read.
    public var threads: Int

    /// Reads all texts once, in `threads` parts side by side.
    public init(
        of texts: [LabelledText], threads: Int, moods read: @Sendable ([String]) -> [Mood]
    ) {
        precondition(threads > 0, "\(threads) threads cannot read")
        let clock = ContinuousClock()
        let words = texts.map(\.text)
        let parts = Self.parts(of: words, count: threads)
        let found = Mutex([[Mood]](repeating: [], count: parts.count))
        let spent = Self.secondsOfCPU
        let time = clock.measure {
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                let moods = read(parts[part])
                found.withLock { $0[part] = moods }
            }
        }
        let moods = found.withLock { $0.flatMap { $0 } }
        self.threads = threads
        textsPerSecond = Double(texts.count) / max(time / .seconds(1), 1e-9)
        textsPerCPUSecond = Double(texts.count) / max(Self.secondsOfCPU - spent, 1e-9)

        let even = texts.indices.filter { $0.isMultiple(of: 2) }
        let odd = texts.indices.filter { !$0.isMultiple(of: 2) }
        func tuned(on some: [Int]) -> [Double] {
            ReaderScores.thresholds(
                moods: some.map { moods[$0] }, labels: some.map { texts[$0] })
        }
        func scores(of some: [Int], with thresholds: [Double]) -> ReaderScores {
            ReaderScores(
                moods: some.map { moods[$0] }, labels: some.map { texts[$0] },
                thresholds: thresholds)
        }
        let thresholds = tuned(on: even)
        self.scores = scores(of: odd, with: thresholds)
        turned = scores(of: even, with: tuned(on: odd))
        whole = ReaderScores(moods: moods, labels: texts, thresholds: thresholds)
    }

    /// What the whole program has used of all cores so far.
    private static var secondsOfCPU: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func parts(of texts: [String], count: Int) -> [[String]] {
        let length = max(1, (texts.count + count - 1) / count)
        return stride(from: 0, to: texts.count, by: length).map {
            [String](texts[$0..<min($0 + length, texts.count)])
        }
    }
}
