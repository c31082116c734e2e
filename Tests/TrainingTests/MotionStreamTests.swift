import Clips
import Foundation
import Motion
import Signals
import Testing

@testable import Training

@Suite struct MotionStreamTests {
    @Test func everyEmotionIsDrawnEquallyOften() throws {
        let stream = try MotionStream(fourClips())
        #expect(stream.emotions == [.anger, .neutral, .sadness])
        var random = SeededRandom(seed: 1)
        var counts: [Emotion?: Int] = [:]
        for _ in 0..<300 { counts[stream.window(of: 4, using: &random).group, default: 0] += 1 }
        for emotion in stream.emotions { #expect((60...100).contains(counts[emotion] ?? 0)) }
        #expect((40...80).contains(counts[nil] ?? 0))
    }

    @Test func onlyATrainingDrawsWalkingSeldom() {
        func features(_ content: String) -> MotionFeatures {
            var clip = markingTime(
                frames: 60, beat: 0.5, swing: 0.4, mood: Mood(.fear), label: "scared")
            clip.about.content = content
            return MotionFeatures(clip)
        }
        let choice = DancerRecipe.MotionChoice()
        #expect(choice.take(features("walk")).weight == choice.locomotion)
        #expect(choice.take(features("dance: salsa")).weight == 1)
        // What a dancer is held against knows no training's choice.
        #expect(MotionTake(features("walk")).weight == 1)
    }

    @Test func walkingIsDrawnSeldom() throws {
        var walk = MotionTake(fourClips()[0])
        var dance = walk
        walk.label = "walk"
        walk.weight = 0.12
        dance.label = "dance"
        // The two are told apart by their heights.
        walk.height = walk.height.map { _ in 1 }
        dance.height = dance.height.map { _ in 2 }
        let stream = try MotionStream(takes: [walk, dance])
        var random = SeededRandom(seed: 1)
        let walks = (0..<300).count { _ in
            let window = stream.window(of: 4, using: &random)
            return window.numbers[PoseLayout.height] == 1
        }
        // 0.12 of 1.12 of the windows.
        #expect((15...55).contains(walks))
    }

    @Test func aClipWithoutAMoodIsNotNeutral() throws {
        let stream = try MotionStream(fourClips())
        var random = SeededRandom(seed: 1)
        for _ in 0..<30 {
            let window = stream.window(of: 4, using: &random)
            #expect((window.mood == nil) == (window.group == nil))
        }
    }

    @Test func aWindowMayBeLongerThanAnyClipAndHasNoJump() throws {
        let stream = try MotionStream(fourClips())
        var random = SeededRandom(seed: 2)
        let window = stream.window(of: 400, emotion: .sadness, using: &random)
        #expect(window.count == 400)
        let speeds = PoseRun(window.numbers).speeds
        // The clip's own fastest step is 0.01 torsos.
        #expect((speeds.max() ?? 1) < 0.05)
    }

    @Test func aJoinGoesOnFromPlaceAndSpeed() {
        let clips = fourClips().map { MotionTake($0) }
        let joined = clips[0].joined(with: clips[1])
        #expect(joined.count == 180)
        for joint in 0..<24 {
            let last = clips[0].joints[89 * 24 + joint]
            let next = joined.joints[90 * 24 + joint]
            let far = next - last
            #expect((far * far).sum().squareRoot() < 0.25)
            // Where the difference has died away, the second clip is itself again.
            #expect(joined.joints[(90 + 20) * 24 + joint] == clips[1].joints[20 * 24 + joint])
        }
    }

    @Test func motionInSpaceIsSeenFromManySidesAndFlatMotionFromTheFront() throws {
        var clip = markingTime(frames: 90, beat: 0, swing: 0, mood: Mood(.anger), label: "still")
        // The arms alone move, or the whole clip would be cut away as standing still.
        for frame in 0..<90 { clip[frame, .leftWrist].y += 0.4 * sin(0.4 * Float(frame)) }
        let right = try #require(PoseLayout.joints.firstIndex(of: .rightShoulder))
        let left = try #require(PoseLayout.joints.firstIndex(of: .leftShoulder))
        func widths() throws -> [Float] {
            let stream = try MotionStream(takes: [MotionTake(MotionFeatures(clip))])
            var random = SeededRandom(seed: 3)
            return (0..<200).map { _ in
                let numbers = stream.window(of: 4, using: &random).numbers
                return abs(numbers[2 * left] - numbers[2 * right])
            }
        }
        // Shoulders 0.7 wide look 0.7 cos(yaw) wide, the yaw drawn evenly up to 45 degrees.
        let seen = try widths()
        #expect(seen.allSatisfy { $0 > 0.7 * cos(.pi / 4) - 1e-3 && $0 < 0.7 + 1e-3 })
        #expect(seen.min() ?? 1 < 0.7 * cos(0.7) && seen.max() ?? 0 > 0.699)
        let within = seen.filter { $0 > 0.7 * cos(.pi / 8) }.count
        #expect((70...130).contains(within))
        clip.isFlat = true
        #expect(try widths().allSatisfy { abs($0 - 0.7) < 1e-4 })
    }

    @Test func theMirrorExchangesLeftAndRight() throws {
        let take = MotionTake(fourClips()[0])
        let plain = take.projected(yaw: 0.3, mirrored: false)
        let mirrored = take.projected(yaw: 0.3, mirrored: true)
        let right = try #require(PoseLayout.joints.firstIndex(of: .rightWrist))
        let left = try #require(PoseLayout.joints.firstIndex(of: .leftWrist))
        for pose in 0..<take.count {
            #expect(mirrored[50 * pose + 2 * left] == -plain[50 * pose + 2 * right])
            #expect(mirrored[50 * pose + 2 * left + 1] == plain[50 * pose + 2 * right + 1])
        }
    }

    @Test func theSubjectsLeftIsOnThePicturesRightAndDownIsDown() {
        let pose = PoseLayout.pose(
            Array(MotionTake(fourClips()[2]).projected(yaw: 0, mirrored: false)[..<50]), x: 0)
        #expect(pose[.leftShoulder].x > pose[.rightShoulder].x)
        #expect(pose[.nose].y < pose[.midHip].y)
        #expect(abs(pose[.leftBigToe].y) < 0.05)
    }

    @Test func motionTooShortToLearnFromIsNamed() {
        let clip = markingTime(frames: 10, beat: 1, swing: 1, mood: nil, label: "")
        #expect(throws: TrainingError.tooLittleMotion(takes: 1)) {
            try MotionStream(takes: [MotionTake(MotionFeatures(clip))])
        }
    }
}

