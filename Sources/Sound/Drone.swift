import Foundation

/// Four notes that sound all the time, each with four overtones and a little apart left and right.
struct Drone {
    private static let notes = 4
    private var pitch: SIMD4<Float>  // semitones
    private var waverPhase: SIMD4<Float> = [0, 1.7, 3.1, 4.4]
    /// For each note, the left overtones, then the right.
    private var real = [SIMD4<Float>](repeating: .one, count: 2 * notes)
    private var imaginary = [SIMD4<Float>](repeating: .zero, count: 2 * notes)
    private var weights = SIMD4<Float>(1, 0, 0, 0)
    private var loudness: Float = 0

    /// A drone that begins silent at these pitches, in semitones.
    init(pitch: SIMD4<Float>) { self.pitch = pitch }

    /// Adds the next frames to the mix, on the way to new pitches, loudness and brightness.
    mutating func add(
        to mix: UnsafeMutableBufferPointer<Float>, pitch goal: SIMD4<Float>,
        loudness goalLoudness: Float, brightness: Float, waver: Float
    ) {
        let frames = mix.count / 2
        let seconds = Float(frames) / Float(SoundRate.framesPerSecond)
        pitch += (goal - pitch) * min(1, seconds / 1.1)
        let lastLoudness = loudness
        loudness += (goalLoudness - loudness) * min(1, seconds / 0.4)
        let lastWeights = weights
        // Overtones of a string, from the second on less the darker it is.
        let dark = 1 - brightness
        let goalWeights = SIMD4<Float>(
            1, 0.75 * brightness, 0.55 * brightness * (1 - 0.5 * dark),
            0.4 * brightness * brightness)
        weights += (goalWeights - weights) * min(1, seconds / 0.4)
        let step = (weights * loudness - lastWeights * lastLoudness) / Float(frames)

        for note in 0..<Self.notes {
            waverPhase[note] += seconds * 2 * .pi * (0.13 + 0.09 * Float(note))
            if waverPhase[note] > 2 * .pi { waverPhase[note] -= 2 * .pi }
            let bent = pitch[note] + waver * sin(waverPhase[note])
            for side in 0...1 {
                // A tenth of a hertz apart, so that the two sides breathe.
                let frequency = hertz(bent) + (side == 0 ? -0.06 : 0.06) * Float(note + 1)
                turn(2 * note + side, frequency, from: lastWeights * lastLoudness, step, mix, side)
            }
        }
    }

    private mutating func turn(
        _ index: Int, _ frequency: Float, from first: SIMD4<Float>, _ step: SIMD4<Float>,
        _ mix: UnsafeMutableBufferPointer<Float>, _ side: Int
    ) {
        let angle =
            SIMD4<Float>(1, 2, 3, 4)
            * (2 * .pi * frequency / Float(SoundRate.framesPerSecond))
        let turnReal = SIMD4(cos(angle[0]), cos(angle[1]), cos(angle[2]), cos(angle[3]))
        let turnImaginary = SIMD4(sin(angle[0]), sin(angle[1]), sin(angle[2]), sin(angle[3]))
        var (re, im, weight) = (real[index], imaginary[index], first)
        var place = side
        while place < mix.count {
            let next = re * turnReal - im * turnImaginary
            im = re * turnImaginary + im * turnReal
            re = next
            weight += step
            mix[place] += (im * weight).sum()
            place += 2
        }
        // Rounding must not let a note of hours grow or fade.
        let size = (re * re + im * im).squareRoot()
        real[index] = re / size
        imaginary[index] = im / size
    }
}
