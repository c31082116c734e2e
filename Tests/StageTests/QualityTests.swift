import Signals
import Testing

@testable import Stage

@MainActor
@Suite(.serialized) struct QualityTests {
    /// A processor takes time for every pixel, a card for none.
    @Test(arguments: [
        (0.0002, 0.0, StageQuality.low), (0.0001, 0.0, .medium), (0, 0.6, .high),
        (0, 20, .low), (0.000_004, 1, .high),
    ])
    func aMachineGetsWhatItHasTimeFor(
        _ perPixel: Double, _ perPicture: Double, _ expected: StageQuality
    ) {
        let found = QualityTrial.quality(height: 720) { height in
            (Double(height * height * 16 / 9) * perPixel + perPicture, true)
        }
        #expect(found == expected)
    }

    @Test func aTrialThatRunsOutOfTimeTakesTheLowest() {
        #expect(QualityTrial.quality(height: 720) { _ in (2, false) } == .low)
    }

    @Test func aProcessorIsNotAskedForMoreThanItCanDo() {
        var asked: [Int] = []
        _ = QualityTrial.quality(height: 720) { height in
            asked.append(height)
            return (10, true)
        }
        #expect(asked == [216])
    }

    @Test(arguments: [StageQuality.low, .medium, .high])
    func everyQualityDrawsTheSameWorld(_ quality: StageQuality) throws {
        var settings = StageSettings(width: 320, height: 180, showsWords: false, seed: 7)
        settings.quality = quality
        let stage = try Stage(settings)
        #expect(stage.quality == quality)
        var picture: Picture?
        for number in 0..<4 {
            picture = nil
            picture = try stage.draw(scene(.sadness, time: 12 + Double(number) / 300))
        }
        let drawn = try #require(picture)
        let settled = try #require(try smallStage().draw(scene(.sadness)))
        let off = zip(drawn.pixels, settled.pixels).reduce(0.0) {
            $0 + abs(Double($1.0) - Double($1.1))
        }
        #expect(off / Double(drawn.pixels.count) < 4)
    }

    @Test func theMeasurementChoosesAndIsShort() throws {
        let clock = ContinuousClock()
        var settings = StageSettings(width: 320, height: 180, showsWords: false)
        settings.quality = .auto
        let begun = clock.now
        let stage = try Stage(settings)
        #expect(stage.quality != .auto)
        #expect(clock.now - begun < .seconds(20))
    }

    @Test func highPaintsAWorldForEveryPicture() throws {
        var settings = StageSettings(width: 320, height: 180, showsWords: false)
        settings.quality = .high
        let nobody = Pose(points: Array(repeating: .unseen, count: Body25.count))
        let stage = try Stage(settings)
        var last: [UInt8] = []
        for number in 0..<6 {
            let now = scene(.happiness, pose: nobody, time: 12 + Double(number) / 60)
            let picture = try #require(try stage.draw(now))
            let pixels = Array(picture.pixels)
            #expect(pixels != last)
            last = pixels
        }
    }
}
