import Foundation
import SafeTensors
import Signals
import Testing

@testable import Clips

@Suite struct MotionDatasetTests {
    private func copy(_ name: String, to folder: URL, as other: String? = nil) throws {
        let target = folder.appendingPathComponent(other ?? name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Fixture.url(name), to: target)
    }

    private func write(_ text: String, to folder: URL, as name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// The standing figure as `count` lines of OpenPose JSON.
    private func lines(_ count: Int) -> String {
        let numbers = Fixture.figure.points.map { "\($0.x),\($0.y),\($0.confidence)" }
            .joined(separator: ",")
        let line = "{\"version\":1.3,\"people\":[{\"pose_keypoints_2d\":[\(numbers)]}]}\n"
        return String(repeating: line, count: count)
    }

    private func dataset() throws -> MotionDataset {
        var clip = try #require(ClipCleaning().clean(try Fixture.body()).clips.first)
        clip.about = ClipLabel(
            mood: try Mood([0, 0, 0, 0.6, 0.4, 0, 0]), mapping: .judgement, source: "fixtures",
            label: "happy", content: "wave", actor: "A", split: .validation, licence: "CC0",
            use: .free)
        var other = clip
        other.name = "another"
        other.about = ClipLabel()
        other.isFlat = true
        return MotionDataset(clips: [clip, other])
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let dataset = try dataset()
        try Fixture.inFolder { folder in
            try dataset.write(to: folder)
            #expect(try MotionDataset(contentsOf: folder) == dataset)
            let file = try SafeTensorFile(
                contentsOf: folder.appendingPathComponent("clips.safetensors"))
            let entry = try file.entry("body_happy")
            #expect(entry.type == .float32)
            #expect(entry.shape == [45, 25, 4])
            #expect(Array(entry.floats?.suffix(1) ?? []) == [1], "the last is a confidence")
        }
        #expect(dataset.clips.map(\.name) == ["another", "body_happy"])
        #expect(dataset.clips(.validation).map(\.mayShip) == [true])
    }

    @Test func aDatasetIsReplacedWholeOrNotAtAll() throws {
        let dataset = try dataset()
        try Fixture.inFolder { folder in
            try dataset.write(to: folder)
            // A folder stands where the new list would go.
            let index = folder.appendingPathComponent("index.json")
            let kept = try Data(contentsOf: index)
            let part = folder.appendingPathComponent(".index.json.part")
            try FileManager.default.createDirectory(
                at: part.appendingPathComponent("x"), withIntermediateDirectories: true)
            #expect(throws: SafeTensorError.unwritable(path: folder.path)) {
                try MotionDataset(clips: [dataset.clips[0]]).write(to: folder)
            }
            #expect(try Data(contentsOf: index) == kept)
            #expect(try MotionDataset(contentsOf: folder) == dataset)
            try? FileManager.default.removeItem(at: part)
            try MotionDataset(clips: [dataset.clips[0]]).write(to: folder)
            #expect(try MotionDataset(contentsOf: folder).clips.count == 1)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                    == ["clips.safetensors", "index.json"])
        }
    }

