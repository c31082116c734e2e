import Clips
import Foundation
import Motion
import Signals
import Testing

@testable import Training

/// From a folder of somebody's own motion to a dancer, as docs/training.md says.
@Suite struct OwnMotionTests {
    private let root = FileManager.default.temporaryDirectory
        .appendingPathComponent("own-\(UUID().uuidString)")

    private func write(_ text: String, to path: String) throws {
        let file = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Pictures of a body that marks time: 25 points a frame in pixels, y down.
    private func pixels(frames: Int, beat: Float) -> [[(x: Float, y: Float)]] {
        let clip = markingTime(frames: frames, beat: beat, swing: 1, mood: nil, label: "")
        return (0..<frames).map { frame in
            Body25.allCases.map {
                (640 + 120 * clip[frame, $0].x, 600 - 120 * clip[frame, $0].y)
            }
        }
    }

    private func openPose(_ points: [(x: Float, y: Float)]) -> String {
        let numbers = points.map { "\($0.x),\($0.y),0.9" }.joined(separator: ",")
        return "{\"version\":1.3,\"people\":[{\"pose_keypoints_2d\":[\(numbers)]}]}"
    }

    private func writeOpenPose(_ name: String, beat: Float) throws {
        for (number, frame) in pixels(frames: 75, beat: beat).enumerated() {
            try write(
                openPose(frame),
                to: "\(name)/\(name)_\(String(format: "%012d", number))_keypoints.json")
        }
    }

    private func writeMEED(_ name: String, beat: Float) throws {
        let points = pixels(frames: 75, beat: beat).joined()
        try write(
            "{\"x\":[\(points.map { "\($0.x)" }.joined(separator: ","))],"
                + "\"y\":[\(points.map { "\($0.y)" }.joined(separator: ","))],"
                + "\"confidence\":[\(points.map { _ in "0.8" }.joined(separator: ","))]}",
            to: "\(name)/processed_data.json")
    }

    private func writeDanceDB(_ name: String, beat: Float) throws {
        let frames = pixels(frames: 75, beat: beat).enumerated().map { number, frame in
            "\"\(number)\":[" + frame.map { "[\($0.x),\($0.y)]" }.joined(separator: ",") + "]"
        }
        try write("{\(frames.joined(separator: ","))}", to: "\(name)_keypoints.txt")
    }

    private func trained(_ dataset: MotionDataset) throws -> DancerCheckpoint {
        var recipe = DancerRecipe()
        recipe.model = smallSizes()
        recipe.training = smallSettings(steps: 5)
        let run = try DancerRun(
            in: root.appendingPathComponent("run"), recipe: recipe,
            clips: TrainingClips(dataset: dataset, choice: recipe.motion, seed: 1))
        #expect(try run.train() == .finished)
        return try DancerCheckpoint(contentsOf: run.dancer)
    }

    private func prepared() throws -> MotionDataset {
        let (dataset, report) = try MotionDataset.prepare(folder: root)
        #expect(report.faults.isEmpty)
        let folder = root.appendingPathComponent("dataset")
        try dataset.write(to: folder)
        return try MotionDataset(contentsOf: folder)
    }

    @Test(arguments: ["OpenPose", "MEED", "DanceDB", "poses"])
    func aFolderOfOneFormGivesADancer(_ form: String) throws {
        defer { try? FileManager.default.removeItem(at: root) }
        switch form {
        case "OpenPose":
            try writeOpenPose("angry-walk", beat: 0.4)
            try writeOpenPose("sad-walk", beat: 0.3)
        case "MEED":
            try writeMEED("F03A1V2", beat: 0.4)
            try writeMEED("F03SA1V2", beat: 0.3)
        case "DanceDB":
            try writeDanceDB("Ada_Angry_v1", beat: 0.4)
            try writeDanceDB("Ada_Sad_v1", beat: 0.3)
        default:
            for (name, beat) in [("angry", Float(0.4)), ("sad", 0.3)] {
                try write(
                    pixels(frames: 75, beat: beat).map(openPose).joined(separator: "\n") + "\n",
                    to: "\(name).jsonl")
            }
        }
        let dataset = try prepared()
        #expect(dataset.clips.compactMap(\.mood) == [Mood(.anger), Mood(.sadness)])
        let dancer = try Dancer(trained(dataset), seed: 1)
        let poses = (0..<10).map { _ in dancer.pose(feeling: Mood(.anger)) }
        #expect(poses.allSatisfy { $0.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } })
    }

    @Test func aFolderThatFailsLeavesTheDatasetAsItWas() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try writeOpenPose("angry-walk", beat: 0.4)
        let dataset = try prepared()
        let folder = root.appendingPathComponent("dataset")
        let bad = root.appendingPathComponent("bad")
        for (path, text) in [
            ("empty/readme.txt", "no motion"), ("broken/sad.bvh", "not a hierarchy"),
            ("labelled/labels.csv", "file,emotion\nsad.bvh,grumpy\n"),
        ] { try write(text, to: "bad/\(path)") }
        try write(openPose(pixels(frames: 1, beat: 1)[0]) + "\n", to: "bad/labelled/sad.jsonl")
        for name in ["empty", "broken", "labelled", "missing"] {
            #expect(throws: ClipError.self, "\(name)") {
                // What `emotionmotion prepare` does: it writes only what was prepared.
                try MotionDataset.prepare(folder: bad.appendingPathComponent(name)).dataset
                    .write(to: folder)
            }
        }
        #expect(try MotionDataset(contentsOf: folder) == dataset)
    }
}
