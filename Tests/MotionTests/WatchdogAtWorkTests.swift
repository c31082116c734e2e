import Foundation
import Signals
import Testing

@testable import Motion

/// The watchdog against dancers that really stand still or go round: always the most probable component,
/// without any chance in the draw, so that nothing else can bring them out.
@Suite struct WatchdogAtWorkTests {
    /// What a dance without chance comes to.
    private struct Danced {
        /// Poses at which it was reheated, and why.
        var reheatings: [(pose: Int, reason: Reheating)] = []
        /// How near each second is to one before, by pose, every fifteenth.
        var distances: [(pose: Int, distance: Float)] = []
        /// The keypoints' mean way to each pose, in torsos.
        var speeds: [Float] = []
        /// The farthest that one keypoint goes about the hips in one pose, in torsos.
        var longestStep: Float = 0

        /// Whether every second from a pose on was danced before.
        func loops(from pose: Int) -> Bool {
            let late = distances.filter { $0.pose >= pose }
            return !late.isEmpty && late.allSatisfy { $0.distance < Watchdog.alike }
        }
    }

    private func dance(
        _ checkpoint: DancerCheckpoint, _ emotion: Emotion, poses: Int, seed: UInt64,
        watched: Bool
    ) throws -> Danced {
        var dancing = Dancing()
        dancing.sampling = .mostProbable
        dancing.sigmaScale = 0
        dancing.usesGuard = false
        dancing.reheats = watched
        let dancer = try Dancer(checkpoint, seed: seed, dancing: dancing)
        var detector = LoopDetector(components: checkpoint.configuration.poseComponents)
        var danced = Danced()
        var before: [Float]?
        for pose in 0..<poses {
            let shown = dancer.pose(feeling: Mood(emotion))
            let hip = shown[.midHip]
            var numbers: [Float] = []
            for joint in PoseLayout.joints {
                numbers.append(shown[joint].x - hip.x)
                numbers.append(shown[joint].y - hip.y)
            }
            numbers += [-hip.y, 0]
            detector.add(checkpoint.space.state(of: numbers))
            if let before {
                danced.speeds.append(PoseLayout.distance(numbers, to: before))
                for i in 0..<PoseLayout.coordinates {
                    danced.longestStep = max(danced.longestStep, abs(numbers[i] - before[i]))
                }
            }
            before = numbers
            if let reason = dancer.newestReheating { danced.reheatings.append((pose, reason)) }
            if pose.isMultiple(of: 15), let distance = detector.nearestDistance {
                danced.distances.append((pose, distance))
            }
        }
        // It reports each time, and never by setting the body back.
        #expect(dancer.reheatings.values.reduce(0, +) == danced.reheatings.count)
        #expect(dancer.guardActions == 0)
        return danced
    }

    @Test func aDancerThatComesToRestIsMovedAgainWithoutAJump() throws {
        let checkpoint = try tinyDancer()
        func speed(_ danced: Danced, _ poses: Range<Int>) -> Float {
            danced.speeds[poses].reduce(0, +) / Float(poses.count)
        }
        let alone = try dance(checkpoint, .neutral, poses: 400, seed: 4, watched: false)
        let usual = checkpoint.palette.medianSpeed(of: Mood(.neutral))
        // Untaught weights and no chance: it comes nearly to rest.
        #expect(speed(alone, 250..<399) < 0.15 * usual)
        let watched = try dance(checkpoint, .neutral, poses: 400, seed: 4, watched: true)
        #expect(watched.reheatings.count >= 2)
        for (pose, reason) in watched.reheatings where pose + 70 < 399 {
            #expect(reason == .freezing)
            let hot = (pose + 20)..<(pose + 70)
            #expect(speed(watched, hot) > 1.5 * speed(alone, hot))
        }
        #expect(watched.longestStep < 0.15)
    }

    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] != nil
                && Dancer.shipped != nil),
        arguments: [UInt64(1), 3])
    func theShippedDancerGoesRoundWithoutChanceAndIsBroughtOutEachTime(seed: UInt64) throws {
        let checkpoint = try DancerCheckpoint(contentsOf: #require(Dancer.shipped))
        let poses = 1800
        // Which moods go round is the weights'; of seven some did in every dancer that was tried.
        var found: (emotion: Emotion, alone: Danced)?
        for emotion in [Emotion.fear, .neutral, .sadness, .surprise, .disgust, .anger]
        where found == nil {
            let alone = try dance(checkpoint, emotion, poses: poses, seed: seed, watched: false)
            if alone.loops(from: 1200) { found = (emotion, alone) }
        }
        let (emotion, alone) = try #require(found)
        let watched = try dance(checkpoint, emotion, poses: poses, seed: seed, watched: true)
        let calls = watched.reheatings.filter { $0.reason == .repetition }
        #expect(!calls.isEmpty)
        #expect(!watched.loops(from: 1200))
        let hot = Watchdog.rise + Watchdog.stay + Watchdog.fall
        for call in calls where call.pose + hot < poses {
            let during = watched.distances.filter {
                (call.pose...(call.pose + hot)).contains($0.pose)
            }
            // Out of the loop by twice what counts as one.
            #expect((during.map(\.distance).max() ?? 0) > 2 * Watchdog.alike, "\(emotion) \(call)")
        }
        // No jump: no step is much longer than those of the same dance left alone.
        #expect(watched.longestStep < 1.5 * alone.longestStep)
    }
}
