import Foundation
import Signals
import Synchronization
import Testing

@testable import Broadcast

@Suite struct PoseFileTests {
    private func dance(seed: UInt64, poses: Int) -> [Pose] {
        var random = SeededRandom(seed: seed)
        return (0..<poses).map { _ in
            Pose(
                points: (0..<Body25.count).map { _ in
                    Keypoint(
                        x: Float(random.uniform() * 2 - 1), y: Float(random.uniform() * -4),
                        confidence: Float(random.uniform()))
                })
        }
    }

    private func write(_ poses: [Pose], to path: String) async throws -> OutputCounts {
        let file = try PoseFile(
            path: path, framing: Framing(width: 1280, height: 720), whenFull: .wait
        ) { Issue.record("\($0)") }
        file.start()
        for (index, pose) in poses.enumerated() {
            await file.send(pose, mood: Mood(.fear), time: Double(index) / 30)
        }
        await file.finish()
        return file.counts
    }

    @Test func equalPosesGiveEqualBytes() async throws {
        let scratch = try Scratch()
        let poses = dance(seed: 7, poses: 400)
        let counts = try await write(poses, to: scratch.path("a.jsonl"))
        _ = try await write(poses, to: scratch.path("b.jsonl"))
        let first = try Data(contentsOf: URL(fileURLWithPath: scratch.path("a.jsonl")))
        let second = try Data(contentsOf: URL(fileURLWithPath: scratch.path("b.jsonl")))
        #expect(first == second)
        #expect(first.filter { $0 == UInt8(ascii: "\n") }.count == 400)
        #expect(counts.written == 400)
        #expect(counts.dropped == 0)
    }

    @Test func aLineIsOpenPoseWithMoodAndTime() throws {
        var pose = Pose(points: Array(repeating: .unseen, count: Body25.count))
        pose[.nose] = Keypoint(x: 640.12345, y: -0.0004, confidence: 0.5)
        pose[.neck] = Keypoint(x: .nan, y: 3, confidence: 1)
        var bytes: [UInt8] = []
        PoseLine(pose: pose, mood: try Mood([0, 0, 0.25, 0, 0.75, 0, 0]), time: 1.0 / 30)
            .write(to: &bytes)
        let rest = Array(repeating: "0.000", count: 72).joined(separator: ",")
        let expected =
            #"{"version":1.3,"time":0.033333,"people":[{"pose_keypoints_2d":["#
            + "640.123,0.000,0.500," + rest
            + #"]}],"mood":{"anger":0.000000,"disgust":0.000000,"fear":0.250000,"#
            + #""happiness":0.000000,"neutral":0.750000,"sadness":0.000000,"surprise":0.000000}}"#
        #expect(String(decoding: bytes, as: UTF8.self) == expected + "\n")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(bytes)) }
    }

    @Test(arguments: [
        (0.0, "0.000"), (-0.0004, "0.000"), (-0.0006, "-0.001"), (12.3456, "12.346"),
        (-1280.5, "-1280.500"), (1e30, "1000000000000.000"), (.nan, "0.000"),
    ])
    func numbersHaveThreeDecimals(_ number: Double, _ text: String) {
        var bytes: [UInt8] = []
        bytes.append(number, decimals: 3)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test func aPoseIsWrittenInPixels() async throws {
        let scratch = try Scratch()
        let framing = Framing(width: 1280, height: 720)
        let pose = try #require(dance(seed: 1, poses: 1).first)
        _ = try await write([pose], to: scratch.path("a.jsonl"))
        let line = try String(contentsOfFile: scratch.path("a.jsonl"), encoding: .utf8)
        let nose = framing.pixels(pose)[.nose]
        var expected: [UInt8] = []
        expected.append(Double(nose.x), decimals: 3)
        #expect(line.contains("[" + String(decoding: expected, as: UTF8.self) + ","))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskIsReportedAndThePosesCounted() async throws {
        let faults = Mutex<[OutputFault]>([])
        let file = try PoseFile(
            path: "/dev/full", framing: Framing(width: 1280, height: 720), whenFull: .wait
        ) { fault in faults.withLock { $0.append(fault) } }
        file.start()
        for (index, pose) in dance(seed: 3, poses: 2000).enumerated() {
            await file.send(pose, mood: Mood(.neutral), time: Double(index) / 30)
        }
        await file.finish()
        #expect(file.counts.dropped == 2000)
        let found = faults.withLock { $0 }
        #expect(found.count == 1)
        #expect(found.first?.reason.contains("No space left") == true)
        #expect(found.first?.output == "poses:/dev/full")
    }

    @Test func aPlaceThatCannotBeWrittenIsAnErrorBeforeTheShow() throws {
        let scratch = try Scratch()
        let places = [scratch.folder, scratch.path("missing/poses.jsonl"), "/dev/null/poses.jsonl"]
        for path in places {
            #expect(throws: BroadcastError.self) {
                try PoseFile(path: path, framing: Framing(width: 2, height: 2)) { _ in }
            }
        }
    }
}
