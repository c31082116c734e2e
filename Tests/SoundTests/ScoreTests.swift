import Foundation
import Signals
import Testing

@testable import Sound

/// The next seconds of a score in one mood after another, left and right in turn.
private func play(seed: UInt64, _ parts: [(Mood, Double)]) -> [Float] {
    let score = Score(seed: seed)
    var sound: [Float] = []
    var block = [Float](repeating: 0, count: 3200)
    for (mood, seconds) in parts {
        for _ in 0..<Int(seconds * 30) {
            block.withUnsafeMutableBufferPointer {
                $0.update(repeating: 0)
                score.add(to: $0, mood: mood)
            }
            sound += block
        }
    }
    return sound
}

@Suite struct ScoreTests {
    @Test func theSameSeedAndMoodsGiveTheSameSound() throws {
        let parts = [(Mood(.happiness), 0.2), (Mood(.anger), 0.2)]
        let first = play(seed: 5, parts)
        #expect(first == play(seed: 5, parts))
        #expect(first != play(seed: 6, parts))
        #expect(first != play(seed: 5, [(Mood(.happiness), 0.2), (Mood(.fear), 0.2)]))
    }

    @Test(arguments: Emotion.allCases) func aMoodSoundsQuietlyAndWithoutACrack(_ emotion: Emotion) {
        let sound = play(seed: 3, [(Mood(emotion), 0.6)])
        #expect(sound.allSatisfy { $0.isFinite })
        let loudest = sound.map(abs).max() ?? 0
        #expect((0.02..<1).contains(loudest))
        // A crack is a corner: neighbours far apart. 12 kHz at the loudest would be 0.3 apart.
        let left = stride(from: 0, to: sound.count, by: 2).map { sound[$0] }
        let steepest = zip(left, left.dropFirst()).map { abs($1 - $0) }.max() ?? 0
        #expect(steepest < 0.15)
        #expect(abs(left.reduce(0, +) / Float(left.count)) < 0.01)
    }

    @Test func aChangeOfMoodHasNoCorner() {
        let moods = Emotion.allCases.map { (Mood($0), 0.2) }
        let sound = play(seed: 1, moods)
        let left = stride(from: 0, to: sound.count, by: 2).map { sound[$0] }
        let steepest = zip(left, left.dropFirst()).map { abs($1 - $0) }.max() ?? 0
        #expect(steepest < 0.15)
    }

    @Test func moodsDiffer() {
        // Zero crossings and loudness are enough to tell any two apart.
        let marks = Emotion.allCases.map { emotion -> SIMD2<Float> in
            let sound = play(seed: 2, [(Mood(emotion), 3)]).suffix(96_000)
            let left = stride(from: sound.startIndex, to: sound.endIndex, by: 2).map { sound[$0] }
            let crossings = zip(left, left.dropFirst()).count { ($0 < 0) != ($1 < 0) }
            let power = left.reduce(0) { $0 + $1 * $1 } / Float(left.count)
            return SIMD2(log(Float(crossings)), 0.5 * log(power))
        }
        for one in marks.indices {
            for other in marks.indices where other > one {
                let apart = marks[one] - marks[other]
                #expect((apart * apart).sum().squareRoot() > 0.1, "\(one) and \(other)")
            }
        }
    }
}

@Suite struct LimiterTests {
    /// What comes out for what goes in, in blocks.
    private func limited(_ sound: [Float]) -> [Float] {
        var sound = sound
        var limiter = Limiter()
        sound.withUnsafeMutableBufferPointer { limiter.limit($0) }
        return sound
    }

    @Test func quietSoundOnlyComesLater() {
        let sound = (0..<4000).map { 0.5 * sin(Float($0 / 2) * 0.05) }
        let out = limited(sound)
        let late = 2 * Limiter.delay
        #expect(zip(out.dropFirst(late), sound).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func nothingGoesOverTheCeiling() {
        var random = SeededRandom(seed: 4)
        let sound = (0..<200_000).map { index -> Float in
            let swell = 1 + 3 * sin(Float(index) * 0.0003)
            return swell * Float(2 * random.uniform() - 1)
        }
        #expect(limited(sound).allSatisfy { abs($0) <= 0.8401 })
    }

    @Test func bothSidesAreTurnedDownTogether() {
        let sound = (0..<20_000).map { $0.isMultiple(of: 2) ? 2 * sin(Float($0) * 0.01) : 0.1 }
        let out = limited(sound)
        let right = stride(from: 3001, to: out.count, by: 2).map { out[$0] }
        #expect(right.min().map { $0 < 0.06 } == true)
    }
}
