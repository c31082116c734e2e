import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct PuppetTests {
    private var paper: URL { StageFiles.puppets.appending(path: "paper") }

    @Test func theRigNamesDrawingsThatAreThere() throws {
        for name in PuppetFolder.names {
            let art = try PuppetArt(folder: PuppetFolder.find(name), pixelsPerTorso: 33)
            #expect(art.faults.isEmpty)
            for (limb, fits) in zip(art.rig.limbs, art.fits) {
                #expect(fits.count == limb.looks?.all.count ?? 0)
            }
        }
    }

    @Test func aRigThatIsWrongSaysWhere() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "rig-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            {"unitsPerTorso": 100, "faces": {}, "limbs": [
            {"drawing": "a", "from": "leftTail", "to": "head", "pins": [0, 0, 0, 1]}]}
            """
        try text.write(
            to: folder.appending(path: "puppet.json"), atomically: true, encoding: .utf8)
        let error = #expect(throws: StageError.self) { try PuppetRig(folder: folder) }
        #expect(error?.description.contains("leftTail") == true)
    }

    @Test func theHeadKeepsItsPlaceWhenTheFaceIsNotSeen() {
        let framing = Framing(width: 1280, height: 720)
        let seen = PuppetBody(Poses.standing, framing: framing)
        var pose = Poses.standing
        for point in [Body25.rightEye, .leftEye, .rightEar, .leftEar] { pose[point] = .unseen }
        let unseen = PuppetBody(pose, framing: framing)
        let off = seen.head - unseen.head
        #expect((off * off).sum().squareRoot() < 0.15 * framing.pixelsPerTorso)
        #expect(unseen.up.y < -0.9)
    }

    @Test func blinksComeAsTheSeedSaysAndNotTooOften() throws {
        let rig = try PuppetRig(folder: paper)
        let blinks = { (seed: UInt64) -> [Int] in
            var face = PuppetFace(rig, random: SeededRandom(seed: seed))
            var starts: [Int] = []
            var wasOpen = true
            for picture in 0..<1800 {
                face.follow(turn: 0, mood: Mood(.neutral), seconds: 1.0 / 30)
                if face.blink > 0.05, wasOpen { starts.append(picture) }
                wasOpen = face.blink <= 0.05
            }
            return starts
        }
        let first = blinks(3)
        #expect((8...32).contains(first.count))
        #expect(first == blinks(3))
        #expect(first != blinks(4))
    }

    @Test func hairSwingsAgainstAStepAndComesToRest() {
        var swing = Swing()
        let rule = SwingRule(amount: 1)
        let follow = { (x: Float) in
            swing.follow(SIMD2(x, 0), free: SIMD2(0, 1), rule: rule, seconds: 1.0 / 30)
        }
        for step in 0...3 { follow(Float(step) * 0.1) }
        // Clockwise: what hangs down stays behind, on the left of a step to the right.
        #expect(swing.angle > 0.05)
        for _ in 0..<120 { follow(0.3) }
        #expect(abs(swing.angle) < 0.01)
    }

    @Test func clothesOfAnEmotionAreOnlyWornInIt() throws {
        let rig = try PuppetRig(folder: paper)
        #expect(rig.wornSize(0.2) == 0)
        #expect(rig.wornSize(0.7) == 1)
    }

    @Test func theAtlasHoldsEveryDrawingApart() {
        let sizes = (1...24).map { (width: 20 + 7 * $0, height: 190 - 6 * $0) }
        let (size, places) = LimbAtlas.packed(sizes)
        for a in sizes.indices {
            #expect(places[a].x + sizes[a].width <= size)
            #expect(places[a].y + sizes[a].height <= size)
            for b in sizes.indices where b > a {
                let apart =
                    places[a].x + sizes[a].width <= places[b].x
                    || places[b].x + sizes[b].width <= places[a].x
                    || places[a].y + sizes[a].height <= places[b].y
                    || places[b].y + sizes[b].height <= places[a].y
                #expect(apart)
            }
        }
    }

    @Test func aLetterboxKeepsThePicturesShape() {
        #expect(letterbox(width: 1280, height: 720, into: 1000, 1000) == (0, 218, 1000, 563))
        #expect(letterbox(width: 1280, height: 720, into: 1280, 720) == (0, 0, 1280, 720))
    }
}
