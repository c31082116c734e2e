import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct TransparentTests {
    private func picture(_ puppet: String = "paper", _ pose: Pose = Poses.standing) throws
        -> Picture
    {
        let stage = try Stage(
            StageSettings(
                width: 320, height: 180, showsWords: false, puppet: puppet, seed: 7,
                background: .transparent))
        return try #require(try stage.draw(scene(.happiness, pose: pose)))
    }

    @Test(arguments: ["paper", "light"])
    func thePuppetStandsBeforeNothing(_ puppet: String) throws {
        let picture = try picture(puppet)
        let alpha = { (x: Int, y: Int) in picture.pixels[4 * (y * 320 + x) + 3] }
        for (x, y) in [(0, 0), (319, 0), (0, 179), (319, 179), (40, 90)] {
            #expect(alpha(x, y) == 0)
        }
        let framing = Framing(width: 320, height: 180)
        let belly = Int(framing.floor - 2.3 * framing.pixelsPerTorso)
        #expect(alpha(160, belly) > 200)
    }

    @Test func coloursAreNotMultipliedWithTheirAlpha() throws {
        let picture = Picture(width: 2, height: 1)
        for (index, byte) in [100, 50, 0, 128, 9, 9, 9, 255].enumerated() {
            picture.pixels[index] = UInt8(byte)
        }
        picture.unmultiply()
        #expect(Array(picture.pixels) == [199, 100, 0, 128, 9, 9, 9, 255])
    }

    @Test func whereNobodyIsNothingIsDrawn() throws {
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        let picture = try picture("light", nobody)
        let corner = (0..<320 * 60).allSatisfy { picture.pixels[4 * $0 + 3] == 0 }
        #expect(corner)
    }
}
