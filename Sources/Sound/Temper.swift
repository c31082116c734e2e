import Foundation
import Signals

/// How one emotion sounds: what the score plays when the room feels it and nothing else.
struct Temper {
    /// Semitones above the root that a melody may take, within an octave.
    var scale: [Float]
    /// The root in semitones of MIDI; 60 is middle C.
    var root: Float
    /// The three notes that sound all the time, in semitones above the root.
    var drone: SIMD4<Float>
    /// Notes a second when a phrase runs.
    var notesPerSecond: Float
    /// The share of a phrase's places that stay silent.
    var rests: Float
    /// How unevenly notes come, from 0, as a clock, to 1.
    var unevenness: Float
    /// Octaves above the root in which the melody lives.
    var register: Float
    /// How a melody moves: steps of the scale up, or down where negative, on average.
    var drift: Float
    /// The share of leaps among a melody's moves.
    var leaps: Float
    /// Frequencies of a bell's four partials, in the lowest one's.
    var partials: SIMD4<Float>
    /// How loud the partials are.
    var weights: SIMD4<Float>
    /// Seconds in which a bell's lowest partial falls to a third.
    var ring: Float
    /// Seconds in which a bell begins.
    var attack: Float
    var levels: Levels

    /// What is mixed by the weights of the mood.
    struct Levels {
        /// Loudness of the bells.
        var bells: Float
        /// Loudness of the drone.
        var drone: Float
        /// How many overtones the drone has, from 0, a flute, to 1, a bowed string.
        var brightness: Float
        /// How far the drone wavers, in semitones.
        var waver: Float
        /// Loudness of the wind.
        var wind: Float
        /// Where the wind blows, in hertz.
        var windTone: Float
        /// Loudness of the pulse.
        var pulse: Float
        /// Beats a second of the pulse.
        var beatsPerSecond: Float
        /// How far away everything is, from 0 to 1.
        var distance: Float
    }

    /// The temper of an emotion.
    static subscript(emotion: Emotion) -> Temper { all[emotion.index] }

