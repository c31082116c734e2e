import Foundation
import SafeTensors
import Signals
import Testing

@testable import Clips

@Suite struct DatasetPreparationTests {
    /// A folder with five good BVH files, a broken one, and an empty place for the dataset.
    private func withMotion(_ body: (_ motion: URL, _ output: URL) throws -> Void) throws {
        try Fixture.inFolder { folder in
            let motion = folder.appendingPathComponent("motion")
            try FileManager.default.createDirectory(at: motion, withIntermediateDirectories: true)
            for name in ["a_angry", "b_happy", "c_sad", "d_happy", "e_afraid"] {
                try FileManager.default.copyItem(
                    at: Fixture.url("body_happy.bvh"),
                    to: motion.appendingPathComponent("\(name).bvh"))
            }
            try Data("HIERARCHY\nROOT\n".utf8)
                .write(to: motion.appendingPathComponent("c_broken.bvh"))
            try body(motion, folder.appendingPathComponent("dataset"))
        }
    }

    /// One that puts two clips (45 frames of 400 bytes each) into a shard.
    private func preparation(_ motion: URL, _ output: URL) -> DatasetPreparation {
        var preparation = DatasetPreparation(of: motion, into: output)
        preparation.shardBytes = 30_000
        preparation.workers = 2
        return preparation
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func manyClipsAreSpreadOverShardsAndFewLieInOneFile() throws {
        try withMotion { motion, output in
            let (whole, report) = try MotionDataset.prepare(folder: motion)
            let (stored, sharded) = try preparation(motion, output).run()
            #expect(stored.isSharded)
            #expect(sharded == report)
            #expect(sharded.faults.map(\.path) == ["c_broken.bvh"])
            #expect(try MotionDataset(contentsOf: output) == whole)
            let files = try names(in: output)
            #expect(files.filter { $0.hasSuffix(".safetensors") }.count == 3)
            #expect(files.count == 7, "three shards with their lists, and index.json: \(files)")

            // Now into one file, over the shards.
            let (one, again) = try DatasetPreparation(of: motion, into: output).run()
            #expect(!one.isSharded && again == report)
            #expect(try names(in: output) == ["clips.safetensors", "index.json"])
            #expect(try MotionDataset(contentsOf: output) == whole)

            // And back.
            _ = try preparation(motion, output).run()
            #expect(try names(in: output).count == 7)
            #expect(try MotionDataset(contentsOf: output) == whole)
        }
    }

    @Test func howManyAreReadAtATimeChangesNothing() throws {
        try withMotion { motion, output in
            var one = preparation(motion, output)
            one.workers = 1
            let first = try one.run()
            let clips = first.dataset.clips.map(\.whole)
            one.workers = 7
            let second = try one.run()
            #expect(second.dataset.clips.map(\.whole) == clips)
            #expect(second.report == first.report)
        }
    }

    @Test func aPreparationThatWasKilledGoesOnWhereItStopped() throws {
        try withMotion { motion, output in
            let files = FileManager.default
            let workshop = output.appendingPathComponent(ShardWorkshop.name)
            let left = output.deletingLastPathComponent().appendingPathComponent("left")
            // What a kill after the fourth clip would have left.
            let (whole, report) = try preparation(motion, output).run(progress: { done, _, _ in
                if done == 4 { try? files.copyItem(at: workshop, to: left) }
            })
            let clips = whole.clips.map(\.whole)
            try files.removeItem(at: output)
            try files.createDirectory(at: output, withIntermediateDirectories: true)
            try files.moveItem(at: left, to: workshop)
            let half = try #require(try names(in: workshop).first { $0.hasSuffix(".safetensors") })
            try Data("half".utf8).write(
                to: workshop.appendingPathComponent(".\(half.dropLast(13))2.safetensors.part"))

            // There is no dataset yet, whatever lies in the hidden folder.
            #expect(throws: ClipError.self) { try StoredDataset(contentsOf: output) }
            var went: [Int] = []
            var steps: [Int] = []
            let (stored, resumed) = try preparation(motion, output).run(
                resumed: { done, all in went = [done, all] },
                progress: { done, _, _ in steps.append(done) })
            #expect(went == [2, 6])
            #expect(steps == [3, 4, 5, 6])
            #expect(stored.clips.map(\.whole) == clips)
            #expect(resumed == report)
            #expect(!files.fileExists(atPath: workshop.path))
        }
    }

    @Test func whatWasDoneOfOtherMotionIsDoneAnew() throws {
        try withMotion { motion, output in
            let files = FileManager.default
            let workshop = output.appendingPathComponent(ShardWorkshop.name)
            let left = output.deletingLastPathComponent().appendingPathComponent("left")
            _ = try preparation(motion, output).run(progress: { done, _, _ in
                if done == 4 { try? files.copyItem(at: workshop, to: left) }
            })
            try files.moveItem(at: left, to: workshop)
            try files.copyItem(
                at: motion.appendingPathComponent("a_angry.bvh"),
                to: motion.appendingPathComponent("f_sad.bvh"))
            var hasResumed = false
            let (stored, _) = try preparation(motion, output).run(
                resumed: { _, _ in hasResumed = true })
            #expect(!hasResumed)
            #expect(
                stored.clips.map(\.name) == [
                    "a_angry", "b_happy", "c_sad", "d_happy", "e_afraid", "f_sad",
                ])
        }
    }

