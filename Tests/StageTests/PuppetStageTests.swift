import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct PuppetStageTests {
    private func stage(_ puppet: String) throws -> Stage {
        try Stage(
            StageSettings(
                width: 320, height: 180, showsWords: false, puppet: puppet, seed: 7,
                backdropHeight: 90))
    }

    /// The figure of light, its arms on their way up; with EMOTIONMOTION_SNAPSHOTS naming a folder
    /// the pictures are also written there.
    @Test(arguments: [Emotion.fear, .happiness, .surprise])
    func theFigureOfLightLooksAsStored(_ emotion: Emotion) throws {
        let stage = try stage("light")
        var drawn: Picture?
        for step in 0..<10 {
            drawn = nil
            let pose = Poses.standing.interpolated(to: Poses.armsUp, by: Float(step) / 9)
            drawn = try stage.draw(scene(emotion, pose: pose, time: 12 + Double(step) / 30))
        }
        let picture = try #require(drawn)
        if let folder = ProcessInfo.processInfo.environment["EMOTIONMOTION_SNAPSHOTS"] {
            Snapshot.write(
                picture, to: URL(filePath: folder).appending(path: "light-\(emotion).png"))
        }
        let difference = try #require(Snapshot.difference(picture, from: "light-\(emotion)"))
        #expect(difference < 6)
        // The paper figure in its place is another picture.
        let paper = try #require(try self.stage("paper").draw(scene(emotion, pose: Poses.armsUp)))
        #expect(try #require(Snapshot.difference(paper, from: "light-\(emotion)")) > 12)
    }

    @Test func aFaultyPuppetIsDrawnPlainlyAndTheShowGoesOn() throws {
        let folder = try TestFolder(copyOf: "paper")
        try folder.remove("torso.svg")
        try folder.write("void main() { broken }", to: "face.frag")
        let stage = try stage(folder.url.path)
        let remarks = stage.takeRemarks()
        #expect(remarks.contains { $0.contains("torso.svg") })
        #expect(remarks.contains { $0.contains("face.frag") })
        #expect(stage.takeRemarks().isEmpty)
        let plain = try #require(try stage.draw(scene(.sadness)))
        let whole = try #require(try self.stage("paper").draw(scene(.sadness)))
        // The trunk is still there: the middle of the belly is not the backdrop's.
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        let empty = try #require(try self.stage("paper").draw(scene(.sadness, pose: nobody)))
        let framing = Framing(width: 320, height: 180)
        let at = 4 * (Int(framing.floor - 2.3 * framing.pixelsPerTorso) * 320 + 160)
        let colour = { (picture: Picture) in (0..<3).map { Int(picture.pixels[at + $0]) } }
        #expect(colour(plain) != colour(empty))
        #expect(colour(plain) != colour(whole))
    }

    @Test func aSavedDrawingIsTakenInDuringTheShow() throws {
        let folder = try TestFolder(copyOf: "paper")
        let stage = try stage(folder.url.path)
        let before = try #require(try stage.draw(scene(.sadness)))
        try folder.write(
            folder.text("torso.svg").replacing("#f00", with: "#000"), to: "torso.svg")
        // A look sees that it is new, the next that it is written to its end.
        stage.puppets.watch.look()
        stage.puppets.watch.look()
        let after = try pictures(60, of: stage)
        #expect(stage.takeRemarks().isEmpty)
        #expect(difference(before, after) > 2)
        let fresh = try #require(try self.stage(folder.url.path).draw(scene(.sadness)))
        #expect(difference(fresh, after) < 0.01)
    }

    @Test(arguments: [
        ("torso.svg", "<svg", "torso.svg"), ("puppet.json", "{\"limbs\": 3}", "limbs"),
        ("face.frag", "void main() { o = nothing; }", "face.frag:"),
    ])
    func aBadSaveKeepsTheOldPuppetAndSaysWhy(
        _ file: String, _ text: String, _ reason: String
    ) throws {
        let folder = try TestFolder(copyOf: "paper")
        let stage = try stage(folder.url.path)
        let before = try #require(try stage.draw(scene(.sadness)))
        try folder.write(text, to: file)
        stage.puppets.watch.look()
        stage.puppets.watch.look()
        let after = try pictures(30, of: stage)
        let remarks = stage.takeRemarks()
        #expect(remarks.count == 1)
        #expect(remarks.first?.contains(reason) == true)
        #expect(remarks.first?.hasSuffix("The puppet as it was stays.") == true)
        #expect(difference(before, after) < 0.01)
    }

    /// Entities, 100,000 elements, a reference to a file, and the header of a PNG of 30,000 x 30,000.
    @Test(arguments: ["entities", "elements", "reference", "30000x30000"])
    func aBombSavedDuringTheShowIsNamedAndTheShowGoesOn(_ kind: String) throws {
        let (head, end) = (
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">", "</svg>"
        )
        let bomb: (bytes: Data, words: String) =
            switch kind {
            case "entities":
                (Data(("<!DOCTYPE svg [<!ENTITY a \"aa\">]>" + head + end).utf8), "entities")
            case "elements":
                (
                    Data((head + String(repeating: "<g/>", count: 100_000) + end).utf8),
                    "100001 elements"
                )
            case "reference":
                (Data((head + "<use href=\"file:///etc/passwd#a\"/>" + end).utf8), "refers to")
            default:
                (
                    Data([
                        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48,
                        0x44, 0x52, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0,
                    ]), "30000x30000"
                )
            }
        let folder = try TestFolder(copyOf: "paper")
        let stage = try stage(folder.url.path)
        let before = try #require(try stage.draw(scene(.sadness)))
        try folder.write(bomb.bytes, to: "torso.svg")
        stage.puppets.watch.look()
        stage.puppets.watch.look()
        let after = try pictures(3, of: stage)
        let remarks = stage.takeRemarks()
        #expect(
            remarks.contains { $0.contains("torso.svg") && $0.contains(bomb.words) }, "\(remarks)")
        #expect(difference(before, after) < 0.01)
    }

    @Test func aLimbThatGoesMissingDuringTheShowIsNamedAndTheShowGoesOn() throws {
        let folder = try TestFolder(copyOf: "paper")
        let stage = try stage(folder.url.path)
        let before = try #require(try stage.draw(scene(.sadness)))
        try folder.remove("forearm.svg")
        stage.puppets.watch.look()
        stage.puppets.watch.look()
        let after = try pictures(3, of: stage)
        #expect(stage.takeRemarks().contains { $0.contains("forearm.svg") })
        #expect(difference(before, after) < 0.01)
    }

    @Test func anotherPuppetTakesItsPlace() throws {
        let stage = try stage("paper")
        _ = try stage.draw(scene(.fear))
        try stage.usePuppet("light")
        stage.puppets.watch.look()
        let after = try pictures(60, of: stage, .fear)
        let fresh = try #require(try self.stage("light").draw(scene(.fear)))
        #expect(difference(fresh, after) < 0.5)
        #expect(throws: StageError.self) { try stage.usePuppet("nobody-of-this-name") }
    }

    @Test func aSheetShowsEveryMood() throws {
        let folder = try TestFolder()
        let file = folder.url.appending(path: "sheet.png")
        let remarks = try PuppetSheet("paper", poses: [.upright]).write(to: file)
        #expect(remarks.isEmpty)
        let sheet = try Drawing(file)
        #expect(sheet.extent.width == 2100 && sheet.extent.height > 384)
    }

    /// The last of some pictures of the same moment.
    private func pictures(
        _ count: Int, of stage: Stage, _ emotion: Emotion = .sadness
    ) throws -> Picture {
        var last: Picture?
        for _ in 0..<count {
            last = nil
            last = try stage.draw(scene(emotion))
        }
        return try #require(last)
    }

    /// Root of the mean square difference of two pictures, in steps of 255.
    private func difference(_ one: Picture, _ other: Picture) -> Double {
        let sum = zip(one.pixels, other.pixels).reduce(0.0) {
            let off = Double($1.0) - Double($1.1)
            return $0 + off * off
        }
        return (sum / Double(one.pixels.count)).squareRoot()
    }
}
