import Foundation
import Signals
import Testing

@testable import Stage

/// A code for phones in the picture's corner.
@MainActor
@Suite(.serialized) struct CodeCardTests {
    /// Modules by chance, as a code of this size has them; the same each time.
    private let code: Scene.Code

    init() {
        var random = SeededRandom(seed: 3)
        code = Scene.Code(
            side: 25, isDark: (0..<625).map { _ in Bool.random(using: &random) }, quietZone: 4)
    }

    private func opened(width: Int = 640, height: Int = 360) throws -> Stage {
        try Stage(StageSettings(width: width, height: height, seed: 7, backdropHeight: 90))
    }

    private func shown(_ isCoded: Bool) -> Scene {
        var shown = scene(.happiness)
        if isCoded { shown.code = code }
        return shown
    }

    @Test func everyModuleIsWholeAndTheQuietZoneIsWhite() throws {
        let picture = try #require(try opened().draw(shown(true)))
        // Two pixels a module, 33 modules with the quiet zone, 5 % from the edges.
        let (step, side) = (2, 33)
        let (left, top) = (608 - side * step, 18)
        for row in 0..<side {
            for column in 0..<side {
                let (y, x) = (row - 4, column - 4)
                let isInside = (0..<25).contains(x) && (0..<25).contains(y)
                let isDark = isInside && code.isDark[y * 25 + x]
                for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let at =
                        (top + row * step + down) * picture.width + left + column * step + right
                    let pixel = (0..<3).map { picture.pixels[4 * at + $0] }
                    #expect(pixel == Array(repeating: isDark ? 0 : 255, count: 3))
                }
            }
        }
    }

    @Test func theRestOfThePictureIsAsWithoutIt() throws {
        let plain = try #require(try opened().draw(shown(false)))
        let coded = try #require(try opened().draw(shown(true)))
        var changed = 0
        for y in 0..<360 {
            for x in 0..<640 {
                let at = 4 * (640 * y + x)
                let isSame = (at..<at + 3).allSatisfy { plain.pixels[$0] == coded.pixels[$0] }
                if isSame { continue }
                changed += 1
                #expect((542..<608).contains(x) && (18..<84).contains(y), "\(x), \(y)")
            }
        }
        #expect(changed > 2_000)
    }

    @Test func aCodeThatIsTakenAwayIsGoneAndAnotherTakesItsPlace() throws {
        let stage = try opened()
        let plain = Array(try #require(try stage.draw(shown(false))).pixels)
        let coded = Array(try #require(try stage.draw(shown(true))).pixels)
        #expect(Array(try #require(try stage.draw(shown(false))).pixels) == plain)
        var other = shown(false)
        other.code = Scene.Code(
            side: 25, isDark: code.isDark.map { !$0 }, quietZone: code.quietZone)
        #expect(Array(try #require(try stage.draw(other)).pixels) != coded)
        #expect(Array(try #require(try stage.draw(shown(true))).pixels) == coded)
    }

    @Test func noMessageCoversIt() throws {
        let safe = Box(x: 64, y: 36, width: 1152, height: 648)
        let code = Box(x: 1084, y: 36, width: 132, height: 132)
        for place in 0..<Captions.places {
            for faceX in stride(from: Float(0), to: 1280, by: 40) {
                for age in [0, 2.5, 4.9] {
                    let face = Box(x: faceX, y: 120, width: 130, height: 130)
                    let box = Captions.box(
                        place: place, age: age, width: 276, height: 90, safe: safe, face: face,
                        code: code)
                    guard let box else { continue }
                    #expect(!box.overlaps(code) && !box.overlaps(face))
                    #expect(box.x >= safe.x && box.maxX <= safe.maxX)
                }
            }
        }
    }

    @Test func aPictureTooSmallForItIsDrawnAllTheSame() throws {
        let stage = try opened(width: 32, height: 18)
        #expect(try stage.draw(shown(true)) != nil)
    }
}
