/// A random generator that gives the same numbers from the same seed on every machine: SplitMix64
/// (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose whole future follows from `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A generator for one part of the program, so that parts do not disturb each other's draws.
    public func split(_ part: UInt64) -> SeededRandom {
        var other = SeededRandom(seed: state ^ (part &* 0xD1B5_4A32_D192_ED03))
        return SeededRandom(seed: other.next())
    }

    /// A number from 0 up to, but not including, 1.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