    @Test func aFolderOfWhichNothingCanBeReadGivesNoDataset() throws {
        try Fixture.inFolder { folder in
            try write("{\"people\": 3}\n", to: folder, as: "happy.jsonl")
            try write("HIERARCHY of the town council\n", to: folder, as: "sad.bvh")
            let error = #expect(throws: ClipError.self) {
                try MotionDataset.prepare(folder: folder)
            }
            let words = error?.description ?? ""
            #expect(words.contains("None of the 2 clips"))
            #expect(words.contains("happy.jsonl, line 1"))
        }
    }

    @Test func secondsAreCountedByEmotion() throws {
        let dataset = try dataset()
        #expect(dataset.seconds == 3)
        #expect(abs((dataset.secondsByEmotion[.happiness] ?? 0) - 0.9) < 1e-9)
        #expect(dataset.secondsWithoutMood == 1.5)
    }

    @Test func aDatasetThatIsNotWholeSaysWhatIsMissing() throws {
        let dataset = try dataset()
        try Fixture.inFolder { folder in
            #expect(throws: ClipError.dataset(path: folder.path, reason: "there is no index.json"))
            {
                try MotionDataset(contentsOf: folder)
            }
            try dataset.write(to: folder)
            let index = folder.appendingPathComponent("index.json")
            let text = try String(contentsOf: index, encoding: .utf8)
            try write(
                text.replacingOccurrences(of: "\"frames\" : 45", with: "\"frames\" : 46"),
                to: folder, as: "index.json")
            let shape = #expect(throws: ClipError.self) { try MotionDataset(contentsOf: folder) }
            #expect(shape?.description.contains("F32 [45, 25, 4]") == true)
            try write(
                text.replacingOccurrences(of: "\"body_happy\"", with: "\"body_sad\""),
                to: folder, as: "index.json")
            #expect(throws: SafeTensorError.self) { try MotionDataset(contentsOf: folder) }
            try write("{\"version\":1}", to: folder, as: "index.json")
            #expect(throws: ClipError.self) { try MotionDataset(contentsOf: folder) }
        }
    }

    /// A folder with a good BVH file of each end of a name, a broken one, a pose file too short to
    /// keep, one that is broken, and two files that are no motion.
    @Test func prepareGoesOnAfterABrokenFileAndListsIt() throws {
        try Fixture.inFolder { folder in
            try copy("body_happy.bvh", to: folder, as: "b/take_angry.bvh")
            try copy("body_happy.bvh", to: folder, as: "take.BVH")
            try copy("crowd", to: folder)
            try copy("F03SU1V2", to: folder)
            try write("HIERARCHY\nROOT\n", to: folder, as: "broken.bvh")
            try write("{}", to: folder, as: "x_keypoints.txt")
            try write("read me", to: folder, as: "README.md")
            try write("{\"a\":1}", to: folder, as: "settings.json")
            var steps: [String] = []
            let (dataset, report) = try MotionDataset.prepare(folder: folder) { done, all, path in
                steps.append("\(done)/\(all) \(path)")
            }
            #expect(dataset.clips.map(\.name) == ["b/take_angry", "take"])
            #expect(dataset.clips.map { $0.mood?.strongest } == [.anger, nil])
            #expect(dataset.clips.map(\.label) == ["angry", ""])
            #expect(report.faults.map(\.path) == ["broken.bvh", "x_keypoints.txt"])
            #expect(report.faults[0].reason.contains("line 3: a joint has no name"))
            #expect(report.faults[1].reason.contains("no frame has any points"))
            #expect(report.lost == ["F03SU1V2", "crowd"])
            #expect(report.withoutMood == ["crowd", "take"])
            #expect(report.ignored == 2)
            #expect(
                report.found == [
                    "BVH": 3, "OpenPose JSON folder": 1, "MEED": 1, "DanceDB": 1,
                ])
            #expect(
                steps == [
                    "1/6 F03SU1V2/processed_data.json", "2/6 b/take_angry.bvh", "3/6 broken.bvh",
                    "4/6 crowd", "5/6 take.BVH", "6/6 x_keypoints.txt",
                ])
        }
    }

    @Test func twoFormsOfOneNameAreTwoClips() throws {
        try Fixture.inFolder { folder in
            try copy("body_happy.bvh", to: folder, as: "take.bvh")
            try write(lines(60), to: folder, as: "take.jsonl")
            let (dataset, _) = try MotionDataset.prepare(folder: folder)
            #expect(dataset.clips.map(\.name) == ["take", "take.jsonl"])
            #expect(dataset.clips.map(\.isFlat) == [false, true])
        }
    }

    @Test func theListOfLabelsGoesBeforeTheName() throws {
        try Fixture.inFolder { folder in
            try copy("labels.csv", to: folder)
            try copy("body_happy.bvh", to: folder)
            let (dataset, report) = try MotionDataset.prepare(folder: folder)
            let clip = try #require(dataset.clips.first)
            #expect(clip.mood?[.neutral] == 0.4)
            #expect(clip.split == .validation)
            #expect(clip.licence == "CC0")
            #expect(clip.mayShip)
            // The list names a folder that is not there.
            #expect(report.faults.map(\.path) == ["crowd"])
            #expect(report.ignored == 0)
        }
    }

    @Test func aFolderWithoutMotionSaysWhichFormsAreKnown() throws {
        try Fixture.inFolder { folder in
            try write("read me", to: folder, as: "README.md")
            let error = #expect(throws: ClipError.noClips(path: folder.path)) {
                try MotionDataset.prepare(folder: folder)
            }
            for form in ["BVH", "OpenPose", "MEED", "DanceDB"] {
                #expect(error?.description.contains(form) == true)
            }
            let missing = folder.appendingPathComponent("nowhere")
            #expect(throws: ClipError.unreadable(path: missing.path)) {
                try MotionDataset.prepare(folder: missing)
            }
        }
    }

    @Test func linesOfPosesBecomeAClip() throws {
        try Fixture.inFolder { folder in
            try write(lines(60), to: folder, as: "dance_sad.jsonl")
            let (dataset, report) = try MotionDataset.prepare(folder: folder)
            #expect(report.faults.isEmpty)
            #expect(dataset.clips.map(\.frameCount) == [60])
            #expect(dataset.clips[0].isFlat)
            #expect(dataset.clips[0].mood == Mood(.sadness))
        }
    }
}
