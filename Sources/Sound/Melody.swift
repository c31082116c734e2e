import Foundation
import Signals

/// Decides what is struck when. Everything follows from the seed and the moods.
struct Melody {
    /// A note to strike.
    struct Note {
        var semitones: Float
        /// From 0 to 1.
        var force: Float
        /// From -1, left, to 1, right.
        var pan: Float
    }

    private var random: SeededRandom
    private(set) var emotion = Emotion.neutral
    private var step: Float = 0  // place in the scale, counted through the octaves
    private var untilNext: Float = 0.5  // seconds
    private var notesLeft = 4

    /// A melody that follows from `seed`.
    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Lets this many seconds pass; a note, when one is due.
    mutating func pass(seconds: Float, weights: [Float]) -> Note? {
        follow(weights)
        untilNext -= seconds
        guard untilNext <= 0 else { return nil }
        let temper = Temper[emotion]
        let beat = 1 / temper.notesPerSecond
        notesLeft -= 1
        if notesLeft <= 0 { breathe(beat) } else { untilNext += beat * length(temper) }
        untilNext = max(untilNext, 0.02)
        return uniform() < temper.rests ? nil : note(temper)
    }

    /// A phrase keeps its emotion, unless another has clearly taken over.
    private mutating func follow(_ weights: [Float]) {
        var strongest = emotion.index
        for other in 0..<Emotion.count where weights[other] > weights[strongest] {
            strongest = other
        }
        guard weights[strongest] > weights[emotion.index] + 0.1 else { return }
        emotion = Emotion.allCases[strongest]
        notesLeft = 5
        step = 0
        untilNext = min(untilNext, 0.25)
    }

    /// Ends a phrase.
    private mutating func breathe(_ beat: Float) {
        notesLeft = 4 + Int(uniform() * 8)
        untilNext += min(beat * (1 + 2 * uniform()), 2.5)
        step = 0
    }

    private mutating func length(_ temper: Temper) -> Float {
        1 + temper.unevenness * (2 * uniform() - 1)
    }

    private mutating func note(_ temper: Temper) -> Note {
        let size = uniform() < temper.leaps ? 2 + Float(Int(uniform() * 3)) : 1
        let rises = uniform() < 0.5 + 0.5 * temper.drift
        step += rises ? size : -size
        // A melody that has gone an octave away comes back.
        let octave = Float(temper.scale.count)
        if abs(step) > octave { step -= step > 0 ? octave : -octave }
        let degree = Int(step.rounded())
        let count = temper.scale.count
        let inOctave = ((degree % count) + count) % count
        let octaves = Float((degree - inOctave) / count)
        return Note(
            semitones: temper.root + 12 * (temper.register.rounded() + octaves)
                + temper.scale[inOctave] + (emotion == .disgust ? 0.7 * (uniform() - 0.5) : 0),
            force: 0.55 + 0.45 * uniform(), pan: 1.2 * (uniform() - 0.5))
    }

    private mutating func uniform() -> Float { Float(random.uniform()) }
}
