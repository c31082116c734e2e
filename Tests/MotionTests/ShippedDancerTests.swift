import Foundation
import Motion
import Signals
import Testing

/// The dancer that comes with the program.
@Suite(.enabled(if: Dancer.shipped != nil)) struct ShippedDancerTests {
    private func dancer(seed: UInt64) throws -> Dancer {
        try Dancer(checkpoint: #require(Dancer.shipped), seed: seed)
    }

    private func poses(_ count: Int, _ emotion: Emotion, _ dancer: Dancer) -> [Pose] {
        (0..<count).map { _ in dancer.pose(feeling: Mood(emotion)) }
    }

    /// The keypoints' mean way about the hips, in torsos a pose.
    private func speed(_ poses: [Pose]) -> Float {
        var sum: Float = 0
        for (a, b) in zip(poses, poses.dropFirst()) {
            for point in Body25.allCases where point != .midHip {
                let dx = b[point].x - b[.midHip].x - a[point].x + a[.midHip].x
                let dy = b[point].y - b[.midHip].y - a[point].y + a[.midHip].y
                sum += (dx * dx + dy * dy).squareRoot()
            }
        }
        return sum / Float(24 * (poses.count - 1))
    }

    @Test func itsFileIsUnderEightMegabytesAndNamesItsLicence() throws {
        let url = try #require(Dancer.shipped)
        let size = try #require(
            FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int)
        #expect(size < 8_000_000)
        let about = try dancer(seed: 1).about
        #expect(about.licence.contains("CC BY-NC 4.0"))
        #expect(about.credits.contains("Bandai Namco"))
        #expect(about.credits.contains("NSF EIA-0196217"))
        #expect(!about.notes.isEmpty)
    }

    @Test func itMovesAndKeepsAHumanShapeForTenSeconds() throws {
        let checkpoint = try DancerCheckpoint(contentsOf: #require(Dancer.shipped))
        let dancer = try dancer(seed: 7)
        let danced = poses(300, .happiness, dancer)
        #expect(speed(danced) > 0.01)
        for pose in danced {
            #expect(pose.points.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.confidence > 0 })
            for (length, longest) in zip(boneLengths(of: pose), checkpoint.longestBones) {
                #expect(length <= 1.1 * longest)
            }
            // Upright, on the floor and on the stage.
            #expect(pose[.neck].y < pose[.midHip].y)
            #expect((-3...(-1)).contains(pose[.midHip].y))
            #expect(abs(pose[.midHip].x) < 4)
        }
    }

    @Test func anotherMoodIsAnotherMovement() throws {
        let dancer = try dancer(seed: 3)
        let sad = poses(300, .sadness, dancer)
        _ = poses(90, .happiness, dancer)
        let happy = poses(300, .happiness, dancer)
        #expect(speed(happy) > 1.3 * speed(sad))
    }

    @Test func aMoodThatChangesTellsInTheNextPoses() throws {
        let calm = try dancer(seed: 11)
        let roused = try dancer(seed: 11)
        #expect(poses(60, .neutral, calm) == poses(60, .neutral, roused))
        #expect(poses(30, .neutral, calm) != poses(30, .anger, roused))
    }
}
