import Foundation
import Motion
import SafeTensors
import Signals
import Testing

@Suite struct DancerTests {
    private let moods: [Mood] = (0..<80).map { $0 < 40 ? Mood(.neutral) : Mood(.anger) }

    @Test func theSameSeedAndMoodsGiveTheSamePosesBitForBit() throws {
        let checkpoint = try tinyDancer()
        func poses(_ seed: UInt64) throws -> [Pose] {
            let dancer = try Dancer(checkpoint, seed: seed)
            return moods.map { dancer.pose(feeling: $0) }
        }
        let first = try poses(1)
        #expect(try poses(1) == first)
        #expect(try poses(2) != first)
    }

    @Test func aDancerFromItsFileDancesAsBefore() throws {
        let checkpoint = try tinyDancer()
        let url = temporaryFile()
        defer { try? FileManager.default.removeItem(at: url) }
        try checkpoint.write(to: url)
        #expect(try DancerCheckpoint(contentsOf: url) == checkpoint)
        let here = try Dancer(checkpoint, seed: 4)
        let there = try Dancer(checkpoint: url, seed: 4)
        #expect(there.about.licence == "a licence")
        for mood in moods.prefix(30) {
            #expect(here.pose(feeling: mood) == there.pose(feeling: mood))
        }
    }

    @Test func noBoneGrowsBeyondItsLongest() throws {
        let checkpoint = try tinyDancer()
        let dancer = try Dancer(checkpoint, seed: 1)
        for mood in moods {
            let bones = boneLengths(of: dancer.pose(feeling: mood))
            for (length, longest) in zip(bones, checkpoint.longestBones) {
                #expect(length <= longest * 1.0001)
            }
        }
    }

    @Test func aDancerThatStandsStillIsSetBackIntoRealMotionAndCounted() throws {
        var checkpoint = try tinyDancer()
        // No movement of this body is as fast as this mood's usual speed.
        checkpoint.palette.manners["neutral"]?.medianSpeed = 10
        let dancer = try Dancer(checkpoint, seed: 1)
        for _ in 0..<200 { _ = dancer.pose(feeling: Mood(.neutral)) }
        #expect((3...4).contains(dancer.guardActions))
    }

    @Test func aReturnToRealMotionIsNoJump() throws {
        var checkpoint = try tinyDancer()
        checkpoint.palette.manners["neutral"]?.medianSpeed = 10
        let dancer = try Dancer(checkpoint, seed: 1)
        var last = dancer.pose(feeling: Mood(.neutral))
        var longest: Float = 0
        for _ in 0..<100 {
            let pose = dancer.pose(feeling: Mood(.neutral))
            for (a, b) in zip(last.points, pose.points) {
                longest = max(longest, abs(a.x - b.x), abs(a.y - b.y))
            }
            last = pose
        }
        #expect(dancer.guardActions > 0)
        #expect(longest < 0.25)
    }

    @Test func energyIsBetweenStillAndWild() throws {
        let dancer = try Dancer(tinyDancer(), seed: 1)
        for mood in moods {
            _ = dancer.pose(feeling: mood)
            #expect((0...1).contains(dancer.energy))
        }
        #expect(dancer.energy > 0)
    }
}

@Suite struct BadDancerTests {
    @Test func aMissingDancerIsNamed() {
        let url = URL(fileURLWithPath: "nowhere/dancer.safetensors")
        expect(url, says: "There is no dancer at")
    }

    @Test func aFileCutShortIsNamed() throws {
        let whole = try tinyDancer().file().encoded()
        for length in [4, 200, whole.count - 1] {
            try expect(whole.prefix(length), says: "is not a whole safetensors file")
        }
    }

    @Test func tensorsOfSomethingElseAreNoDancer() throws {
        var file = try tinyDancer().file()
        file.metadata = [:]
        try expect(file.encoded(), says: "holds tensors but no dancer")
    }

    @Test func aDancerOfAnotherShapeNamesTheTensor() throws {
        var checkpoint = try tinyDancer()
        checkpoint.configuration.mixtures = 4
        try expect(
            checkpoint.file().encoded(),
            says:
                "model.head.weight is [33, 16] in this dancer, but its configuration needs [44, 16]"
        )
        checkpoint = try tinyDancer()
        var file = try checkpoint.file()
        file.entries["space.mean"] = .init([1, 2], shape: [2])
        try expect(file.encoded(), says: "space.mean is [2] in this dancer")
    }

    @Test func sizesOfADamagedHeaderTakeNoMemory() throws {
        var checkpoint = try tinyDancer()
        checkpoint.configuration.width = 90_000
        try expect(checkpoint.file().encoded(), says: "needs [90000, 9]")
    }

    @Test func aTensorThatIsMissingIsNamed() throws {
        var file = try tinyDancer().file()
        file.entries["model.blocks.1.relative"] = nil
        try expect(file.encoded(), says: "lacks the tensor model.blocks.1.relative")
        file = try tinyDancer().file()
        file.entries["histories"] = nil
        try expect(file.encoded(), says: "lacks the tensor histories")
    }

    @Test func weightsThatAreNoNumbersAreNamed() throws {
        var file = try tinyDancer().file()
        file.entries["model.enter.bias"] = .init(
            [Float](repeating: .nan, count: 16), shape: [16])
        try expect(
            file.encoded(), says: "model.enter.bias of this dancer holds numbers that are not")
    }

    @Test func aConfigurationThatNoModelCanHaveIsNamed() throws {
        var checkpoint = try tinyDancer()
        checkpoint.configuration.heads = 5
        try expect(checkpoint.file().encoded(), says: "width 16 does not divide into 5 heads")
    }

    private func expect(_ bytes: Data, says words: String) throws {
        let url = temporaryFile()
        defer { try? FileManager.default.removeItem(at: url) }
        try bytes.write(to: url)
        expect(url, says: words)
    }

    private func expect(_ url: URL, says words: String) {
        do {
            _ = try Dancer(checkpoint: url, seed: 1)
            Issue.record("no error; expected: \(words)")
        } catch {
            #expect(error is DancerError)
            #expect("\(error)".contains(words), "\(error)")
            #expect(!"\(error)".contains("\n"))
        }
    }
}

func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory
        .appendingPathComponent("dancer-\(UUID().uuidString).safetensors")
}

/// The lengths of a stage pose's bones, in `PoseLayout.bones`' order.
func boneLengths(of pose: Pose) -> [Float] {
    Body25.bones.map { bone in
        let a = pose[bone.parent]
        let b = pose[bone.child]
        return ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
    }
}
