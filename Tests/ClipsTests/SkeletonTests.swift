import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct SkeletonTests {
    /// A file with one joint a name, each 1 below its parent along `down`.
    private func file(names: [String], down: SIMD3<Double>) -> BVHFile {
        let joints = names.enumerated().map { index, name in
            BVHFile.Joint(
                name: name, parent: index == 0 ? nil : index - 1, offset: down, channels: [],
                firstChannel: 0)
        }
        var file = Self.empty
        file.joints = joints
        return file
    }

    private static let empty: BVHFile = {
        let text = """
            HIERARCHY
            ROOT A
            {
            CHANNELS 1 Xposition
            }
            MOTION
            Frames: 1
            Frame Time: 1
            0
            """
        guard let file = try? BVHFile([UInt8](text.utf8), path: "") else {
            preconditionFailure("the smallest BVH file is not read")
        }
        return file
    }()

    @Test func everyFamilyIsKnownByItsJoints() {
        for skeleton in Skeleton.all {
            let down: SIMD3<Double> = skeleton.isZUp ? [0, 0, -1] : [0, -1, 0]
            let found = Skeleton.of(file(names: skeleton.jointNames + ["Finger"], down: down))
            #expect(found == skeleton)
        }
    }

    @Test func aMissingJointMakesAFileUnknown() {
        let names = Skeleton.cmu.jointNames.filter { $0 != "RightHand" }
        #expect(Skeleton.of(file(names: names, down: [0, -1, 0])) == nil)
    }

    @Test func aBodyStandsUprightWithItsLeftOnTheViewersRight() throws {
        let clip = try Fixture.body()
        #expect(clip.frameCount == 45)
        let pose = clip.pose(at: 0)
        // y points down in a pose.
        #expect(pose[.nose].y < pose[.neck].y)
        #expect(pose[.neck].y < pose[.midHip].y)
        #expect(pose[.midHip].y < pose[.rightKnee].y)
        #expect(pose[.rightKnee].y < pose[.rightAnkle].y)
        #expect(pose[.rightAnkle].y < pose[.rightHeel].y)
        for (right, left) in [
            (Body25.rightShoulder, Body25.leftShoulder), (.rightWrist, .leftWrist),
            (.rightHip, .leftHip), (.rightEye, .leftEye), (.rightEar, .leftEar),
            (.rightSmallToe, .rightBigToe), (.leftBigToe, .leftSmallToe),
        ] {
            #expect(pose[right].x < pose[left].x, "\(right) and \(left)")
        }
        // Toes and nose look at the viewer: z is larger than the heel's and the neck's.
        #expect(clip[0, .leftBigToe].z > clip[0, .leftHeel].z)
        #expect(clip[0, .nose].z > clip[0, .neck].z)
    }

    /// The leg is 20, so a point of the file is a twentieth here; head at (0, 33, 0).
    @Test func pointsOfHeadAndFeetAreTheSharesOfTheLegThatTheTableGives() throws {
        let clip = try Fixture.body()
        let expected: [(Body25, SIMD3<Float>)] = [
            (.midHip, [0, 1.05, 0]), (.neck, [0, 1.55, 0]), (.rightShoulder, [-0.15, 1.55, 0]),
            (.nose, [0, 1.65 + 0.07, 0.13]), (.rightEye, [-0.04, 1.65 + 0.115, 0.105]),
            (.leftEar, [0.09, 1.65 + 0.08, 0]), (.leftAnkle, [0.1, 0.05, 0]),
            (.leftBigToe, [0.1 - 0.02, -0.025, 0.15 + 0.07]),
            (.leftSmallToe, [0.1 + 0.045, -0.025, 0.15 + 0.035]),
            (.rightBigToe, [-0.1 + 0.02, -0.025, 0.15 + 0.07]),
            (.rightHeel, [-0.1, 0.05 - 0.075, -0.05]),
        ]
        for (point, place) in expected {
            #expect(distance(clip[0, point], place) < 1e-5, "\(point): \(clip[0, point])")
        }
    }

    @Test func aCameraThatGoesRoundSeesTheSide() throws {
        let clip = try Fixture.body()
        let side = clip.pose(at: 20, yaw: .pi / 2)
        // Seen from the subject's own right, it looks to the right.
        #expect(abs(side[.nose].x - clip[20, .nose].z) < 1e-5)
        #expect(abs(side[.nose].y + clip[20, .nose].y) < 1e-6)
        let back = clip.pose(at: 0, yaw: .pi)
        #expect(back[.rightShoulder].x > back[.leftShoulder].x)
    }

    @Test func aMirroredClipIsTheMirroredPose() throws {
        let clip = try Fixture.body()
        #expect(clip.mirrored.pose(at: 7) == clip.pose(at: 7).mirrored)
        #expect(clip.mirrored.mirrored == clip)
    }
}
