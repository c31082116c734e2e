import Foundation
import Motion
import Signals

/// What moves a training history off the data as the live loop will: smoothly, without shaking its
/// speed. A flickering noise would teach the dancer to distrust speed, and then to stand still.
public struct HistoryNoise: Sendable, Codable, Equatable {
    /// Standard deviation at level 1, in steps' standard deviations.
    public var strength: Float = 3
    /// Poses between two random knots.
    public var knotSpacing = 20
    /// Standard deviation of the white part, beside the smooth part's 1.
    public var white: Float = 0.05
    /// Share of the deviation that the target takes back with each step.
    public var pull: Float = 0.15

    /// The noise that measured best.
    public init() {}

    /// Noise of about unit size, [count x size]: random knots joined by cosines, and a little white.
    func draw(count: Int, size: Int, using random: inout SeededRandom) -> [Float] {
        let phase = Float(random.uniform())
        let knots = (0..<((count / knotSpacing + 3) * size)).map { _ in Float(random.gaussian()) }
        var noise = [Float](repeating: 0, count: count * size)
        for pose in 0..<count {
            let time = Float(pose) / Float(knotSpacing) + phase
            let knot = Int(time)
            let share = 0.5 - 0.5 * cos(.pi * (time - Float(knot)))
            for i in 0..<size {
                let smooth =
                    knots[knot * size + i] * (1 - share) + knots[(knot + 1) * size + i] * share
                noise[pose * size + i] = smooth + white * Float(random.gaussian())
            }
        }
        return noise
    }
}