@Suite struct HistoryNoiseTests {
    @Test func theNoiseMovesThePoseAndHardlyItsSpeed() {
        var random = SeededRandom(seed: 1)
        var places = 0.0
        var steps = 0.0
        for _ in 0..<200 {
            let noise = HistoryNoise().draw(count: 66, size: 1, using: &random)
            for (a, b) in zip(noise, noise.dropFirst()) {
                places += Double(a * a)
                steps += Double((a - b) * (a - b))
            }
        }
        // White noise would give 2; these are 65 draws of 200 windows.
        #expect((0.5...1).contains(places / 13_000))
        #expect(steps / places < 0.04)
    }

    @Test func theTargetPullsBackToTheDataButNotAtOnce() throws {
        var random = SeededRandom(seed: 1)
        let stream = try MotionStream(fourClips())
        let window = stream.window(of: 10, using: &random)
        let space = PoseSpace(
            fitting: (0..<8).map { _ in stream.window(of: 20, using: &random).numbers },
            components: 3)
        func targets(noise: [Float]?) -> [Float] {
            var batch = TrainingBatch()
            batch.add(
                window, mood: nil, level: 0, pace: 0, reach: 4, noise: noise, pull: 0.15,
                space: space)
            return batch.targets
        }
        let away = targets(noise: [Float](repeating: 2, count: 40))
        for (index, (noisy, plain)) in zip(away, targets(noise: nil)).enumerated() {
            let expected: Float = index % 5 == 4 ? 0 : -0.3
            #expect(abs(noisy - plain - expected) < 1e-3)
        }
    }
}
