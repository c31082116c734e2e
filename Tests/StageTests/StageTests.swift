import Foundation
import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct StageTests {
    /// With EMOTIONMOTION_SNAPSHOTS naming a folder, the pictures are also written there.
    @Test(arguments: [Emotion.anger, .happiness, .sadness])
    func aSceneLooksAsStored(_ emotion: Emotion) throws {
        let stage = try smallStage()
        let picture = try #require(try stage.draw(scene(emotion, pose: Poses.armsUp)))
        if let folder = ProcessInfo.processInfo.environment["EMOTIONMOTION_SNAPSHOTS"] {
            Snapshot.write(
                picture, to: URL(filePath: folder).appending(path: "\(emotion).png"))
        }
        let difference = try #require(Snapshot.difference(picture, from: "\(emotion)"))
        #expect(difference < 6)
        for other in [Emotion.anger, .happiness, .sadness] where other != emotion {
            let far = try #require(Snapshot.difference(picture, from: "\(other)"))
            #expect(far > 30, "\(emotion) cannot be told from \(other)")
        }
    }

    @Test func theSameSceneGivesTheSameBytes() throws {
        let stage = try smallStage(words: true)
        let caption = Caption(id: "1", author: "a", text: "hello 😂", age: 1, weight: 0.5)
        let still = scene(.fear, captions: [caption])
        let first = try #require(try stage.draw(still))
        let second = try #require(try stage.draw(still))
        #expect(first !== second)
        #expect(Array(first.pixels) == Array(second.pixels))
    }

    @Test func twoStagesOfOneSeedDrawTheSameShow() throws {
        var shows: [[UInt8]] = []
        for _ in 0..<2 {
            let stage = try smallStage(words: true)
            for number in 0..<40 {
                let share = Float(number % 10) / 10
                let pose = Poses.standing.interpolated(to: Poses.armsUp, by: share)
                let now = scene(.surprise, pose: pose, time: Double(number) / 10, number: number)
                let picture = try #require(try stage.draw(now))
                if number == 39 { shows.append(Array(picture.pixels)) }
            }
        }
        #expect(shows[0] == shows[1])
    }

    @Test func theTopRowComesFirst() throws {
        let stage = try smallStage()
        let picture = try #require(try stage.draw(scene(.happiness)))
        // The hill of coral lies at the foot of the picture, the pale sky at its head.
        let green = { (y: Int) in picture.pixels[4 * (y * picture.width + 20) + 1] }
        #expect(green(4) > 150)
        #expect(green(176) < 130)
    }

    @Test func aPictureKeepsItsNumber() throws {
        let stage = try smallStage()
        let picture = try #require(try stage.draw(scene(.neutral, number: 41)))
        #expect(picture.number == 41)
    }

    @Test func withAllPicturesInUseNoneIsDrawn() throws {
        let stage = try smallStage(pictures: 2)
        let first = try stage.draw(scene(.neutral, time: 0))
        var second = try stage.draw(scene(.neutral, time: 0.1))
        #expect(first != nil && second != nil)
        #expect(try stage.draw(scene(.neutral, time: 0.2)) == nil)
        second = nil
        #expect(try stage.draw(scene(.neutral, time: 0.3)) != nil)
        _ = first
    }

    @Test func thePuppetIsDrawnWhereThePoseIs() throws {
        let stage = try smallStage()
        let middle = try #require(try stage.draw(scene(.sadness)))
        let before = Array(middle.pixels)
        let aside = try #require(
            try smallStage().draw(
                scene(.sadness, pose: Poses.standing.placed(scale: 1, x: 1.5, y: 0))))
        // A point of the tunic, 1.5 torsos right of the middle.
        let framing = Framing(width: 320, height: 180)
        let x = 160 + Int(1.5 * framing.pixelsPerTorso)
        let y = Int(framing.floor - 2.6 * framing.pixelsPerTorso)
        let at = 4 * (y * 320 + x)
        #expect(Int(aside.pixels[at]) - Int(before[at]) > 60)
    }

    @Test func aBodyThatIsNotSeenIsNotDrawnAndDoesNoHarm() throws {
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        #expect(try smallStage().draw(scene(.fear, pose: nobody)) != nil)
    }

    @Test func aStageOffScreenHasNoEvents() throws {
        #expect(try smallStage().pollEvents().isEmpty)
    }

    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["DISPLAY"] == nil
                && ProcessInfo.processInfo.environment["WAYLAND_DISPLAY"] == nil))
    func aWindowWithoutADisplayIsAnErrorThatSaysSo() {
        let settings = StageSettings(width: 320, height: 180, surface: .window(fullscreen: false))
        let error = #expect(throws: StageError.self) { try Stage(settings) }
        guard case .noDisplay = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anImpossibleSizeIsRefused() {
        #expect(throws: StageError.size(width: 0, height: 720)) {
            try Stage(StageSettings(width: 0, height: 720))
        }
    }
}
