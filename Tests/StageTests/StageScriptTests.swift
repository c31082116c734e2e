import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct StageScriptTests {
    private func scene(_ time: Double, _ emotion: Emotion = .happiness, pose: Pose) -> Scene {
        Scene(
            time: time, pose: pose, roomMood: Mood(emotion), dancerMood: Mood(emotion),
            messages: [
                Caption(
                    id: "m", author: "a\u{0}<b>", text: "\"hi\" 😂\n</script>", age: 1,
                    weight: 0.5)
            ], energy: 0.4, chatRate: 3, number: Int(time * 30))
    }

    private func object(_ line: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }

    @Test(arguments: ["paper", "light"])
    func aLineHangsEveryDrawingWhereTheStageDoes(_ puppet: String) throws {
        var script = try StageScript(puppet: puppet, seed: 4)
        let art = try PuppetArt(
            folder: PuppetFolder.find(puppet),
            pixelsPerTorso: StageScript.framing.pixelsPerTorso * 1.5)
        var motion = PuppetMotion(art, random: SeededRandom(seed: 4).split(1))
        let kit = try object(try #require(script.kit.files["kit.json"]))
        let tiles = try #require(kit["tiles"] as? [[Double]])
        for step in 0..<20 {
            let pose = Poses.standing.interpolated(to: Poses.armsUp, by: Float(step) / 20)
            let line = try object(
                script.line(for: scene(Double(step) / 30, pose: pose), revision: 1))
            let body = motion.follow(
                pose, framing: StageScript.framing, mood: Mood(.happiness),
                seconds: step == 0 ? 0 : Double(step) / 30 - Double(step - 1) / 30)
            let hung = motion.hung(body, mood: Mood(.happiness))
            let limbs = try #require(line["limbs"] as? [[Double]])
            try #require(limbs.count == hung.count)
            for (limb, drawing) in zip(limbs, hung) {
                guard let tile = drawing.tile else {
                    #expect(limb[0] == -1)
                    continue
                }
                let listed = tiles[Int(limb[0])]
                #expect(abs(listed[4] - Double(tile.extent.x)) < 1e-3)
                // The drawing's far corner, by the line's numbers and by the stage's own.
                let corner = SIMD2(tile.extent.maxX, tile.extent.maxY)
                let x = limb[5] + limb[1] * Double(corner.x) + limb[3] * Double(corner.y)
                let y = limb[6] + limb[2] * Double(corner.x) + limb[4] * Double(corner.y)
                let place = drawing.place(corner)
                #expect(abs(x - Double(place.x)) < 0.1 && abs(y - Double(place.y)) < 0.1)
            }
        }
    }

    @Test func theKitHasAllThatABrowserNeeds() throws {
        let files = try StageScript(puppet: "paper", seed: 1).kit.files
        let shaders =
            Emotion.allCases.map(\.rawValue)
            + ["noise", "mix", "composite", "edges", "ground", "halo", "limbs", "face"]
        for name in shaders {
            let text = try #require(
                files["\(name).frag"].map { String(decoding: $0, as: UTF8.self) })
            // WebGL2 takes nothing before this line.
            #expect(text.hasPrefix("#version 300 es"))
            #expect(text.contains("void main()"))
        }
        #expect(files["limbs.png"]?.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    }

    @Test func aFoldersOwnBackdropIsTheOneThatIsSent() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "script-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = "void mainImage(out vec4 c, in vec2 p) { c = vec4(0.25); } // mine\n"
        try own.write(
            to: folder.appending(path: "fear.frag"), atomically: true, encoding: .utf8)
        let files = try StageScript(puppet: "paper", backdrops: folder, seed: 1).kit.files
        let texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
        #expect(texts["fear.frag"]?.contains("// mine") == true)
        #expect(texts["anger.frag"]?.contains("// mine") == false)
    }

    @Test func whatPeopleWroteIsTextAndSurvivesAsItIs() throws {
        var script = try StageScript(puppet: "paper", seed: 1)
        let line = script.line(for: scene(0, pose: Poses.standing), revision: 1)
        // One line of an event stream.
        #expect(!line.contains(UInt8(ascii: "\n")) && !line.contains(UInt8(ascii: "\r")))
        let messages = try #require(try object(line)["messages"] as? [[String: Any]])
        #expect(messages.first?["text"] as? String == "\"hi\" 😂\n</script>")
        #expect(messages.first?["author"] as? String == "a\u{0}<b>")
    }

    @Test func whatIsNoNumberLosesNoLine() throws {
        var script = try StageScript(puppet: "light", seed: 1)
        var pose = Poses.standing
        pose[.leftWrist] = Keypoint(x: .nan, y: .infinity, confidence: 1)
        var broken = scene(0, pose: pose)
        broken.energy = .nan
        _ = try object(script.line(for: broken, revision: 1))
        _ = try object(script.line(for: scene(0.1, pose: Poses.standing), revision: 1))
    }

    @Test func aLineIsSmall() throws {
        var script = try StageScript(puppet: "paper", seed: 1)
        let line = script.line(for: scene(0, pose: Poses.armsUp), revision: 1)
        #expect(line.count < 6_000)
    }
}
