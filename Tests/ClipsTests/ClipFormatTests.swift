import Foundation
import Signals
import Testing

@testable import Clips

@Suite struct ClipFormatTests {
    /// Poses whose every keypoint goes its own way.
    private let poses: [Pose] = (0..<7).map { time in
        Pose(
            points: Body25.allCases.map { joint in
                let place = Float(joint.rawValue)
                return Keypoint(
                    x: sin(place + 0.3 * Float(time)), y: -0.1 * place - 0.02 * Float(time))
            })
    }

    @Test func aPlanarBVHGivesEveryKeypointBack() throws {
        let text = PlanarBVH(poses).text
        let file = try BVHFile(Array(text.utf8), path: "danced.bvh")
        #expect(file.frameCount == poses.count)
        #expect(abs(file.frameTime - 1.0 / 30) < 1e-6)
        #expect(file.joints.filter { !$0.name.hasSuffix("_End") }.count == Body25.count)
        #expect(file.joints[0].name == "midHip" && file.joints[0].parent == nil)
        let motion = BVHMotion(file)
        for (frame, pose) in poses.enumerated() {
            for joint in Body25.allCases {
                let index = try #require(file.index(of: "\(joint)"))
                let place = motion.places[frame * motion.jointCount + index] / 50
                // Four decimals of a centimetre at each joint on the way.
                #expect(abs(place.x - Double(pose[joint].x)) < 1e-4)
                #expect(abs(place.y + Double(pose[joint].y)) < 1e-4)
                #expect(place.z == 0)
            }
        }
    }

    @Test func aJointOfThePlanarBVHHangsOnItsBone() throws {
        let file = try BVHFile(Array(PlanarBVH(poses).text.utf8), path: "danced.bvh")
        for joint in Body25.allCases {
            let index = try #require(file.index(of: "\(joint)"))
            let parent = file.joints[index].parent.map { file.joints[$0].name }
            #expect(parent == joint.parent.map { "\($0)" })
        }
    }

    @Test func aTableHoldsEveryNumber() throws {
        let rows = PoseTable(poses).text.split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        #expect(rows[0] == PoseTable.columns && rows.count == poses.count + 1)
        #expect(rows[0].prefix(4) == ["pose", "time", "nose_x", "nose_y"])
        for (row, pose) in zip(rows.dropFirst(), poses) {
            let numbers = row.compactMap { Double($0) }
            #expect(numbers.count == PoseTable.columns.count)
            for joint in Body25.allCases {
                let place = 2 + 3 * joint.rawValue
                #expect(abs(numbers[place] - Double(pose[joint].x)) < 1e-5)
                #expect(abs(numbers[place + 1] - Double(pose[joint].y)) < 1e-5)
                #expect(numbers[place + 2] == 1)
            }
        }
        #expect(rows[2][1] == "0.033333")
    }

    @Test func aClipOfNoPosesIsATableOfNoRows() {
        #expect(PoseTable([]).text.split(separator: "\n").count == 1)
    }
}
