import Foundation
import Signals

/// A quiet score without an end, made as it plays: its scale, its tempo and its sounds follow the mood.
///
/// Bells over a drone, with wind, a pulse and a hall. Nothing is sampled. The same seed and the same
/// moods give the same sound. `@unchecked Sendable`: whoever calls `add` does so from one thread at a
/// time, as `SoundSource` asks.
public final class Score: SoundSource, @unchecked Sendable {
    private var melody: Melody
    private var bells = [Bell](repeating: Bell(), count: 16)
    private var pulses = [Bell](repeating: Bell(), count: 3)
    private var drone = Drone(pitch: Temper[.neutral].drone + Temper[.neutral].root)
    private var wind: Wind
    private let hall = Hall()
    private var untilPulse: Float = 0  // beats
    private var distance: Float = 0
    private var weights = (0..<Emotion.count).map { Float($0 == Emotion.neutral.index ? 1 : 0) }

    /// Room for one step: what is near, what goes into the hall, and the hall's answer.
    private let near = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * framesPerStep)
    private let far = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * framesPerStep)
    private let wet = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * framesPerStep)

    /// Frames between decisions: 7 ms, and a fifth of a picture's time.
    private static let framesPerStep = 320
    /// Seconds in which the score has gone two thirds of the way to a new mood.
    private static let secondsToFollow: Float = 1.2
    /// Beside a picture, not before it: between -25 and -18 LUFS, by the mood.
    private static let loudness: Float = 0.62

    /// A score that follows from `seed`.
    public init(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        var noise = random.split(2)
        var tune = random.split(1)
        melody = Melody(seed: tune.next())
        wind = Wind(seed: noise.next())
        for buffer in [near, far, wet] { buffer.initialize(repeating: 0) }
    }

    deinit { for buffer in [near, far, wet] { buffer.deallocate() } }

    /// Adds the next frames; allocates nothing.
    public func add(to mix: UnsafeMutableBufferPointer<Float>, mood: Mood) {
        precondition(mix.count.isMultiple(of: 2), "\(mix.count) numbers are not left and right")
        var done = 0
        while done < mix.count {
            let count = min(mix.count - done, 2 * Self.framesPerStep)
            step(UnsafeMutableBufferPointer(rebasing: mix[done..<done + count]), mood)
            done += count
        }
    }

    private func step(_ mix: UnsafeMutableBufferPointer<Float>, _ mood: Mood) {
        let seconds = Float(mix.count / 2) / Float(SoundRate.framesPerSecond)
        let lanes = mood.lanes
        for index in 0..<Emotion.count {
            weights[index] +=
                (Float(lanes[index]) - weights[index]) * min(1, seconds / Self.secondsToFollow)
        }
        let levels = Temper.levels(of: weights)
        if let note = melody.pass(seconds: seconds, weights: weights) { strike(note, levels) }
        beat(seconds, levels)

        let near = UnsafeMutableBufferPointer(rebasing: near[0..<mix.count])
        let far = UnsafeMutableBufferPointer(rebasing: far[0..<mix.count])
        near.update(repeating: 0)
        for index in bells.indices where !bells[index].isSilent { bells[index].add(to: near) }
        let temper = Temper[melody.emotion]
        drone.add(
            to: near, pitch: temper.drone + temper.root, loudness: 0.45 * levels.drone,
            brightness: levels.brightness, waver: levels.waver)
        wind.add(to: near, loudness: levels.wind, tone: levels.windTone)
        let further = (levels.distance - distance) / Float(mix.count)
        for index in 0..<mix.count {
            distance += further
            far[index] = near[index] * distance
            near[index] *= 1 - 0.4 * distance
        }
        for index in pulses.indices where !pulses[index].isSilent { pulses[index].add(to: near) }
        hall.add(
            to: near, of: far, wet: UnsafeMutableBufferPointer(rebasing: wet[0..<mix.count]))
        for index in 0..<mix.count { mix[index] += Self.loudness * near[index] }
    }

    /// Strikes a bell; a note for which no bell is free is left out.
    private func strike(_ note: Melody.Note, _ levels: Temper.Levels) {
        guard let free = bells.firstIndex(where: \.isSilent) else { return }
        let temper = Temper[melody.emotion]
        bells[free].strike(
            frequency: hertz(note.semitones), partials: temper.partials, weights: temper.weights,
            ring: temper.ring, attack: temper.attack, loudness: note.force * levels.bells,
            pan: note.pan)
    }

    /// The pulse: a soft drum in the depth.
    private func beat(_ seconds: Float, _ levels: Temper.Levels) {
        untilPulse -= seconds * levels.beatsPerSecond
        guard untilPulse <= 0 else { return }
        untilPulse += 1
        guard levels.pulse > 0.02, let free = pulses.firstIndex(where: \.isSilent) else { return }
        pulses[free].strike(
            frequency: 52, partials: [1, 1.6, 2.3, 3.4], weights: [1, 0.5, 0.2, 0.06],
            ring: 0.11, attack: 0.006, loudness: levels.pulse, pan: 0)
    }
}
