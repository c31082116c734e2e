import Foundation
import Signals
import Testing

@testable import Clips

/// The motion data beside the repository, where it is there.
private let motionFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()
    .appendingPathComponent("../../../shared/data/motion").standardizedFileURL

private let hasMotion = FileManager.default.fileExists(
    atPath: motionFolder.appendingPathComponent("labels.csv").path)

@Suite(.enabled(if: hasMotion, "there is no shared/data/motion beside the repository"))
struct RealMotionTests {
    /// The counts that the data's README gives: clips and minutes of each collection.
    @Test(arguments: [
        ("bandai1", 117, 12.4), ("bandai2", 40, 3.9), ("cmu_daz", 23, 3.5), ("cmu_mb", 12, 3.6),
        ("xia", 6, 0.2), ("animated_drawings", 4, 0.8), ("cmu_amc", 55, 20.5),
        ("cmu_indian", 8, 2.4), ("style100", 9, 3.0), ("carousel", 2, 0.4), ("cmu_break", 3, 1.4),
    ])
    func everyClipIsReadUprightAndAsLongAsStated(
        source: String, count: Int, minutes: Double
    ) throws {
        let labels = try MotionLabels(
            contentsOf: motionFolder.appendingPathComponent("labels.csv"))
        let rows = labels.rows.filter { $0.label.source == source }
        #expect(rows.count == count)
        var seconds = 0.0
        for row in rows {
            let file = motionFolder.appendingPathComponent(row.file)
            let clip = try MotionSource(form: .bvh, path: row.file, files: [file]).read(
                framesPerSecond: 30, about: row.label)
            seconds += clip.seconds
            let stated = try #require(row.framesPerSecond, "\(row.file) states no rate")
            #expect(abs(clip.framesPerSecond / stated - 1) < 1e-3, "\(row.file)")
            let (parts, report) = ClipCleaning().clean(clip)
            #expect(abs(Double(report.framesRead) / 30 - clip.seconds) < 0.05, "\(row.file)")
            #expect(report.framesKept + report.framesDropped == report.framesRead)
            for part in parts { check(part) }
        }
        #expect(abs(seconds / 60 - minutes) < 0.05)
    }

    private func check(_ clip: BodyClip) {
        #expect(clip.points.allSatisfy { ($0 * 0) == .zero }, "\(clip.name) is not finite")
        #expect(clip.framesPerSecond == 30 && clip.frameCount >= 40)
        let middle = clip.frameCount / 2
        for (bone, length) in zip(Body25.bones, CanonicalSkeleton.lengths) where bone.child != .nose
        {
            // What a source lets stretch a little, as the torso, is right in the median frame.
            let found = (clip[middle, bone.child] - clip[middle, bone.parent]).length
            #expect(abs(found - length) < 0.25 * max(length, 0.3), "\(bone.child) of \(clip.name)")
        }
        let heights = [Body25.nose, .midHip, .leftAnkle].map { point in
            (0..<clip.frameCount).map { clip[$0, point].y }.percentile(50)
        }
        #expect(heights[0] > heights[2] + 1, "\(clip.name) does not stand upright")
        #expect(heights[1] > 0.5 && heights[0] < 4.2, "\(clip.name) does not stand upright")
    }

    @Test func aWholeFolderIsPrepared() throws {
        let (dataset, report) = try MotionDataset.prepare(
            folder: motionFolder.appendingPathComponent("bandai2"))
        #expect(report.faults.isEmpty)
        #expect(report.found == ["BVH": 40])
        // Without the list, moods come from the names.
        #expect(dataset.clips.contains { $0.mood?[.sadness] == 0.5 })
        #expect(dataset.clips.allSatisfy { $0.mood != nil && !$0.mayShip })
    }

    @Test func oneWalkerIsFollowedThroughACrowd() throws {
        let folder = motionFolder.appendingPathComponent("openpose_treadmill/27")
        let poses = try OpenPoseFolder(contentsOf: folder).poses
        #expect(poses.count == 90)
        #expect(poses.count { $0 == nil } == 0)
        let hips = poses.compactMap { $0?[.midHip].x }
        for (before, after) in zip(hips, hips.dropFirst()) { #expect(abs(after - before) < 40) }
    }
}
