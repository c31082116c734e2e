import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct ClipCleaningTests {
    /// A flat clip of the standing figure that goes `speed` pixels a frame to the right.
    private func walk(frames: Int, speed: Float = 2, rate: Double = 30) -> [Pose?] {
        (0..<frames).map { Fixture.figure.placed(scale: 1, x: Float($0) * speed, y: 0) }
    }

    private func clip(_ poses: [Pose?], rate: Double = 30) -> BodyClip {
        BodyClip(name: "walk", poses: poses, framesPerSecond: rate)
    }

    @Test func aMissingPointIsFilledFromItsNeighboursInTime() {
        var poses = walk(frames: 50)
        for frame in [0, 1, 20, 21, 22, 49] { poses[frame]?[.rightWrist] = .unseen }
        let (filled, count, neverSeen) = clip(poses).filled()
        let whole = clip(walk(frames: 50))
        #expect(count == 6)
        #expect(neverSeen.isEmpty)
        for frame in 20...22 {
            #expect(distance(filled[frame, .rightWrist], whole[frame, .rightWrist]) < 1e-3)
            #expect(filled.confidence(frame, .rightWrist) == BodyClip.filledConfidence)
        }
        // At the ends the point stays where it was seen first and last.
        #expect(filled[0, .rightWrist] == whole[2, .rightWrist])
        #expect(filled[49, .rightWrist] == whole[48, .rightWrist])
        #expect(!filled.points.contains([0, 0, 0]))
    }

    @Test func aPointThatIsNeverSeenStaysUnseen() {
        var poses = walk(frames: 50)
        for frame in poses.indices { poses[frame]?[.leftEar] = .unseen }
        let (clips, report) = ClipCleaning().clean(clip(poses))
        #expect(report.pointsNeverSeen == ["leftEar"])
        #expect(clips[0].confidence(10, .leftEar) == 0)
        #expect(clips[0].pose(at: 10)[.leftEar] == .unseen)
        #expect(clips[0][10, .leftEar] == clips[0][10, .leftEye], "it lies on what it hangs on")
    }

    @Test func aMissingMidHipIsTheMiddleOfTheHips() {
        var poses = walk(frames: 50)
        for frame in poses.indices { poses[frame]?[.midHip] = .unseen }
        let (filled, count, neverSeen) = clip(poses).filled()
        #expect(count == 0 && neverSeen.isEmpty)
        #expect(filled[5, .midHip] == [410, -300, 0])
    }

    @Test func aFlatClipHasATorsoOfOneOnAFloorOfZero() throws {
        let (clips, report) = ClipCleaning().clean(clip(walk(frames: 50)))
        let clean = try #require(clips.first)
        #expect(report.framesKept == 50 && report.framesDropped == 0)
        #expect(abs((clean[9, .neck] - clean[9, .midHip]).length - 1) < 1e-5)
        #expect(abs(clean[9, .leftBigToe].y) < 1e-5)
        #expect(abs(clean[0, .midHip].x) < 1e-6)
        #expect(abs(clean[10, .midHip].x - 0.2) < 1e-5)
        #expect(clean.isFlat)
        #expect(clean.pose(at: 9, yaw: 1) == clean.pose(at: 9))
    }

    @Test(arguments: [(25.0, 50, 59), (60.0, 101, 51), (120.0, 201, 51), (29.97, 50, 50)])
    func anyRateBecomesThirty(rate: Double, frames: Int, expected: Int) throws {
        let speed = Float(60 / rate)
        let (clips, _) = ClipCleaning().clean(
            clip(walk(frames: frames, speed: speed), rate: rate))
        let clean = try #require(clips.first)
        #expect(clean.framesPerSecond == 30)
        #expect(clean.frameCount == expected)
        // 60 pixels a second are 0.02 torsos a frame.
        #expect(abs(clean[40, .neck].x - 0.8) < 2e-3)
    }

    @Test func aLeapCutsTheClip() throws {
        var poses = walk(frames: 100)
        for frame in 45..<100 { poses[frame] = poses[frame]?.placed(scale: 1, x: 150, y: 0) }
        let (clips, report) = ClipCleaning().clean(clip(poses))
        #expect(clips.map(\.frameCount) == [45, 55])
        #expect(clips.map(\.name) == ["walk", "walk#2"])
        #expect(report.cuts.map(\.frame) == [45])
        #expect(abs(report.cuts[0].step - 1.52) < 1e-3)
    }

    @Test func aSlipOfOneFrameIsLeftOut() {
        var poses = walk(frames: 100)
        poses[50]?[.rightKnee].x += 160
        let (clips, report) = ClipCleaning().clean(clip(poses))
        #expect(clips.map(\.frameCount) == [50, 49])
        #expect(report.cuts.map(\.point) == ["rightKnee", "rightKnee"])
        #expect(
            report.drops == [.init(frame: 50, count: 1, reason: "a part of fewer than 40 frames")])
    }

    @Test func aFastKickIsNoLeap() {
        var poses = walk(frames: 100)
        // The foot speeds up to 1.2 torsos a frame and slows down again within a few frames.
        let way: [Float] = [0, 30, 100, 210, 330, 440, 510, 540]
        for (offset, x) in way.enumerated() { poses[50 + offset]?[.leftBigToe].x += x }
        for frame in 58..<100 { poses[frame]?[.leftBigToe].x += 540 }
        #expect(ClipCleaning().clean(clip(poses)).clips.count == 1)
    }

    @Test func aShortClipIsLeftOutAndSaysWhy() {
        let (clips, report) = ClipCleaning().clean(clip(walk(frames: 39)))
        #expect(clips.isEmpty)
        #expect(report.framesKept == 0)
        #expect(report.drops.map(\.count) == [39])
    }

    @Test func aLongAbsenceCutsAndAShortOneIsFilled() {
        var poses = walk(frames: 140)
        for frame in 45..<55 { poses[frame] = nil }  // a third of a second
        for frame in 100..<120 { poses[frame] = nil }  // two thirds
        let (clips, report) = ClipCleaning().clean(clip(poses))
        #expect(clips.map(\.frameCount) == [100])
        #expect(report.pointsFilled == 250)
        #expect(report.drops.map(\.count) == [20, 20])
        #expect(report.drops.map(\.reason).sorted().last == "nobody is seen")
        #expect(report.framesRead == 140)
    }

    @Test func anEmptyClipIsNoClip() {
        let (clips, report) = ClipCleaning().clean(clip([nil, nil]))
        #expect(clips.isEmpty)
        #expect(report.framesDropped == 2)
        #expect(ClipCleaning().clean(clip([])).clips.isEmpty)
    }

    @Test func aBodyInSpaceGetsTheCanonicalBones() throws {
        let clean = try #require(ClipCleaning().clean(try Fixture.body()).clips.first)
        for (bone, length) in zip(Body25.bones, CanonicalSkeleton.lengths) {
            for frame in [0, 20, 44] {
                let found = (clean[frame, bone.child] - clean[frame, bone.parent]).length
                #expect(abs(found - length) < 1e-4, "\(bone.child) in frame \(frame)")
            }
        }
        // A walk of 8.8 with legs of 20 is a walk of 8.8 / 20 canonical legs.
        let walked = clean[44, .midHip].z - clean[0, .midHip].z
        #expect(abs(walked - 8.8 / 20 * CanonicalSkeleton.leg) < 1e-4)
        #expect(clean.points.map(\.y).min().map { abs($0) < 0.1 } == true)
    }

    @Test func theCanonicalBodyIsSymmetrical() {
        let lengths = Dictionary(
            uniqueKeysWithValues: zip(Body25.bones.map(\.child), CanonicalSkeleton.lengths))
        #expect(lengths.count == 24)
        for (point, length) in lengths { #expect(lengths[point.mirrored] == length) }
        #expect(lengths[.neck] == 1)
    }
}
