import Foundation
import Signals
import Testing

@testable import Affect

/// What the estimator's description says, sentence by sentence, on rooms drawn at random.
@Suite struct MoodEstimatorPropertyTests {
    /// A message of a room that was drawn.
    private struct Said {
        var time: Double
        var author: String
        var mood: SIMD8<Double>
    }

    private static let seeds: [UInt64] = (1...12).map { $0 * 7_919 }

    private func mood(_ random: inout SeededRandom) -> SIMD8<Double> {
        var lanes = SIMD8<Double>.zero
        for index in 0..<Emotion.count { lanes[index] = random.uniform() }
        return lanes / lanes.sum()
    }

    /// Up to 120 messages of up to 15 authors within 30 seconds, earliest first.
    private func room(_ random: inout SeededRandom) -> [Said] {
        let authors = 1 + Int(random.next() % 15)
        let count = 1 + Int(random.next() % 120)
        var said = [Said]()
        for _ in 0..<count {
            said.append(
                Said(
                    time: random.uniform() * 30, author: "a\(random.next() % UInt64(authors))",
                    mood: mood(&random)))
        }
        return said.sorted { $0.time < $1.time }
    }

    private func estimator(_ said: [Said]) -> MoodEstimator {
        var estimator = MoodEstimator()
        for one in said { estimator.add(one.mood, author: one.author, time: one.time) }
        return estimator
    }

    private func distance(_ one: Mood, _ other: Mood) -> Double {
        let difference = one.lanes - other.lanes
        return max(difference.max(), -difference.min())
    }

    /// The formulas as they are written down, with a list of messages in place of running sums.
    private func written(_ said: [Said], at now: Double) -> Mood {
        func decay(_ seconds: Double, _ half: Double) -> Double { exp2(-seconds / half) }
        var memories = [SIMD8<Double>]()
        for half in [2.0, 10] {
            var voices: [String: (time: Double, v: SIMD8<Double>)] = [:]
            for one in said where one.time <= now {
                let old = voices[one.author]
                let a = old.map { $0.v * decay(one.time - $0.time, half) } ?? .zero
                voices[one.author] = (one.time, a * 0.5 + one.mood * (1 - 0.5 * a.sum()))
            }
            // E is the sum of all voices, each faded since its own last message.
            memories.append(
                voices.values.reduce(.zero) { $0 + $1.v * decay(now - $1.time, half) })
        }
        var prior = SIMD8<Double>(repeating: 0.02)
        prior[Emotion.neutral.index] = 0.88
        prior[7] = 0
        let moods = memories.map { memory in
            var heard = memory
            heard[Emotion.neutral.index] *= 0.35
            return (heard + prior * 3) / (heard.sum() + 3)
        }
        let n = memories[0].sum()
        let w = n / (n + 25)
        let mixed = moods[0] * w + moods[1] * (1 - w)
        return (try? Mood(scaling: (0..<7).map { mixed[$0] })) ?? Mood(.neutral)
    }

    @Test(arguments: seeds) func theRunningSumsAreTheWrittenFormulas(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        let now = (said.last?.time ?? 0) + random.uniform() * 20
        #expect(distance(estimator(said).mood(at: now), written(said, at: now)) < 1e-9)
    }

    @Test(arguments: seeds) func aVoiceWeighsOneWhateverItSaid(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let room = estimator(room(&random))
        for voice in room.voices.values {
            #expect(abs(voice.now.fast.sum() - 1) < 1e-9)
            #expect(abs(voice.now.slow.sum() - 1) < 1e-9)
        }
    }

    @Test(arguments: seeds) func aNewMessageLeavesHalfOfWhatIsLeftOfTheOld(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (first, second) = (mood(&random), mood(&random))
        let wait = random.uniform() * 10
        var room = MoodEstimator()
        room.add(first, author: "a", time: 0)
        room.add(second, author: "a", time: wait)
        let voice = try #require(room.voices["a"])
        let left = 0.5 * exp2(-wait / 2)
        let expected = first * left + second * (1 - left)
        #expect((voice.now.fast - expected).max() < 1e-12)
    }

