import Foundation
import Motion
import Signals
import Testing

@Suite struct PoseSpaceTests {
    @Test func aPoseComesBackFromItsState() throws {
        var random = SeededRandom(seed: 1)
        let windows = (0..<10).map { _ in swaying(poses: 30, speed: 0.3, using: &random) }
        let space = PoseSpace(fitting: windows, components: 3)
        let pose = Array(windows[4][(7 * 50)..<(8 * 50)])
        let back = space.numbers(of: space.state(of: pose), drift: pose[PoseLayout.drift])
        for (a, b) in zip(pose, back) { #expect(abs(a - b) < 1e-4) }
    }

    @Test func featuresOfTheDataHaveUnitSpread() throws {
        var random = SeededRandom(seed: 1)
        let windows = (0..<30).map { _ in swaying(poses: 30, speed: 0.3, using: &random) }
        let space = PoseSpace(fitting: windows, components: 1)
        var sum = 0.0
        var squares = 0.0
        var count = 0.0
        for window in windows {
            for pose in 1..<30 {
                let features = space.features(
                    state: space.state(of: window, at: pose * 50),
                    before: space.state(of: window, at: (pose - 1) * 50), drift: 0)
                sum += Double(features[0])
                squares += Double(features[0] * features[0])
                count += 1
            }
        }
        #expect(abs(sum / count) < 0.1)
        #expect(abs(squares / count - 1) < 0.1)
    }

    @Test func componentsAreTheDirectionsOfLargestVariance() {
        // Points along (3, 4) / 5, with a tenth of that across.
        var random = SeededRandom(seed: 2)
        let samples = (0..<500).flatMap { _ -> [Float] in
            let along = Float(random.gaussian())
            let across = 0.1 * Float(random.gaussian())
            return [1 + 0.6 * along - 0.8 * across, 2 + 0.8 * along + 0.6 * across, 99]
        }
        let found = PrincipalComponents(of: samples, stride: 3, size: 2, count: 1)
        #expect(abs(found.basis[0] - 0.6) < 0.02)
        #expect(abs(found.basis[1] - 0.8) < 0.02)
        #expect(abs(found.mean[0] - 1) < 0.1)
    }
}

@Suite struct PoseLayoutTests {
    @Test func aLongBoneIsShortenedAndItsHandComesAlong() throws {
        let elbow = try #require(PoseLayout.joints.firstIndex(of: .rightElbow))
        let wrist = try #require(PoseLayout.joints.firstIndex(of: .rightWrist))
        let longest = PoseLayout.boneLengths(of: standing)
        var pose = standing
        pose[2 * elbow] -= 1
        pose[2 * wrist] -= 1
        let held = PoseLayout.shortened(pose, longest: longest)
        for (length, bound) in zip(PoseLayout.boneLengths(of: held), longest) {
            #expect(length <= bound * 1.0001)
        }
        let arm = (pose[2 * wrist] - pose[2 * elbow], pose[2 * wrist + 1] - pose[2 * elbow + 1])
        #expect(abs(held[2 * wrist] - held[2 * elbow] - arm.0) < 1e-5)
        #expect(abs(held[2 * wrist + 1] - held[2 * elbow + 1] - arm.1) < 1e-5)
    }

    @Test func aBodyWithinItsBoundsIsLeftAlone() {
        let longest = PoseLayout.boneLengths(of: standing).map { $0 * 1.01 }
        let held = PoseLayout.shortened(standing, longest: longest)
        for (a, b) in zip(held, standing) { #expect(abs(a - b) < 1e-6) }
    }

    @Test func aPoseStandsWithItsFeetOnTheFloor() {
        let pose = PoseLayout.pose(standing, x: 0.5)
        #expect(pose[.midHip] == Keypoint(x: 0.5, y: -2.05))
        #expect(abs(pose[.leftBigToe].y) < 1e-5)
        #expect(pose[.nose].y < -3)
    }
}