    @Test func whereNothingCanBeReadTheDatasetStaysAsItWas() throws {
        try withMotion { motion, output in
            _ = try preparation(motion, output).run()
            let before = try names(in: output)
            for name in try names(in: motion) {
                try Data("HIERARCHY\n".utf8).write(to: motion.appendingPathComponent(name))
            }
            #expect(throws: ClipError.self) { try preparation(motion, output).run() }
            #expect(try names(in: output) == before)
            #expect(try StoredDataset(contentsOf: output).clips.count == 5)
            let other = output.deletingLastPathComponent().appendingPathComponent("other")
            #expect(throws: ClipError.self) { try preparation(motion, other).run() }
            #expect(!FileManager.default.fileExists(atPath: other.path))
        }
    }

    @Test func aShardThatIsMissingOrCutShortIsNamed() throws {
        try withMotion { motion, output in
            _ = try preparation(motion, output).run()
            let shard = try #require(
                try names(in: output).first { $0.hasSuffix("2.safetensors") })
            let file = output.appendingPathComponent(shard)
            let bytes = try Data(contentsOf: file)
            try bytes.dropLast(100).write(to: file)
            let short = #expect(throws: SafeTensorError.self) {
                try StoredDataset(contentsOf: output)
            }
            #expect(short?.description.contains(shard) == true)
            try FileManager.default.removeItem(at: file)
            #expect(throws: SafeTensorError.self) { try StoredDataset(contentsOf: output) }
            let list = output.appendingPathComponent("\(shard.dropLast(12)).json")
            try bytes.write(to: file)
            try FileManager.default.removeItem(at: list)
            #expect(throws: ClipError.self) { try StoredDataset(contentsOf: output) }
        }
    }
}

@Suite struct StoredClipTests {
    /// A clip of a body that turns about while it waves, in shards with another.
    private func withStored(_ body: (_ whole: BodyClip, StoredClip) throws -> Void) throws {
        try Fixture.inFolder { folder in
            var clip = try #require(ClipCleaning().clean(try Fixture.body()).clips.first)
            let turns = (0..<6).flatMap { turn in
                (0..<clip.frameCount).flatMap { frame in
                    let angle = Float(turn * clip.frameCount + frame) / 30
                    return Body25.allCases.map { point -> SIMD3<Float> in
                        let p = clip[frame, point]
                        return [
                            p.x * cos(angle) + p.z * sin(angle), p.y,
                            p.z * cos(angle) - p.x * sin(angle),
                        ]
                    }
                }
            }
            clip.points = turns
            clip.confidences = [Float](repeating: 1, count: turns.count)
            try MotionDataset(clips: [clip]).write(to: folder)
            try body(clip, #require(try StoredDataset(contentsOf: folder).clips.first))
        }
    }

    @Test func someFramesAreThoseOfTheWholeClip() throws {
        try withStored { whole, stored in
            #expect(stored.frameCount == 270)
            #expect(stored.whole == whole)
            #expect(stored.frames(40..<90) == whole.frames(40..<90))
            #expect(stored.part(100..<200).frames(10..<20) == whole.frames(110..<120))
            #expect(stored.part(100..<200).part(5..<50).whole == whole.frames(105..<150))
        }
    }

    @Test(arguments: [0..<60, 100..<160, 137..<138, 210..<270, 0..<270])
    func featuresOfSomeFramesAreThoseOfTheWholeClip(_ range: Range<Int>) throws {
        try withStored { whole, stored in
            let expected = MotionFeatures(whole).frames(range)
            let found = stored.features(range)
            #expect(found.frameCount == range.count)
            #expect(found.heights == expected.heights)
            for (a, b) in zip(
                found.joints + found.velocities, expected.joints + expected.velocities)
            {
                // Whole turns more or less of the heading round a little differently.
                #expect(distance(a, b) < 1e-4)
            }
        }
    }
}
