import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct MotionFeaturesTests {
    /// The fixture's body, clean; turned about the vertical by `yaw` in every frame.
    private func body(turnedBy yaw: (Int) -> Float = { _ in 0 }) throws -> BodyClip {
        var clip = try #require(ClipCleaning().clean(try Fixture.body()).clips.first)
        for frame in 0..<clip.frameCount {
            let (sine, cosine) = (sin(yaw(frame)), cos(yaw(frame)))
            for point in Body25.allCases {
                let v = clip[frame, point]
                clip[frame, point] = [v.x * cosine + v.z * sine, v.y, v.z * cosine - v.x * sine]
            }
        }
        return clip
    }

    private func farthest(_ a: [SIMD3<Float>], _ b: [SIMD3<Float>]) -> Float {
        zip(a, b).map { distance($0, $1) }.max() ?? .infinity
    }

    @Test func jointsStandAboutTheMidHip() throws {
        let clip = try body()
        let features = MotionFeatures(clip)
        #expect(features.frameCount == 45)
        #expect(features.joints[10 * 25 + Body25.midHip.rawValue] == .zero)
        #expect(
            distance(
                features.joints[10 * 25 + Body25.neck.rawValue],
                clip[10, .neck] - clip[10, .midHip]) < 1e-5)
        #expect(abs(features.heights[3] - clip[3, .midHip].y) < 1e-6)
        // It walks straight towards the viewer.
        let step = Float(0.2) / 20 * CanonicalSkeleton.leg
        for velocity in features.velocities { #expect(distance(velocity, [0, 0, step]) < 1e-5) }
    }

    @Test(arguments: [Float(0.7), 2.5, -3, .pi])
    func aDancerWhoLooksElsewhereLooksAtTheAudience(yaw: Float) throws {
        let straight = MotionFeatures(try body())
        let turned = MotionFeatures(try body(turnedBy: { _ in yaw }))
        #expect(farthest(straight.joints, turned.joints) < 1e-4)
        #expect(farthest(straight.velocities, turned.velocities) < 1e-5)
        #expect(straight.heights == turned.heights)
    }

    @Test func aSlowTurnThroughTheBackIsTakenOut() throws {
        // A whole turn in 45 frames passes the place where an angle leaps from π to -π.
        let features = MotionFeatures(try body(turnedBy: { Float($0) / 45 * 2 * .pi }))
        for frame in 10..<35 {
            let left = features.joints[frame * 25 + Body25.leftShoulder.rawValue]
            let right = features.joints[frame * 25 + Body25.rightShoulder.rawValue]
            #expect(left.x - right.x > 0.45, "frame \(frame)")
        }
    }

    @Test func aFlatClipKeepsItsHeading() throws {
        let poses = (0..<40).map { Fixture.figure.placed(scale: 1, x: Float($0), y: 0).mirrored }
        let clip = try #require(
            ClipCleaning().clean(BodyClip(name: "flat", poses: poses, framesPerSecond: 30)).clips
                .first)
        let features = MotionFeatures(clip)
        #expect(features.isFlat)
        #expect(abs(features.velocities[5].x + 0.01) < 1e-5)
    }

    @Test func theMirrorOfTheFeaturesIsTheFeaturesOfTheMirror() throws {
        let clip = try body(turnedBy: { Float($0) * 0.02 })
        let a = MotionFeatures(clip).mirrored
        let b = MotionFeatures(clip.mirrored)
        #expect(farthest(a.joints, b.joints) < 1e-4)
        #expect(farthest(a.velocities, b.velocities) < 1e-5)
    }

    @Test func standingStillAtTheEndsIsTrimmed() throws {
        // Everything about the mid-hip sways by up to a tenth of a torso a frame.
        var moving = MotionFeatures(try body())
        for place in moving.joints.indices where place % 25 != 8 {
            moving.joints[place].x += sin(Float(place / 25) / 3) * 0.3
        }
        var still = moving
        let first = Array(moving.joints.prefix(25))
        let last = Array(moving.joints.suffix(25))
        still.joints =
            (0..<30).flatMap { _ in first } + moving.joints + (0..<30).flatMap { _ in last }
        still.confidences = Array(repeating: 1, count: still.joints.count)
        still.velocities = Array(repeating: .zero, count: 105)
        still.heights = Array(repeating: 2, count: 105)
        let trimmed = try #require(still.trimmed)
        #expect(trimmed.frameCount < 85)
        #expect(trimmed.frameCount >= 45)
        #expect(trimmed.joints.count == 25 * trimmed.frameCount)
    }

    @Test func aGaussianLeavesAStraightLineAndItsEnds() {
        let line = (0..<200).map { Float($0) }
        let smooth = line.smoothed(deviation: 15)
        #expect(abs(smooth[100] - 100) < 1e-3)
        #expect(
            [Float](repeating: 3, count: 10).smoothed(deviation: 15).allSatisfy {
                abs($0 - 3) < 1e-5
            })
    }
}
