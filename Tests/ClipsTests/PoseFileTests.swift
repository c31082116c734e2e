import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct PoseFileTests {
    /// Four frames; the order of the two people changes with every frame, one point is missing in
    /// the second, and the last has a fragment of a third person nearer than anybody.
    @Test func onePersonIsFollowedWhateverTheOrder() throws {
        let poses = try OpenPoseFolder(contentsOf: Fixture.url("crowd")).poses
        #expect(poses.map { $0?[.midHip].x } == [200, 204, 208, 212])
        #expect(poses[1]?[.nose].confidence == 0)
        #expect(poses[2]?[.nose].confidence == 0.9)
    }

    @Test func aPersonWhoIsAwayIsNobodyElse() {
        let person = Fixture.figure
        let far = person.placed(scale: 1, x: 900, y: 0)
        let small = person.placed(scale: 0.5, x: 0, y: 0)
        let track = PersonTrack.follow([
            [small, person], [small.placed(scale: 1, x: 900, y: 0)],
            [far], [], [person],
        ])
        #expect(track == [person, nil, nil, nil, person])
    }

    @Test func framesAreReadInTheOrderOfTheirNumbers() {
        let names = ["walk_10_keypoints.json", "walk_9_keypoints.json", "run_11.json", "000.json"]
        let sorted = names.map { FrameName($0) }.sorted()
        #expect(sorted.map(\.clip) == ["", "run", "walk", "walk"])
        #expect(sorted.map(\.number) == [0, 11, 9, 10])
    }

    @Test func linesOfPosesAreAClip() throws {
        let poses = try OpenPoseLines(contentsOf: Fixture.url("poses.jsonl")).poses
        #expect(poses.map { $0?[.midHip].x } == [100, nil, 102])
    }

    @Test func meedListsAreFramesOfTwentyFive() throws {
        let poses = try MEEDFile(contentsOf: Fixture.url("F03SU1V2/processed_data.json")).poses
        #expect(poses.count == 2)
        #expect(poses[1]?[.midHip] == Keypoint(x: 301, y: 400, confidence: 0.8))
        #expect(poses[1]?[.rightWrist].confidence == 0)
    }

    @Test func danceFramesKeepTheirNumbers() throws {
        let poses = try DanceDBFile(contentsOf: Fixture.url("Dancer_Scared_v1_keypoints.txt")).poses
        // 10 is there, 11 is null, 12 is not in the file, 13 is there.
        #expect(poses.map { $0 != nil } == [true, false, false, true])
        #expect(poses[0]?[.neck] == Keypoint(x: 500, y: 245))
    }

    @Test func aPointAtTheCornerIsMaskedInEveryForm() throws {
        let dance = try DanceDBFile(contentsOf: Fixture.url("Dancer_Scared_v1_keypoints.txt"))
        let clip = BodyClip(name: "dance", poses: dance.poses, framesPerSecond: 30)
        #expect(clip.confidence(3, .nose) == 0)
        #expect(clip.confidence(3, .neck) == 1)
        #expect(clip[3, .neck] == [500, -245, 0])
        var corner = Fixture.figure
        corner[.rightWrist] = Keypoint(x: 0, y: 0, confidence: 0.7)
        let masked = BodyClip(name: "corner", poses: [corner], framesPerSecond: 30)
        #expect(masked.confidence(0, .rightWrist) == 0)
    }

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return "\(error)" }
    }

    @Test func aBrokenFileNamesTheKeyAndWhatWasExpected() {
        let frame = { (text: String) in
            self.message { _ = try OpenPoseFrame(Data(text.utf8), path: "f.json") }
        }
        #expect(frame("{") == "f.json, the file: this is not JSON.")
        #expect(frame("{}") == "f.json, the file: there is no \"people\".")
        #expect(
            frame(#"{"people":[{"pose_keypoints_2d":[1,2]}]}"#)
                == "f.json, people[0].pose_keypoints_2d: BODY_25 has 75 numbers (25 times x, y and "
                + "confidence), and here are 2.")
        #expect(
            frame(#"{"people":[{"pose_keypoints_2d":"x"}]}"#)
                == "f.json, people[0].pose_keypoints_2d: expected a list or an object.")
        #expect(
            message { _ = try OpenPoseLines(Data("{\"people\":[]}\n{\n".utf8), path: "p.jsonl") }
                == "p.jsonl, line 2: the file: this is not JSON.")
        let meed = { (text: String) in
            self.message { _ = try MEEDFile(Data(text.utf8), path: "m.json") }
        }
        #expect(
            meed(#"{"x":[1],"y":[1],"confidence":[1]}"#)
                == "m.json, x: expected 25 values a frame, and 1 is no multiple of 25.")
        let full = Array(repeating: "1", count: 25).joined(separator: ",")
        #expect(
            meed("{\"x\":[\(full)],\"y\":[1],\"confidence\":[\(full)]}")
                == "m.json, y: expected 25 values as in x, found 1.")
        let dance = { (text: String) in
            self.message { _ = try DanceDBFile(Data(text.utf8), path: "d.txt") }
        }
        #expect(dance(#"{"7":[[1,2]]}"#) == "d.txt, 7: expected 25 points or null, found 1.")
        #expect(dance(#"{"a":null}"#) == "d.txt, a: a key should be a frame number.")
        #expect(dance(#"{"7":null}"#) == "d.txt, the file: no frame has any points.")
    }
}
