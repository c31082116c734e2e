import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct PuppetMotionTests {
    private let framing = Framing(width: 1280, height: 720)
    private let picture = 1.0 / 30

    private func art(_ name: String = "paper") throws -> PuppetArt {
        try PuppetArt(folder: PuppetFolder.find(name), pixelsPerTorso: 33)
    }

    private func body(_ pose: Pose) -> PuppetBody { PuppetBody(pose, framing: framing) }

    private func index(_ drawing: String, from joint: Body25, in art: PuppetArt) throws -> Int {
        try #require(
            art.rig.limbs.firstIndex {
                $0.looks?.usual == [drawing] && $0.from == .keypoint(joint)
            })
    }

    /// The standing body with its right forearm at an angle, clockwise from straight down.
    private func forearm(at angle: Float, length: Float = 0.52) -> Pose {
        var pose = Pose.upright
        let elbow = pose[.rightElbow]
        pose[.rightWrist] = Keypoint(
            x: elbow.x - sin(angle) * length, y: elbow.y + cos(angle) * length)
        return pose
    }

    @Test func aLimbThatGoesRoundNeverFlips() throws {
        let art = try art()
        let arm = try index("forearm", from: .rightElbow, in: art)
        var hanging = PuppetHanging(art)
        hanging.follow(body(forearm(at: 0)), seconds: 0)
        var last = hanging.ways[arm]
        // Three times round, past ±180° each time, in steps of 6°.
        for step in 1...180 {
            let angle = Float(step) * 6 * .pi / 180
            hanging.follow(body(forearm(at: angle)), seconds: picture)
            #expect(abs(PuppetHanging.angle(from: last, to: hanging.ways[arm])) < 0.12)
            last = hanging.ways[arm]
        }
    }

    @Test func aLimbThatPassesThroughTheLineOfSightTurnsAndDoesNotJump() throws {
        let art = try art()
        let arm = try index("forearm", from: .rightElbow, in: art)
        var hanging = PuppetHanging(art)
        hanging.follow(body(forearm(at: 0)), seconds: 0)
        var last = hanging.ways[arm]
        for length in stride(from: Float(0.5), through: -0.5, by: -0.1) {
            hanging.follow(body(forearm(at: 0.02, length: length)), seconds: picture)
            let turn = abs(PuppetHanging.angle(from: last, to: hanging.ways[arm]))
            #expect(turn <= Float(PuppetHanging.fastestTurn * picture) + 0.01)
            last = hanging.ways[arm]
        }
        for _ in 0..<6 {
            hanging.follow(body(forearm(at: 0.02, length: -0.5)), seconds: picture)
        }
        #expect(hanging.ways[arm].y < -0.9)
    }

    @Test func aSceneDrawnTwiceHangsTheSame() throws {
        let art = try art()
        var hanging = PuppetHanging(art)
        hanging.follow(body(forearm(at: 0)), seconds: 0)
        hanging.follow(body(forearm(at: 3)), seconds: picture)
        let once = hanging.ways
        hanging.follow(body(forearm(at: 3)), seconds: 0)
        #expect(hanging.ways == once)
    }

    private func hung(
        _ index: Int, on pose: Pose, art: PuppetArt
    ) throws -> HungDrawing? {
        var hanging = PuppetHanging(art)
        let body = body(pose)
        hanging.follow(body, seconds: 0)
        return hanging.hung(
            index, drawing: art.rig.limbs[index].looks?.all.first, share: 1, on: body,
            mood: Mood(.neutral), face: PuppetFace(art.rig, random: SeededRandom(seed: 1)))
    }

    @Test(arguments: [0.01, 0.2, 0.52, 1.0, 3.0] as [Float])
    func aLimbStretchesWithinItsBounds(_ length: Float) throws {
        let art = try art()
        let arm = try index("forearm", from: .rightElbow, in: art)
        let hung = try #require(try hung(arm, on: forearm(at: 0.4, length: length), art: art))
        let unit = framing.pixelsPerTorso / 100
        let along = (hung.downY * hung.downY).sum().squareRoot() / unit
        #expect(art.rig.limbs[arm].stretch.contains(along) || abs(along - 0.35) < 0.01)
        let across = (hung.acrossX * hung.acrossX).sum().squareRoot() / unit
        #expect(abs(across - 1) < 0.001)
    }

    @Test func aHeadBelowTheNeckIsTurnedAndNotSquashed() throws {
        let art = try art()
        let face = try #require(art.rig.limbs.firstIndex { $0.looks == nil })
        let head = try #require(art.rig.limbs.firstIndex { $0.looks?.usual == ["head"] })
        let upright = try #require(try hung(face, on: .upright, art: art))
        var bowed = Pose.upright
        let neck = bowed[.neck]
        for point in [Body25.nose, .rightEye, .leftEye, .rightEar, .leftEar] {
            // The head hangs from the neck, upside down.
            bowed[point].y = 2 * neck.y - bowed[point].y
            bowed[point].x = -bowed[point].x
        }
        for index in [face, head] {
            let hung = try #require(try hung(index, on: bowed, art: art))
            let area = { (hung: HungDrawing) in
                hung.acrossX.x * hung.downY.y - hung.acrossX.y * hung.downY.x
            }
            #expect(abs(area(hung) / area(upright) - 1) < 0.01)
            #expect(abs((hung.acrossX * hung.downY).sum()) < 0.01)
        }
    }

    @Test func anUnseenHandFadesWhereItIs() throws {
        var memory = BodyMemory()
        _ = memory.follow(.upright, seconds: 0)
        var pose = Pose.upright
        pose[.leftWrist] = .unseen
        var last = Pose.upright[.leftWrist]
        for step in 0..<30 {
            // The body walks on meanwhile.
            let moved = pose.placed(scale: 1, x: Float(step) * 0.02, y: 0)
            let shown = memory.follow(moved, seconds: picture)[.leftWrist]
            guard shown.confidence > 0 else {
                #expect(step > 10)
                return
            }
            #expect(shown.confidence < last.confidence)
            #expect(abs(shown.x - last.x) < 0.03 && abs(shown.y - last.y) < 0.01)
            last = shown
        }
        Issue.record("the hand never went")
    }

    @Test func aHandThatComesBackComesSoftly() {
        var memory = BodyMemory()
        var pose = Pose.upright
        pose[.leftWrist] = .unseen
        #expect(memory.follow(pose, seconds: 0)[.leftWrist].confidence == 0)
        let first = memory.follow(.upright, seconds: picture)[.leftWrist]
        #expect((0.1...0.7).contains(first.confidence))
        var last = first
        for _ in 0..<12 { last = memory.follow(.upright, seconds: picture)[.leftWrist] }
        #expect(last.confidence > 0.95)
    }

    @Test func aBodyNeverSeenAndAPointThatIsNoNumberAreLeftOut() {
        var memory = BodyMemory()
        var pose = Pose.upright
        pose[.nose] = Keypoint(x: .nan, y: 0)
        let shown = memory.follow(pose, seconds: 0)
        #expect(shown[.nose] == .unseen)
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        var empty = BodyMemory()
        #expect(empty.follow(nobody, seconds: 0) == nobody)
    }

    @Test func aFootStaysWithinItsTurn() {
        let down = SIMD2<Float>(0, 1)
        let within: ClosedRange<Float> = -110...110
        for step in 0..<72 {
            let way = PuppetHanging.rotated(down, by: Float(step) * 5 * .pi / 180)
            let held = PuppetHanging.bounded(way, against: down, within: within, last: way)
            let angle = PuppetHanging.angle(from: down, to: held) * 180 / .pi
            #expect(within.contains((angle * 10).rounded() / 10))
        }
        // At the back of the circle it stays at the bound that it was at.
        for off in [Float(-15), 15] {
            let back = PuppetHanging.rotated(down, by: (180 + off) * .pi / 180)
            let last = PuppetHanging.rotated(down, by: 110 * .pi / 180)
            let held = PuppetHanging.bounded(back, against: down, within: within, last: last)
            #expect(PuppetHanging.angle(from: last, to: held).magnitude < 0.01 || off > 0)
        }
    }

    @Test func whatHangsIsDrawnDownAndStaysWithinBounds() {
        var swing = Swing()
        let rule = SwingRule(amount: 1, gravity: 0.6)
        for _ in 0..<90 {
            swing.follow(.zero, free: SIMD2(1, 0), rule: rule, seconds: picture)
        }
        #expect(swing.angle > 0.2)
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let point = SIMD2(Float(random.uniform()) * 4, Float(random.uniform()) * 4)
            swing.follow(point, free: SIMD2(0, 1), rule: rule, seconds: picture)
            #expect(abs(swing.angle) <= 0.7)
        }
    }

    @Test func theEyesGoWhereTheHeadTurnsAndGoFirst() throws {
        var face = PuppetFace(try art().rig, random: SeededRandom(seed: 1))
        for _ in 0..<30 { face.follow(turn: 0, mood: Mood(.neutral), seconds: picture) }
        #expect(abs(face.gaze) < 0.01)
        face.follow(turn: 0.3, mood: Mood(.neutral), seconds: picture)
        let leading = face.gaze
        for _ in 0..<30 { face.follow(turn: 0.3, mood: Mood(.neutral), seconds: picture) }
        #expect(leading > face.gaze && face.gaze > 0.1)
    }

    @Test func aFaceCrossesBetweenTwoEmotionsWithoutAJump() throws {
        let face = PuppetFace(try art().rig, random: SeededRandom(seed: 1))
        var last = face.mixed(Mood(.happiness))
        for step in 1...100 {
            let mood = Mood(.happiness).blended(with: Mood(.sadness), by: Double(step) / 100)
            let now = face.mixed(mood)
            #expect(abs(now.mouthCurve - last.mouthCurve) < 0.06)
            #expect(abs(now.browAngle - last.browAngle) < 0.8)
            last = now
        }
        #expect(abs(last.mouthCurve + 0.85) < 1e-9)
    }

    @Test func fearBlinksMoreThanAnger() throws {
        let rig = try art().rig
        let blinks = { (emotion: Emotion) in
            var face = PuppetFace(rig, random: SeededRandom(seed: 3))
            var count = 0
            var wasOpen = true
            for _ in 0..<3600 {
                face.follow(turn: 0, mood: Mood(emotion), seconds: picture)
                if face.blink > 0.05, wasOpen { count += 1 }
                wasOpen = face.blink <= 0.05
            }
            return count
        }
        #expect(blinks(.fear) > blinks(.neutral) && blinks(.neutral) > blinks(.anger))
    }

    @Test func afterimagesFollowOnlyWhatMoves() throws {
        let art = try art("light")
        let arm = try index("forearm", from: .rightElbow, in: art)
        var trail = Trail(art.rig.afterimages)
        for step in 0..<20 {
            let hung = try #require(
                try hung(arm, on: forearm(at: Float(step) * 0.15), art: art))
            trail.follow([hung], seconds: picture)
        }
        let now = try #require(try hung(arm, on: forearm(at: 19 * 0.15), art: art))
        let ghosts = trail.ghosts(than: [now], nearer: 4)
        #expect((4...8).contains(ghosts.count))
        #expect(zip(ghosts, ghosts.dropFirst()).allSatisfy { $0.opacity < $1.opacity })
        for _ in 0..<20 { trail.follow([now], seconds: picture) }
        #expect(trail.ghosts(than: [now], nearer: 4).isEmpty)
    }
}
