import Histogram

/// Lengths of time, counted by size in a bounded histogram (HDR, three significant digits).
struct Stopwatch {
    // Microseconds up to ten minutes: longer ones count as ten minutes.
    private static let longest: UInt64 = 600_000_000
    private var microseconds = Histogram<UInt32>(
        highestTrackableValue: Stopwatch.longest, numberOfSignificantValueDigits: .three)

    mutating func record(_ length: Duration) {
        let whole = UInt64(max(0, length.seconds) * 1e6)
        microseconds.record(min(whole, Stopwatch.longest))
    }

    /// Runs `work` and records how long it took.
    mutating func time<Result>(_ work: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer { record(start.duration(to: clock.now)) }
        return try work()
    }

    /// The distribution; nil when nothing was recorded.
    var milliseconds: ShowReport.Milliseconds? {
        guard microseconds.totalCount > 0 else { return nil }
        func at(_ percentile: Double) -> Double {
            Double(microseconds.valueAtPercentile(percentile)) / 1000
        }
        return .init(
            p50: at(50), p95: at(95), p99: at(99), maximum: Double(microseconds.max) / 1000)
    }
}
