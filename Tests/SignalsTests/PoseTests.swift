import Signals
import Testing

@Suite struct PoseTests {
    private var standing: Pose {
        Pose(points: (0..<25).map { Keypoint(x: Float($0), y: -Float($0) / 2) })
    }

    @Test func everyBoneHangsOnOneDrawnBefore() {
        var known: Set<Body25> = [.midHip]
        for bone in Body25.bones {
            #expect(known.contains(bone.parent))
            known.insert(bone.child)
        }
        #expect(known.count == Body25.count)
    }

    @Test func aMirrorUsedTwiceChangesNothing() {
        #expect(standing.mirrored.mirrored == standing)
        #expect(standing.mirrored[.leftWrist].x == -standing[.rightWrist].x)
    }

    @Test func halfWayBetweenTwoPosesIsTheirMiddle() {
        let moved = standing.placed(scale: 1, x: 2, y: 0)
        #expect(standing.interpolated(to: moved, by: 0.5)[.nose].x == 1)
        #expect(standing.interpolated(to: moved, by: 0) == standing)
        #expect(standing.interpolated(to: moved, by: 1) == moved)
    }

    @Test func aPointThatGoesUnseenFadesWhereItWas() {
        var blind = standing
        blind[.leftWrist] = .unseen
        let between = standing.interpolated(to: blind, by: 0.25)[.leftWrist]
        #expect(between == Keypoint(x: 7, y: -3.5, confidence: 0.75))
    }

    @Test func unseenPointsStayUnseenWhenPlaced() {
        var blind = standing
        blind[.nose] = .unseen
        #expect(blind.placed(scale: 100, x: 640, y: 600)[.nose] == .unseen)
    }

    @Test func theFloorLiesWhereTheFramingPutsIt() {
        let framing = Framing(width: 1280, height: 720)
        var pose = standing
        pose[.midHip] = Keypoint(x: 0, y: 0)
        #expect(framing.pixels(pose)[.midHip] == Keypoint(x: 640, y: framing.floor))
    }
}
