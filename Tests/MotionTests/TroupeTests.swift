import Motion
import Signals
import Testing
import Torch

/// Dancers that step together.
@Suite struct TroupeTests {
    private func farthest(_ a: Pose, _ b: Pose) -> Float {
        zip(a.points, b.points).map { max(abs($0.x - $1.x), abs($0.y - $1.y)) }.max() ?? 0
    }

    @Test func eachMemberDancesAsItWouldAlone() throws {
        let checkpoint = try tinyDancer()
        let seeds: [UInt64] = [3, 8, 5, 3]
        let moods = [Mood(.anger), Mood(.neutral), Mood(.surprise), Mood(.anger)]
        let troupe = try Troupe(checkpoint, seeds: seeds)
        let alone = try seeds.map { try Dancer(checkpoint, seed: $0) }
        for pose in 0..<40 {
            let together = troupe.poses(feeling: moods)
            // Rounding differs from the first step, and every step goes on from it.
            let bound: Float = pose < 20 ? 1e-3 : 1e-2
            for (index, dancer) in alone.enumerated() {
                let away = farthest(together[index], dancer.pose(feeling: moods[index]))
                #expect(away < bound, "pose \(pose) of dancer \(index)")
            }
        }
        #expect(troupe.guardActions == alone.map(\.guardActions))
    }

    @Test func aMemberThatIsSetBackRemembersItsNewHistory() throws {
        var checkpoint = try tinyDancer()
        // Nobody moves half as fast as this: the guard acts after a second and a half.
        checkpoint.palette.manners["neutral"]?.medianSpeed = 0.5
        let troupe = try Troupe(checkpoint, seeds: [1, 2, 7])
        let alone = try Dancer(checkpoint, seed: 2)
        for _ in 0..<60 {
            let pose = troupe.poses(feeling: Mood(.neutral))[1]
            #expect(farthest(pose, alone.pose(feeling: Mood(.neutral))) < 2e-2)
        }
        #expect(alone.guardActions == 1)
        #expect(troupe.guardActions[1] == alone.guardActions)
    }

    @Test func withoutTheGuardNothingIsSetBack() throws {
        var checkpoint = try tinyDancer()
        checkpoint.palette.manners["neutral"]?.medianSpeed = 0.5
        var dancing = Dancing()
        dancing.usesGuard = false
        let dancer = try Dancer(checkpoint, seed: 2, dancing: dancing)
        for _ in 0..<150 { _ = dancer.pose(feeling: Mood(.neutral)) }
        #expect(dancer.guardActions == 0)
    }

    @Test func equalSeedsDanceAlikeUntilTheyAreSeededAnew() throws {
        let troupe = try Troupe(try tinyDancer(), seeds: [4, 4])
        for _ in 0..<20 {
            let poses = troupe.poses(feeling: Mood(.anger))
            #expect(farthest(poses[0], poses[1]) < 1e-4)
        }
        troupe.dancers[1].reseed(99)
        var poses: [Pose] = []
        for _ in 0..<5 { poses = troupe.poses(feeling: Mood(.anger)) }
        #expect(farthest(poses[0], poses[1]) > 1e-3)
    }
}