    @Test(arguments: seeds) func readingChangesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        var asked = MoodEstimator()
        for one in said {
            for _ in 0..<3 { _ = asked.mood(at: random.uniform() * 100) }
            asked.add(one.mood, author: one.author, time: one.time)
        }
        #expect(asked.mood(at: 40) == estimator(said).mood(at: 40))
        #expect(asked.mood(at: 40) == asked.mood(at: 40))
    }

    @Test(arguments: seeds) func silenceReturnsToThePriorAndNeverTurnsBack(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let room = estimator(room(&random))
        let prior = MoodEstimator().mood(at: 0)
        #expect(abs(prior[.neutral] - 0.88) < 1e-12 && abs(prior[.fear] - 0.02) < 1e-12)
        // Beyond a few seconds, where both memories only fade.
        var last = distance(room.mood(at: 60), prior)
        for second in stride(from: 65.0, to: 400, by: 5) {
            let now = distance(room.mood(at: second), prior)
            #expect(now <= last + 1e-12)
            last = now
        }
        #expect(last < 1e-9)
    }

    @Test(arguments: seeds) func whoSaysItDoesNotMatterOnlyHowMany(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        let renamed = said.map { Said(time: $0.time, author: "other " + $0.author, mood: $0.mood) }
        #expect(distance(estimator(said).mood(at: 31), estimator(renamed).mood(at: 31)) < 1e-12)
    }

    @Test(arguments: seeds) func aLateMessageCountsAsItWouldByNow(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        let late = Said(time: random.uniform() * 30, author: "late", mood: mood(&random))
        let inTime = (said + [late]).sorted { $0.time < $1.time }
        let difference = distance(
            estimator(said + [late]).mood(at: 33), estimator(inTime).mood(at: 33))
        #expect(difference < 1e-10)
    }

    @Test(arguments: seeds) func theClockMayBeginAnywhere(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        let moved = said.map { Said(time: $0.time + 4_096, author: $0.author, mood: $0.mood) }
        #expect(
            distance(estimator(said).mood(at: 35), estimator(moved).mood(at: 4_131)) < 1e-9)
    }

    @Test(arguments: seeds) func moreVoicesForAFeelingNeverWeakenIt(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var room = estimator(room(&random))
        var last = room.mood(at: 30)[.fear]
        for author in 0..<40 {
            room.add(Mood(.fear), author: "new \(author)", time: 30)
            let now = room.mood(at: 30)[.fear]
            #expect(now >= last - 1e-12)
            last = now
        }
        #expect(last > 0.5)
    }

    @Test(arguments: seeds) func whatIsTakenBackWasNeverSaid(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = room(&random)
        var room = estimator(said)
        let gone = said[Int(random.next() % UInt64(said.count))].author
        room.remove(author: gone)
        let others = said.filter { $0.author != gone }
        #expect(distance(room.mood(at: 30), estimator(others).mood(at: 30)) < 1e-9)
    }

    @Test(arguments: seeds) func aVoiceThatSpeaksForOthersIsAsManyVoices(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let said = (0..<20).map { number in
            Said(time: Double(number), author: "\(number)", mood: mood(&random))
        }
        var (one, many) = (MoodEstimator(), MoodEstimator())
        for voice in said {
            one.add(voice.mood, author: voice.author, time: voice.time, weight: 5)
            for copy in 0..<5 {
                many.add(voice.mood, author: "\(voice.author)-\(copy)", time: voice.time)
            }
        }
        #expect(distance(one.mood(at: 20), many.mood(at: 20)) < 1e-12)
        #expect(one.voices.values.allSatisfy { abs($0.now.fast.sum() - 5) < 1e-9 })
        // Once it speaks for itself alone, it weighs one again.
        one.add(said[0].mood, author: "0", time: 20)
        #expect(abs((one.voices["0"]?.now.slow.sum() ?? 0) - 1) < 1e-9)
    }

    @Test(arguments: seeds) func theMoodIsAlwaysAMood(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var room = MoodEstimator()
        for number in 0..<300 {
            let author = "a\(random.next() % 20)"
            let time = random.uniform() * 60
            switch random.next() % 5 {
            case 0: room.remove(author: author)
            case 1: room.remove(message: "m\(number - 1)", author: author)
            default:
                room.add(
                    mood(&random), author: author, time: time, message: "m\(number)",
                    weight: 0.1 + random.uniform() * 9)
            }
            let weights = room.mood(at: time).weights
            #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
            #expect(weights.allSatisfy { $0 >= 0 && $0 <= 1 })
        }
    }

    @Test func nobodyIsForgottenBeforeSixtyFiveThousandOthers() {
        #expect(MoodEstimator.Settings().authorLimit == 65_536)
        var room = MoodEstimator()
        for author in 0..<70_000 {
            room.add(Mood(.fear), author: "\(author)", time: Double(author) * 1e-4)
        }
        #expect(room.authorCount <= 65_536 && room.authorCount >= 49_152)
        #expect(room.voices["69999"] != nil && room.voices["0"] == nil)
    }
}