    /// In the order of `Emotion.allCases`.
    private static let all: [Temper] = [
        // Anger: Phrygian in the depth, driven, a bowed minor second.
        Temper(
            scale: [0, 1, 3, 5, 6, 7, 10], root: 36, drone: [0, 1, 7, 0], notesPerSecond: 4.6,
            rests: 0.18, unevenness: 0.05, register: 0.6, drift: -0.1, leaps: 0.25,
            partials: [1, 2, 3, 4.02], weights: [1, 0.7, 0.55, 0.4], ring: 0.22, attack: 0.006,
            levels: .init(
                bells: 0.22, drone: 0.11, brightness: 1, waver: 0.12, wind: 0.03, windTone: 500,
                pulse: 0.5, beatsPerSecond: 2.3, distance: 0.15)),
        // Disgust: whole tones that will not stay in tune, wood, a drone that turns the stomach.
        Temper(
            scale: [0, 2, 4, 6, 8, 10], root: 41, drone: [0, 6, 10, 0.4], notesPerSecond: 1.5,
            rests: 0.3, unevenness: 0.55, register: 0.7, drift: -0.5, leaps: 0.3,
            partials: [1, 2.41, 3.87, 6.1], weights: [1, 0.5, 0.3, 0.12], ring: 0.16,
            attack: 0.012,
            levels: .init(
                bells: 0.36, drone: 0.17, brightness: 0.6, waver: 0.9, wind: 0.05, windTone: 280,
                pulse: 0.08, beatsPerSecond: 0.7, distance: 0.25)),
        // Fear: a diminished scale in glass, wind, a heart that beats.
        Temper(
            scale: [0, 2, 3, 5, 6, 8, 9, 11], root: 37, drone: [0, 6, 13, 0],
            notesPerSecond: 1.7, rests: 0.55, unevenness: 0.8, register: 3.4, drift: 0,
            leaps: 0.6, partials: [1, 2.76, 5.4, 8.93], weights: [1, 0.45, 0.3, 0.2], ring: 0.9,
            attack: 0.02,
            levels: .init(
                bells: 0.16, drone: 0.12, brightness: 0.25, waver: 0.35, wind: 0.20,
                windTone: 900, pulse: 0.5, beatsPerSecond: 1.55, distance: 0.85)),
        // Happiness: a major pentatonic that runs upwards on a music box.
        Temper(
            scale: [0, 2, 4, 7, 9], root: 43, drone: [0, 7, 16, 12], notesPerSecond: 4.2,
            rests: 0.14, unevenness: 0.08, register: 2.1, drift: 0.45, leaps: 0.2,
            partials: [1, 2, 3.01, 5.4], weights: [1, 0.35, 0.18, 0.07], ring: 0.55,
            attack: 0.004,
            levels: .init(
                bells: 0.30, drone: 0.12, brightness: 0.45, waver: 0.03, wind: 0, windTone: 1500,
                pulse: 0.16, beatsPerSecond: 2.1, distance: 0.35)),
        // Neutral: few soft bells over a fifth.
        Temper(
            scale: [0, 2, 4, 7, 9], root: 38, drone: [0, 7, 12, 0], notesPerSecond: 0.8,
            rests: 0.25, unevenness: 0.3, register: 2, drift: 0, leaps: 0.25,
            partials: [1, 2, 3, 4.2], weights: [1, 0.22, 0.08, 0.03], ring: 1.4, attack: 0.03,
            levels: .init(
                bells: 0.26, drone: 0.17, brightness: 0.25, waver: 0.05, wind: 0.015,
                windTone: 700, pulse: 0, beatsPerSecond: 0.8, distance: 0.5)),
        // Sadness: a minor pentatonic that sinks, slow and far away.
        Temper(
            scale: [0, 3, 5, 7, 10], root: 38, drone: [0, 7, 15, 0], notesPerSecond: 0.55,
            rests: 0.12, unevenness: 0.25, register: 1.3, drift: -0.6, leaps: 0.12,
            partials: [1, 2, 3, 4], weights: [1, 0.3, 0.1, 0.04], ring: 2.4, attack: 0.12,
            levels: .init(
                bells: 0.34, drone: 0.17, brightness: 0.1, waver: 0.08, wind: 0.03, windTone: 350,
                pulse: 0, beatsPerSecond: 0.6, distance: 0.8)),
        // Surprise: Lydian glass in bursts and leaps, with silences between them.
        Temper(
            scale: [0, 2, 4, 6, 7, 9, 11], root: 40, drone: [0, 7, 18, 14], notesPerSecond: 7.5,
            rests: 0.42, unevenness: 0.35, register: 2.8, drift: 0.9, leaps: 0.5,
            partials: [1, 2.76, 4.1, 6.7], weights: [1, 0.4, 0.22, 0.12], ring: 0.5,
            attack: 0.003,
            levels: .init(
                bells: 0.30, drone: 0.09, brightness: 0.55, waver: 0.15, wind: 0.05,
                windTone: 2600, pulse: 0.05, beatsPerSecond: 1.2, distance: 0.45)),
    ]

    /// The levels of a mood: each emotion's, by its weight.
    static func levels(of weights: [Float]) -> Levels {
        var mix = Levels(
            bells: 0, drone: 0, brightness: 0, waver: 0, wind: 0, windTone: 0, pulse: 0,
            beatsPerSecond: 0, distance: 0)
        for index in 0..<Emotion.count {
            let weight = weights[index]
            let one = all[index].levels
            mix.bells += weight * one.bells
            mix.drone += weight * one.drone
            mix.brightness += weight * one.brightness
            mix.waver += weight * one.waver
            mix.wind += weight * one.wind
            mix.windTone += weight * one.windTone
            mix.pulse += weight * one.pulse
            mix.beatsPerSecond += weight * one.beatsPerSecond
            mix.distance += weight * one.distance
        }
        return mix
    }
}

/// The frequency of a note in hertz; 69 is A at 440 Hz.
func hertz(_ semitones: Float) -> Float { 440 * exp2((semitones - 69) / 12) }
