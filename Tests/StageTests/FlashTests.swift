import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct FlashTests {
    /// What the meter finds in a show with and without the limiter: the worst share of a visual field
    /// that flashes more than three times a second, and the most flashes of the whole.
    private func measured(
        isLimited: Bool, seconds: Double = 1.8, backdrop: String? = nil, puppet: String = "paper",
        scene: (Int) -> Scene
    ) throws -> (share: Double, whole: Int) {
        var settings = StageSettings(
            width: 192, height: 108, showsWords: false, puppet: puppet, seed: 7,
            backdropHeight: 54)
        settings.limitsFlashes = isLimited
        let folder = try TestFolder()
        if let backdrop {
            for emotion in Emotion.allCases {
                try folder.write(
                    "void mainImage(out vec4 o, in vec2 f) {\n"
                        + "vec2 p = f / iResolution.xy;\nbool on = fract(iTime * 7.5) < 0.5;\n"
                        + "\(backdrop)\n}\n", to: "\(emotion).frag")
            }
            settings.backdrops = folder.url
        }
        let stage = try Stage(settings)
        var meter = FlashMeter()
        for number in 0..<Int(seconds * 30) {
            let scene = scene(number)
            let picture = try #require(try stage.draw(scene))
            meter.add(picture, at: scene.time)
        }
        return (meter.worstShare, meter.mostOfTheWhole)
    }

    private func still(_ number: Int) -> Scene {
        scene(.neutral, time: Double(number) / 30, number: number)
    }

    /// Whole or in parts, white or red, in step or by turns.
    @Test(arguments: [
        "o = vec4(vec3(on ? 1.0 : 0.0), 1.0);",
        "o = vec4(on ? 1.0 : 0.1, 0.0, 0.0, 1.0);",
        "o = vec4(vec3(p.x < 0.5 && p.y < 0.5 && on ? 1.0 : 0.0), 1.0);",
        "o = vec4(vec3((p.x < 0.5) == on ? 1.0 : 0.1), 1.0);",
        "o = vec4((p.y < 0.5) == on ? 1.0 : 0.3, 0.0, 0.0, 1.0);",
    ])
    func aStrobeIsHeldToThreeFlashesASecond(_ backdrop: String) throws {
        let strobe = try measured(isLimited: false, backdrop: backdrop, scene: still)
        #expect(strobe.share > 0.5, "the meter sees no strobe")
        let shown = try measured(isLimited: true, backdrop: backdrop, scene: still)
        #expect(shown.share <= 0.25)
        #expect(shown.whole <= 3)
    }

    /// A sheet of white paper that jumps in and out of the picture.
    @Test func aFlashingPuppetIsHeldToThreeFlashesASecond() throws {
        let folder = try TestFolder()
        try folder.writePNG("sheet.png", width: 200, height: 200, SIMD3(1, 1, 1))
        let limb =
            "{\"drawing\": \"sheet\", \"from\": \"neck\", \"to\": \"midHip\", "
            + "\"pins\": [100, 80, 100, 110]}"
        try folder.write(
            "{\"unitsPerTorso\": 30, \"manner\": \"drawn\", \"limbs\": [\(limb)]}",
            to: "puppet.json")
        let show = { (number: Int) -> Scene in
            let pose = Poses.standing.placed(scale: 1, x: number % 4 < 2 ? 0 : 40, y: 0)
            return scene(.fear, pose: pose, time: Double(number) / 30, number: number)
        }
        let path = folder.url.path
        let flashing = try measured(isLimited: false, puppet: path, scene: show)
        #expect(flashing.share > 0.5, "the meter sees no flash")
        let shown = try measured(isLimited: true, puppet: path, scene: show)
        #expect(shown.share <= 0.25)
        #expect(shown.whole <= 3)
    }

    @Test func aMoodThatSwitchesTenTimesASecondDoesNotFlash() throws {
        let shown = try measured(isLimited: true) { number in
            scene(
                number % 3 < 2 ? .happiness : .fear, time: Double(number) / 30, number: number)
        }
        #expect(shown.share <= 0.25)
        #expect(shown.whole <= 3)
    }

    @Test func threeFlashesOfTheWholeAreLetThrough() throws {
        var limiter = FlashLimiter(width: 64, height: 36)
        let (dark, bright) = (Picture(width: 64, height: 36), Picture(width: 64, height: 36))
        bright.pixels.initializeMemory(as: UInt8.self, repeating: 255)
        var holds: [Bool] = []
        for number in 0..<10 {
            let picture = number.isMultiple(of: 2) ? dark : bright
            holds.append(limiter.judge(picture, seconds: 0.05) != nil)
            limiter.settle()
        }
        // Six changes are three flashes, a seventh begins another; the eighth is held.
        #expect(holds == [false, false, false, false, false, false, false, false, true, true])
    }

    @Test func aFlashInASmallPartOfThePictureIsLetThrough() throws {
        var limiter = FlashLimiter(width: 320, height: 180)
        let picture = Picture(width: 320, height: 180)
        for number in 0..<60 {
            for y in 60..<80 {
                for x in 100..<140 {
                    picture.pixels[4 * (y * 320 + x) + 1] = number % 4 < 2 ? 255 : 0
                }
            }
            #expect(limiter.judge(picture, seconds: 1.0 / 30) == nil)
            limiter.settle()
        }
    }
}
