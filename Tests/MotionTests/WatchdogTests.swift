import Foundation
import Signals
import Testing

@testable import Motion

@Suite struct WatchdogTests {
    /// A state that wanders and never comes back.
    private func wandering(_ poses: Int, seed: UInt64 = 1) -> [[Float]] {
        var random = SeededRandom(seed: seed)
        var state = [Float](repeating: 0, count: 4)
        return (0..<poses).map { _ in
            for i in state.indices { state[i] += 0.2 * Float(random.gaussian()) }
            return state
        }
    }

    private func reheatings(of states: [[Float]], speed: Float, usual: Float = 0.02) -> [Reheating]
    {
        var watchdog = Watchdog(components: 4)
        return states.compactMap { watchdog.look(at: $0, speed: speed, usual: usual) }
    }

    @Test func aBodyThatMovesOnIsLeftAlone() {
        #expect(reheatings(of: wandering(2400), speed: 0.02).isEmpty)
    }

    @Test func aBodyThatSlowsDownIsReheatedOnceAndThenLookedAtAgain() {
        // The heat rises, stays, falls and rests for 160 poses.
        #expect(reheatings(of: wandering(100), speed: 0.007) == [.freezing])
        let many = reheatings(of: wandering(400), speed: 0.007)
        #expect(many == [.freezing, .freezing, .freezing])
    }

    @Test func aMomentOfStillnessIsNoFreezing() {
        var watchdog = Watchdog(components: 4)
        for (number, state) in wandering(300).enumerated() {
            let isStill = number % 30 < Watchdog.patience
            #expect(watchdog.look(at: state, speed: isStill ? 0 : 0.02, usual: 0.02) == nil)
        }
    }

    @Test func aLoopIsNoticedAndNamed() {
        let cycle = wandering(75)
        let looped = (0..<600).map { cycle[$0 % 75] }
        #expect(reheatings(of: looped, speed: 0.02).first == .repetition)
    }

    @Test func theHeatIsEasedInAndOut() {
        var watchdog = Watchdog(components: 4)
        var heats: [Float] = []
        for state in wandering(180) {
            // Slow until it has been noticed.
            let speed: Float = heats.contains { $0 > 0 } ? 0.02 : 0
            _ = watchdog.look(at: state, speed: speed, usual: 0.02)
            heats.append(watchdog.heat)
        }
        #expect(heats.max() == 1)
        #expect(heats.last == 0)
        for (a, b) in zip(heats, heats.dropFirst()) { #expect(abs(a - b) < 0.16) }
    }

    @Test func theNearestSecondIsFoundAcrossTheEndOfTheMemory() {
        var detector = LoopDetector(components: 4)
        #expect(detector.nearestDistance == nil)
        let states = wandering(LoopDetector.memory + 500)
        for state in states { detector.add(state) }
        let before = detector.nearestDistance ?? 0
        #expect(before > 0.1)
        // The second that ended 300 poses ago, again.
        for state in states[(states.count - 330)..<(states.count - 300)] { detector.add(state) }
        #expect(detector.nearestDistance == 0)
    }
}

@Suite struct ReheatingTests {
    private func frozen() throws -> DancerCheckpoint {
        var checkpoint = try tinyDancer()
        // No movement of this body is as fast as this mood's usual speed.
        checkpoint.palette.manners["neutral"]?.medianSpeed = 10
        return checkpoint
    }

    private func longestStep(_ poses: [Pose]) -> Float {
        zip(poses, poses.dropFirst()).map { a, b in
            zip(a.points, b.points).map { max(abs($0.x - $1.x), abs($0.y - $1.y)) }.max() ?? 0
        }.max() ?? 0
    }

    @Test func aDancerThatFreezesIsReheatedBeforeTheGuardActs() throws {
        let dancer = try Dancer(frozen(), seed: 1)
        var reasons: [Reheating] = []
        var poses = 0
        while dancer.guardActions == 0, poses < 200 {
            _ = dancer.pose(feeling: Mood(.neutral))
            if let reason = dancer.newestReheating { reasons.append(reason) }
            poses += 1
        }
        #expect(reasons == [.freezing])
        #expect(dancer.reheatings == [.freezing: 1])
        #expect(dancer.guardActions == 1)
    }

    @Test func aDancerThatMovesIsLeftAlone() throws {
        var checkpoint = try tinyDancer()
        checkpoint.palette.manners["neutral"]?.medianSpeed = 0.001
        let dancer = try Dancer(checkpoint, seed: 1)
        for _ in 0..<300 { _ = dancer.pose(feeling: Mood(.neutral)) }
        #expect(dancer.reheatings.isEmpty)
    }

    @Test func posesStayContinuousWhileItIsReheated() throws {
        var checkpoint = try tinyDancer()
        checkpoint.palette.manners["neutral"]?.medianSpeed = 0.001
        let free = try Dancer(checkpoint, seed: 3)
        var speed = 0.0
        for _ in 0..<120 {
            _ = free.pose(feeling: Mood(.neutral))
            speed += free.energy * 1.5 * Double(checkpoint.palette.fastest) / 120
        }
        // So slow that the watchdog sees it and the guard does not, or only later.
        checkpoint.palette.manners["neutral"]?.medianSpeed = Float(speed) / 0.33
        func poses(_ reheats: Bool) throws -> (poses: [Pose], count: Int) {
            var dancing = Dancing()
            dancing.reheats = reheats
            let dancer = try Dancer(checkpoint, seed: 3, dancing: dancing)
            var poses: [Pose] = []
            while poses.count < 150 {
                let pose = dancer.pose(feeling: Mood(.neutral))
                if dancer.guardActions > 0 { break }
                poses.append(pose)
            }
            #expect(poses.count > 70)
            return (poses, dancer.reheatings.values.reduce(0, +))
        }
        let (calm, none) = try poses(false)
        let (hot, some) = try poses(true)
        #expect(none == 0 && some > 0)
        #expect(hot != calm)
        #expect(longestStep(hot) < 0.1)
        #expect(longestStep(hot) < 2 * longestStep(calm))
    }

    @Test func whatIsHeatedIsWilder() {
        let hot = Dancing().heated(by: 1)
        #expect(hot.temperature > 1 && hot.sigmaScale == 1 && hot.guidance > 1.5)
        #expect(Dancing().heated(by: 0) == Dancing())
        var wild = Dancing()
        wild.sigmaScale = 1.4
        #expect(wild.heated(by: 1).sigmaScale == 1.4)
    }
}
