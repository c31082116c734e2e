import Foundation
import Motion
import Signals
import Testing

@testable import Training

@Suite struct MetricGoalTests {
    @Test func aGoalAgainstTheFloorLooksAtTheRatio() {
        let goal = MetricGoal.atMostOfFloor(1.5)
        #expect(goal.isMet(by: 3, real: nil, floor: 2) == true)
        #expect(goal.isMet(by: 3.1, real: nil, floor: 2) == false)
        #expect(goal.isMet(by: 3, real: 2, floor: nil) == nil)
    }

    @Test func emotionIsCountedFromChance() {
        let goal = MetricGoal.aboveChance(0.75)
        let chance = 1.0 / 7
        #expect(goal.isMet(by: chance + 0.31, real: chance + 0.4, floor: nil) == true)
        #expect(goal.isMet(by: chance + 0.29, real: chance + 0.4, floor: nil) == false)
        // A judge no better than chance says nothing of anyone.
        #expect(goal.isMet(by: 0.9, real: 0.1, floor: nil) == nil)
    }

    @Test func whatIsNotANumberMeetsNothing() {
        #expect(MetricGoal.atMost(4).isMet(by: .nan, real: nil, floor: nil) == false)
        let result = MetricResult(.response, generated: .infinity)
        #expect(result.meets == false)
        #expect(result.generated == nil)
    }

    @Test func theFileHasTheAgreedForm() throws {
        var report = EvaluationReport()
        report.metrics[.jerk] = MetricResult(.jerk, generated: 0.5, real: 1, floor: 1.1)
        report.baselines[.noise] = [.jerk: MetricResult(.jerk, generated: 9, real: 1)]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(report), as: UTF8.self) == """
                {"baselines":{"noise":{"jerk":{"generated":9,"goal":"0.8–1.2 × real","meets":false,\
                "ratio":9,"real":1}}},"metrics":{"jerk":{"floor":1.1,"generated":0.5,\
                "goal":"0.8–1.2 × real","meets":false,"ratio":0.5,"real":1}}}
                """)
        #expect(report.table.contains("jerk"))
        #expect(report.table.contains("MISSES"))
    }
}

@Suite struct FeatureDistanceTests {
    private func cloud(_ count: Int, at middle: [Float], wide: [Float], seed: UInt64) -> [[Float]] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            middle.indices.map { middle[$0] + wide[$0] * Float(random.gaussian()) }
        }
    }

    @Test func frechetIsTheDistanceOfTwoGaussians() {
        // |μ₁ - μ₂|² = 9, and (σ₁ - σ₂)² = 1 + 4 for axes that agree.
        let a = cloud(8000, at: [0, 0], wide: [1, 1], seed: 1)
        let b = cloud(8000, at: [3, 0], wide: [2, 3], seed: 2)
        #expect(abs(FeatureDistance.frechet(a, b) - 14) < 0.6)
        #expect(FeatureDistance.frechet(a, a) < 1e-6)
    }

    @Test func pairwiseIsTheMeanOverAllPairs() {
        let rows: [[Float]] = [[0, 0], [3, 4], [0, 8]]
        #expect(abs(FeatureDistance.meanPairwise(rows) - (5 + 8 + 5) / 3.0) < 1e-6)
    }

    @Test func aFeatureSpaceTakesRealMotionToUnitDeviations() {
        let rows = cloud(3000, at: [5, -2], wide: [10, 0.1], seed: 3)
        let space = FeatureSpace(fitting: rows, components: 2)
        let placed = rows.map { space($0) }
        for axis in 0..<2 {
            let mean = placed.reduce(0) { $0 + $1[axis] } / 3000
            let square = placed.reduce(0) { $0 + $1[axis] * $1[axis] } / 3000
            #expect(abs(mean) < 1e-3)
            #expect(abs(square - 1) < 0.1)
        }
    }
}

@Suite struct SpectraTests {
    @Test func theFastTransformIsTheSlowOne() {
        var random = SeededRandom(seed: 4)
        let signal = (0..<16).map { _ in Float(random.gaussian()) }
        let fast = FourierTransform(size: 16).power(of: signal)
        for k in 0...8 {
            var (real, imaginary) = (0.0, 0.0)
            for (t, value) in signal.enumerated() {
                let angle = -2 * Double.pi * Double(k * t) / 16
                real += Double(value) * cos(angle)
                imaginary += Double(value) * sin(angle)
            }
            #expect(abs(Double(fast[k]) - real * real - imaginary * imaginary) < 1e-3)
        }
    }

    private func swinging(hertz: Float) -> MotionSet {
        let run = PoseRun(
            (0..<300).flatMap { pose -> [Float] in
                var numbers = [Float](repeating: 0, count: PoseLayout.count)
                numbers[3] = sin(2 * .pi * hertz * Float(pose) / 30)
                return numbers
            })
        return MotionSet([.anger: [run]])
    }

