import Signals

/// How long to wait before trying again: 1 s, then twice as long each time, 30 s at most, each give or
/// take a fifth, so that many who were cut off do not come back at once.
struct Backoff {
    private var random: SeededRandom
    /// How many tries have failed in a row.
    private(set) var failures = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Seconds until the next try, after one more failure.
    mutating func next() -> Double {
        let whole = min(30, Double(1 << min(failures, 5)))
        failures += 1
        return whole * (0.8 + 0.4 * random.uniform())
    }

    /// Forgets the failures after a success.
    mutating func reset() { failures = 0 }
}
