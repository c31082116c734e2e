import Foundation

/// One struck note: four partials that ring and fade, each a number that turns in the complex plane.
struct Bell {
    private var real = SIMD4<Float>.zero
    private var imaginary = SIMD4<Float>.zero
    private var turnReal = SIMD4<Float>.zero
    private var turnImaginary = SIMD4<Float>.zero
    private var begun: Float = 1  // how far the attack has come, from 0
    private var attackStep: Float = 0
    private var left: Float = 0
    private var right: Float = 0

    /// Whether it has faded, so that its place can be taken.
    private(set) var isSilent = true

    /// Strikes the bell.
    ///
    /// - Parameters:
    ///   - pan: from -1, left, to 1, right.
    mutating func strike(
        frequency: Float, partials: SIMD4<Float>, weights: SIMD4<Float>, ring: Float,
        attack: Float, loudness: Float, pan: Float
    ) {
        let rate = Float(SoundRate.framesPerSecond)
        for index in 0..<4 {
            let partial = frequency * partials[index]
            // What lies above hearing, or above half the rate, would come back as another note.
            let isHeard = partial < 0.4 * rate
            let angle = 2 * Float.pi * partial / rate
            // Higher partials fade sooner, as in anything that is struck.
            let fade = exp(-sqrt(partials[index]) / (ring * rate))
            turnReal[index] = isHeard ? cos(angle) * fade : 0
            turnImaginary[index] = isHeard ? sin(angle) * fade : 0
            real[index] = isHeard ? weights[index] : 0
        }
        imaginary = .zero
        begun = 0
        attackStep = 1 / (attack * rate)
        left = loudness * sqrt(0.5 * (1 - pan))
        right = loudness * sqrt(0.5 * (1 + pan))
        isSilent = false
    }

    /// Adds the next frames to the mix.
    mutating func add(to mix: UnsafeMutableBufferPointer<Float>) {
        var (re, im, attack) = (real, imaginary, begun)
        for frame in 0..<mix.count / 2 {
            let next = re * turnReal - im * turnImaginary
            im = re * turnImaginary + im * turnReal
            re = next
            attack = min(1, attack + attackStep)
            // A soft beginning without a corner.
            let value = im.sum() * attack * attack * (3 - 2 * attack)
            mix[2 * frame] += value * left
            mix[2 * frame + 1] += value * right
        }
        (real, imaginary, begun) = (re, im, attack)
        let size = (re * re + im * im).sum()
        isSilent = size * max(left, right) * max(left, right) < 1e-9
    }
}