    @Test func onlyWhatIsFasterThanFiveHertzCountsAsFast() throws {
        let slow = try #require(Spectra(swinging(hertz: 2)).fastShares[.anger])
        let fast = try #require(Spectra(swinging(hertz: 8)).fastShares[.anger])
        #expect(slow < 0.01)
        #expect(fast > 0.99)
    }

    @Test func spectraThatAreFartherApartAreLessAlike() throws {
        let real = Spectra(swinging(hertz: 2))
        let near = try #require(Spectra(swinging(hertz: 3)).similarity(to: real)[.anger])
        let far = try #require(Spectra(swinging(hertz: 9)).similarity(to: real)[.anger])
        #expect(try #require(real.similarity(to: real)[.anger]) < 1e-9)
        #expect(near > 1)
        #expect(far > 3 * near)
    }
}

@Suite struct BodyMeasureTests {
    private func run(_ clip: Int = 0, poses: Int = 120) throws -> PoseRun {
        let motion = wandering(
            frames: poses, pace: 0.2, seed: UInt64(clip), emotion: .anger, split: .train)
        return PoseRun(
            try #require(RealMotion.takes([motion]).first).projected(yaw: 0, mirrored: false))
    }

    @Test func jerkIsTheThirdDifference() {
        // x = t³ / 6 has a third difference of 1, in one of 24 keypoints.
        let numbers = (0..<10).flatMap { pose -> [Float] in
            var numbers = [Float](repeating: 0, count: PoseLayout.count)
            numbers[0] = Float(pose * pose * pose) / 6
            return numbers
        }
        #expect(abs(PoseRun(numbers).jerk - 1.0 / 24) < 1e-4)
    }

    @Test func theLongestFreezeIsMeasuredInSeconds() throws {
        let freezing = Freezing(of: MotionSet([.anger: [try run()]]))
        let usual = try #require(freezing.usual[.anger])
        let speeds =
            [Float](repeating: usual, count: 60) + [Float](repeating: 0, count: 90)
            + [Float](repeating: usual, count: 60)
        // A window that is a tenth moving is just not frozen: the 90 still poses alone count, and
        // two or so of each side.
        #expect(abs(freezing.longest(speeds, feeling: .anger) - 3) < 0.25)
        #expect(
            freezing.longest([Float](repeating: usual, count: 200), feeling: .anger) == 0)
    }

    @Test func aFootThatIsCarriedAlongSkates() throws {
        let standing = try run()
        var carried = standing
        for start in stride(from: 0, to: carried.numbers.count, by: PoseLayout.count) {
            carried.numbers[start + PoseLayout.drift] += 0.05
        }
        let still = try #require(Skating.slide(standing))
        let moved = try #require(Skating.slide(carried))
        #expect(moved > still + 0.02)
    }

    @Test func aRunIsNearestToItself() throws {
        let (a, b) = (try run(1, poses: 60), try run(2, poses: 60))
        var mine = WindowShapes()
        mine.add(a.numbers, at: 12)
        var both = WindowShapes()
        both.add(b.numbers, at: 0)
        let far = mine.nearest(in: both)[0]
        both.add(a.numbers, at: 12)
        #expect(mine.nearest(in: both)[0] < 2e-3)
        #expect(far > 0.05)
    }

    @Test func wordsTellWhatAClipShows() {
        func kind(_ content: String, _ label: String = "") -> MotionKind {
            var about = wandering(
                frames: 30, pace: 1, seed: 1, emotion: .anger, split: .train
            ).about
            about.content = content
            about.label = label
            return MotionKind(about)
        }
        #expect(kind("walk-left", "angry") == .travel)
        #expect(kind("Childish", "walk_childist") == .travel)
        #expect(kind("dance: salsa", "salsa") == .dance)
        #expect(kind("dance: pop steps, Start Walk Left") == .dance)
        #expect(kind("bow", "sad") == .dance)
    }
}

@Suite struct MoodResponseTests {
    @Test func aChangeThatNeverComesIsLongerThanAll() {
        #expect(MoodResponse.median([0.5, nil, 1, nil, nil]) == .infinity)
        #expect(MoodResponse.median([0.5, nil, 1]) == 1)
    }

    @Test func aJudgeThatHasLearnedTwoMoodsSeesTheChange() throws {
        let motion = try wanderingMotion()
        let judge = MotionJudge.trained(on: motion.training, steps: 60, batch: 16, seed: 1)
        let changes = motion.changes(perPair: 4, changeAt: 90, changePoses: 150, seed: 1)
        #expect(changes.count == 8)
        let times = changes.map {
            MoodResponse.seconds(in: $0.run, changedAt: 90, to: $0.to, by: judge)
        }
        #expect(MoodResponse.median(times) < 3)
        // Before the change nobody sees it.
        let windows = changes.map { $0.run.part(30..<90).numbers }
        let right = zip(changes, judge.posteriors(of: windows))
            .filter { $1[$0.from.index] > $1[$0.to.index] }
        #expect(right.count >= 6)
    }
}
