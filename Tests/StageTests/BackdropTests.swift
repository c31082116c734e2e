import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct BackdropTests {
    private func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "backdrops-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(
                to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        return folder
    }

    private let broken = "// broken\nvoid mainImage(out vec4 o, in vec2 f) {\n    o = nothing;\n}\n"
    private let green =
        "void mainImage(out vec4 o, in vec2 f) { o = vec4(0.0, 1.0, 0.0, 1.0); }"

    private func stage(_ folder: URL?) throws -> Stage {
        try Stage(
            StageSettings(
                width: 320, height: 180, showsWords: false, backdrops: folder, seed: 7,
                backdropHeight: 90))
    }

    /// A pixel of the world, far from the puppet, after some pictures of the same mood.
    private func corner(_ stage: Stage, after pictures: Int, from time: Double) throws -> [UInt8] {
        var colour: [UInt8] = []
        for number in 0..<pictures {
            let now = scene(.anger, time: time + Double(number) / 30)
            let picture = try #require(try stage.draw(now))
            colour = (0..<3).map { picture.pixels[4 * (20 * 320 + 20) + $0] }
        }
        return colour
    }

    @Test func aBrokenShaderIsNamedWithItsLineAndTheShowGoesOn() throws {
        let folder = try folder(["anger.frag": broken])
        defer { try? FileManager.default.removeItem(at: folder) }
        let stage = try stage(folder)
        let remarks = stage.takeRemarks()
        #expect(remarks.count == 1)
        #expect(remarks.first?.contains("anger.frag:3: ") == true, "\(remarks)")
        #expect(remarks.first?.contains("nothing") == true)
        let kept = try #require(try stage.draw(scene(.anger)))
        let own = try #require(try self.stage(nil).draw(scene(.anger)))
        #expect(Array(kept.pixels) == Array(own.pixels))
    }

    @Test func aSavedWorldIsTakenInDuringTheShowAndABadSaveIsNot() throws {
        let folder = try folder([:])
        defer { try? FileManager.default.removeItem(at: folder) }
        let stage = try stage(folder)
        let own = try corner(stage, after: 4, from: 10)
        #expect(own[1] < own[0])
        let file = folder.appending(path: "anger.frag")
        let save = { (text: String) in
            try text.write(to: file, atomically: true, encoding: .utf8)
            // A look sees that it is new, the next that it is written to its end.
            stage.backdropWatch?.look()
            stage.backdropWatch?.look()
        }
        try save(green)
        let taken = try corner(stage, after: 90, from: 11)
        #expect(taken[0] < 30 && taken[1] > 180)
        #expect(stage.takeRemarks().isEmpty)
        try save(broken)
        let kept = try corner(stage, after: 6, from: 14)
        #expect(kept[0] < 30 && kept[1] > 180)
        let remarks = stage.takeRemarks()
        #expect(remarks.count == 1)
        #expect(remarks.first?.contains("anger.frag:3: ") == true, "\(remarks)")
        // Without a file of the user's the stage's own comes back.
        try FileManager.default.removeItem(at: file)
        stage.backdropWatch?.look()
        stage.backdropWatch?.look()
        let back = try corner(stage, after: 6, from: 15)
        #expect(back[1] < 90)
    }

    @Test func aShaderOfTheUsersIsDrawn() throws {
        let folder = try folder([
            "anger.frag": green
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = StageSettings(width: 320, height: 180, showsWords: false)
        settings.backdrops = folder
        let picture = try #require(try Stage(settings).draw(scene(.anger)))
        let corner = 4 * (20 * 320 + 20)
        #expect(picture.pixels[corner] < 30)
        #expect(picture.pixels[corner + 1] > 180)
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        #expect(throws: StageError.missing(path: "/nowhere/at/all")) {
            try self.stage(URL(filePath: "/nowhere/at/all"))
        }
    }

    @Test func everyDriversComplaintGivesItsLine() {
        #expect(ShaderProgram.firstComplaint(in: "0:12(3): error: no such name").line == 12)
        #expect(ShaderProgram.firstComplaint(in: "ERROR: 0:7: 'x' : undeclared").line == 7)
        #expect(ShaderProgram.firstComplaint(in: "out of memory").line == nil)
    }

    @Test func sharesAreOfTheTwoStrongestAndChangePlacesWithoutAJump() throws {
        let shares = try Mood([0.5, 0, 0.3, 0, 0.2, 0, 0]).worldShares
        #expect(abs(shares[0] - 0.75) < 1e-9)
        #expect(abs(shares[2] - 0.25) < 1e-9)
        #expect(shares.reduce(0, +) == 1)
        let before = try Mood([0.5, 0, 0.2501, 0.2499, 0, 0, 0]).worldShares
        let after = try Mood([0.5, 0, 0.2499, 0.2501, 0, 0, 0]).worldShares
        for (a, b) in zip(before, after) { #expect(abs(a - b) < 0.01) }
    }

    @Test func aMoodIsFollowedInAboutASecondAndAHalf() {
        var eased = EasedMood()
        _ = eased.follow(Mood(.neutral), seconds: 0)
        var shown = Mood(.neutral)
        for _ in 0..<45 { shown = eased.follow(Mood(.anger), seconds: 1.0 / 30) }
        #expect((0.85...0.97).contains(shown[.anger]))
    }

    /// Counts rises and falls of a tenth of full luminance or more, as WCAG 2.3.1 does.
    @Test func aStrobeLeavesNoFlash() {
        var limiter = LightRise()
        var shown: [Double] = []
        for picture in 0..<300 {
            let luminance = picture % 4 < 2 ? 0.9 : 0.02
            shown.append(luminance * limiter.gain(luminance: luminance, seconds: 1.0 / 30))
        }
        // The first fall from full light is one change; after it nothing comes back.
        for second in stride(from: 0, to: 270, by: 30) {
            let window = shown[second..<second + 30]
            var rises = 0
            var lowest = window.first ?? 0
            for light in window {
                if light - lowest >= 0.1 {
                    rises += 1
                    lowest = light
                }
                lowest = min(lowest, light)
            }
            #expect(rises <= 3)
        }
        #expect((shown[30...].max() ?? 1) < 0.1)
    }

    @Test func lightThatRisesSlowlyIsLeftAlone() {
        var limiter = LightRise()
        for picture in 0..<90 {
            let luminance = 0.1 + 0.25 * Double(picture) / 30
            #expect(limiter.gain(luminance: luminance, seconds: 1.0 / 30) > 0.999)
        }
    }
}
