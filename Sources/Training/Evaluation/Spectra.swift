import Foundation
import Motion
import Signals

/// The discrete Fourier transform of a power of two of numbers (Cooley & Tukey 1965).
struct FourierTransform: Sendable {
    /// How many numbers go in.
    let size: Int
    private let cosines: [Float]
    private let sines: [Float]
    private let order: [Int]

    /// A transform of `size` numbers, a power of two.
    init(size: Int) {
        precondition(size > 1 && size & (size - 1) == 0, "\(size) is no power of two")
        self.size = size
        cosines = (0..<(size / 2)).map { Float(cos(2 * .pi * Double($0) / Double(size))) }
        sines = (0..<(size / 2)).map { Float(-sin(2 * .pi * Double($0) / Double(size))) }
        let bits = size.trailingZeroBitCount
        order = (0..<size).map { index in
            (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
        }
    }

    /// |FFT|² of each frequency from 0 to half the rate, [size / 2 + 1].
    func power(of signal: [Float]) -> [Float] {
        var real = order.map { signal[$0] }
        var imaginary = [Float](repeating: 0, count: size)
        var half = 1
        while half < size {
            let stride = size / (2 * half)
            for first in Swift.stride(from: 0, to: size, by: 2 * half) {
                for k in 0..<half {
                    let (a, b) = (first + k, first + k + half)
                    let (c, s) = (cosines[k * stride], sines[k * stride])
                    let x = real[b] * c - imaginary[b] * s
                    let y = real[b] * s + imaginary[b] * c
                    (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
                    real[a] += x
                    imaginary[a] += y
                }
            }
            half *= 2
        }
        return (0...(size / 2)).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
    }
}

/// How the movement of a set spreads over frequencies.
struct Spectra: Sendable {
    /// Poses that one spectrum is taken of.
    static let length = 256
    private static let transform = FourierTransform(size: length)
    /// Numbers of a pose that count: 48 coordinates and the height.
    private static let channels = PoseLayout.coordinates + 1

    /// Mean |FFT|² of each coordinate's places of each mood, [channels][129].
    let places: [Emotion: [[Double]]]
    /// Mean |FFT|² of all velocities of each mood, [129], under a Hann window.
    let velocities: [Emotion: [Double]]

    /// The spectra of the first 256 poses of every run; shorter runs are passed over.
    init(_ set: MotionSet) {
        var places: [Emotion: [[Double]]] = [:]
        var velocities: [Emotion: [Double]] = [:]
        for emotion in set.emotions {
            let runs = (set.runs[emotion] ?? []).filter { $0.count > Self.length }
            guard !runs.isEmpty else { continue }
            var sums = [[Double]](
                repeating: [Double](repeating: 0, count: Self.length / 2 + 1), count: Self.channels)
            var moving = [Double](repeating: 0, count: Self.length / 2 + 1)
            for run in runs {
                for channel in 0..<Self.channels {
                    let signal = Self.signal(channel, of: run)
                    let power = Self.transform.power(of: Self.centred(signal))
                    let speed = Self.transform.power(of: Self.windowedSteps(of: run, channel))
                    for k in power.indices {
                        sums[channel][k] += Double(power[k]) / Double(runs.count)
                        moving[k] += Double(speed[k]) / Double(runs.count)
                    }
                }
            }
            places[emotion] = sums
            velocities[emotion] = moving
        }
        self.places = places
        self.velocities = velocities
    }

    /// The share of the velocities' power above 5 Hz, of each mood.
    var fastShares: [Emotion: Double] {
        let first = Int((5 / 30.0 * Double(Self.length)).rounded(.up))
        return velocities.mapValues { power in
            let all = power.dropFirst().reduce(0, +)
            return all > 0 ? power[first...].reduce(0, +) / all : 0
        }
    }

    /// The normalised power spectrum similarity of Gopalakrishnan et al. (2019), 0 when alike: the
    /// earth mover's distance of the normalised spectra, coordinate by coordinate, weighted by the
    /// real power; here of each mood's mean spectra, as what is generated has no twin in the data.
    func similarity(to real: Spectra) -> [Emotion: Double] {
        var distances: [Emotion: Double] = [:]
        for (emotion, mine) in places {
            guard let theirs = real.places[emotion] else { continue }
            let total = theirs.reduce(0) { $0 + $1.reduce(0, +) }
            var distance = 0.0
            for channel in 0..<Self.channels {
                let weight = theirs[channel].reduce(0, +) / max(total, 1e-30)
                distance += weight * Self.distance(mine[channel], theirs[channel])
            }
            distances[emotion] = distance
        }
        return distances
    }

    /// How far the share of power must be moved from one spectrum to make the other.
    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        let (sumA, sumB) = (a.reduce(0, +), b.reduce(0, +))
        // What does not move at all has its power nowhere, as far away as can be.
        guard sumA > 1e-12, sumB > 1e-12 else {
            return sumA > sumB || sumB > sumA ? Double(a.count) : 0
        }
        var (upToA, upToB, moved) = (0.0, 0.0, 0.0)
        for k in a.indices {
            upToA += a[k] / sumA
            upToB += b[k] / sumB
            moved += abs(upToA - upToB)
        }
        return moved
    }

    private static func signal(_ channel: Int, of run: PoseRun) -> [Float] {
        (0..<length).map { run.numbers[$0 * PoseLayout.count + channel] }
    }

    private static func centred(_ signal: [Float]) -> [Float] {
        let mean = signal.reduce(0, +) / Float(signal.count)
        return signal.map { $0 - mean }
    }

    private static let hann: [Float] = (0..<length).map {
        0.5 - 0.5 * Float(cos(2 * .pi * Double($0) / Double(length)))
    }

    private static func windowedSteps(of run: PoseRun, _ channel: Int) -> [Float] {
        (0..<length).map { pose in
            let now = pose * PoseLayout.count + channel
            return hann[pose] * (run.numbers[now + PoseLayout.count] - run.numbers[now])
        }
    }
}
