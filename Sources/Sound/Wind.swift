import Foundation

/// Noise through a resonance, swelling slowly.
struct Wind {
    private var state: UInt32
    private var low = SIMD2<Float>.zero
    private var band = SIMD2<Float>.zero
    private var loudness: Float = 0
    private var tone: Float = 700
    private var gust: Float = 0

    /// A wind whose noise follows from `seed`.
    init(seed: UInt64) { state = UInt32(truncatingIfNeeded: seed) | 1 }

    /// Adds the next frames to the mix, on the way to a new loudness and tone in hertz.
    mutating func add(
        to mix: UnsafeMutableBufferPointer<Float>, loudness goal: Float, tone goalTone: Float
    ) {
        let frames = mix.count / 2
        let seconds = Float(frames) / Float(SoundRate.framesPerSecond)
        gust += seconds * 2 * .pi * 0.11
        if gust > 2 * .pi { gust -= 2 * .pi }
        let swell = goal * (0.65 + 0.35 * sin(gust))
        let first = loudness
        loudness += (swell - loudness) * min(1, seconds / 0.5)
        tone += (goalTone - tone) * min(1, seconds / 0.8)
        guard max(first, loudness) > 1e-5 else { return }
        let step = (loudness - first) / Float(frames)
        // Chamberlin's state variable filter (Musical Applications of Microprocessors, 1985).
        let tuning = 2 * sin(.pi * tone / Float(SoundRate.framesPerSecond))
        var level = first
        for frame in 0..<frames {
            let noise = SIMD2(nextNoise(), nextNoise())
            low += tuning * band
            band += tuning * (noise - low - 0.45 * band)
            level += step
            mix[2 * frame] += level * band[0]
            mix[2 * frame + 1] += level * band[1]
        }
    }

    /// Marsaglia's xorshift (2003, Journal of Statistical Software 8), from -1 to 1.
    private mutating func nextNoise() -> Float {
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        return Float(Int32(bitPattern: state)) * 0x1p-31
    }
}
