import Foundation
import Signals
import Testing

@testable import Stage

/// Writes what `scripts/compare-webgl.py` draws again in a browser: each world, and each puppet before
/// it, as the stage's picture and as the line that a web stage gets.
@MainActor
@Suite(.serialized) struct WebGLComparisonTests {
    nonisolated static let folder = ProcessInfo.processInfo.environment["EMOTIONMOTION_COMPARISON"]

    @Test(.enabled(if: folder != nil), arguments: ["paper", "light"], Emotion.allCases)
    func aSceneIsWrittenInBothForms(_ puppet: String, _ emotion: Emotion) throws {
        let folder = URL(filePath: try #require(Self.folder)).appending(path: puppet)
        let kit = folder.appending(path: "kit")
        try FileManager.default.createDirectory(at: kit, withIntermediateDirectories: true)
        let script = try StageScript(puppet: puppet, seed: 1)
        for (name, bytes) in script.kit.files {
            try Data(bytes).write(to: kit.appending(path: name))
        }
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        for (form, pose) in [("world", nobody), ("figure", Poses.armsUp)] {
            let scene = Scene(
                time: 12.3, pose: pose, roomMood: Mood(emotion), dancerMood: Mood(emotion),
                energy: 0.5, chatRate: 4, number: 0)
            // The first picture of a stage is painted whole, in one moment.
            let stage = try Stage(
                StageSettings(width: 1280, height: 720, showsWords: false, puppet: puppet, seed: 1))
            let name = "\(emotion)-\(form)"
            try #require(try stage.draw(scene)).write(
                toPNG: folder.appending(path: "\(name).png"))
            var line = script
            try Data(line.line(for: scene, revision: 1)).write(
                to: folder.appending(path: "\(name).json"))
        }
    }
}
