/// A room with a long echo: Schroeder's combs and all-passes (1962, "Natural sounding artificial
/// reverberation"), the combs damped as in Moorer's (1979, "About this reverberation business").
///
/// Its memory is taken once; it belongs to one thread at a time.
final class Hall {
    private static let combs = [1687, 1601, 2053, 2251, 1867, 2399]
    private static let passes = [347, 113]
    /// Frames by which the right side is longer, so that the two differ.
    private static let spread = 29

    private var lines: [DelayLine] = []

    init() {
        for side in 0...1 {
            for length in Self.combs + Self.passes {
                lines.append(DelayLine(length: length + side * Self.spread))
            }
        }
    }

    /// Adds the echo of `dry` to `mix`; both are left and right in turn.
    func add(
        to mix: UnsafeMutableBufferPointer<Float>, of dry: UnsafeMutableBufferPointer<Float>,
        wet: UnsafeMutableBufferPointer<Float>
    ) {
        let perSide = Self.combs.count + Self.passes.count
        wet.update(repeating: 0)
        for side in 0...1 {
            for index in 0..<Self.combs.count {
                lines[side * perSide + index].comb(dry, wet, side, feedback: 0.86, damping: 0.28)
            }
            for index in Self.combs.count..<perSide {
                lines[side * perSide + index].allPass(wet, side)
            }
        }
        for index in 0..<mix.count { mix[index] += 0.13 * wet[index] }
    }
}

/// Sound on its way through a room.
private struct DelayLine {
    private var memory: [Float]
    private var place = 0
    private var damped: Float = 0

    init(length: Int) { memory = [Float](repeating: 0, count: length) }

    mutating func comb(
        _ input: UnsafeMutableBufferPointer<Float>, _ output: UnsafeMutableBufferPointer<Float>,
        _ side: Int, feedback: Float, damping: Float
    ) {
        var (place, damped) = (place, damped)
        memory.withUnsafeMutableBufferPointer { memory in
            var index = side
            while index < input.count {
                let echo = memory[place]
                damped = echo + (damped - echo) * damping
                // The tiny number keeps the tail from becoming too small for the processor's liking.
                memory[place] = input[index] + damped * feedback + 1e-18
                output[index] += echo
                place = place + 1 == memory.count ? 0 : place + 1
                index += 2
            }
        }
        (self.place, self.damped) = (place, damped)
    }

    mutating func allPass(_ sound: UnsafeMutableBufferPointer<Float>, _ side: Int) {
        var place = place
        memory.withUnsafeMutableBufferPointer { memory in
            var index = side
            while index < sound.count {
                let echo = memory[place]
                let input = sound[index] + 0.5 * echo
                memory[place] = input
                sound[index] = echo - 0.5 * input
                place = place + 1 == memory.count ? 0 : place + 1
                index += 2
            }
        }
        self.place = place
    }
}
