import Clips
import Foundation
import Motion
import Signals
import Testing

@testable import Training

private func clip(
    _ name: String, frames: Int, mood: Mood?, source: String = "made",
    split: ClipSplit = .train
) -> BodyClip {
    var clip = markingTime(frames: frames, beat: 0.3, swing: 0.3, mood: mood, label: name)
    clip.name = name
    clip.about.source = source
    clip.about.split = split
    return clip
}

@Suite struct AnalysisFigureTests {
    @Test func percentilesLieBetweenTheNumbers() throws {
        let spread = try #require(NumberSpread(of: [4, 0, 2, 6, 8]))
        // Places 0.2, 1, 2, 3 and 3.8 of 0, 2, 4, 6, 8.
        for (found, expected) in zip(spread.percentiles, [0.4, 2, 4, 6, 7.6]) {
            #expect(abs(found - expected) < 1e-9)
        }
        #expect(spread.mean == 4)
        #expect(abs(spread.deviation - 8.0.squareRoot()) < 1e-9)
        #expect(NumberSpread(of: []) == nil)
    }

    @Test func keypointsAreSpreadAboutTheRoomAndAboutTheHips() throws {
        // Two frames are looked at, 0 and 3: the body has gone three torsos to the right.
        var walk = clip("walk", frames: 4, mood: nil)
        let still = walk.points.prefix(Body25.count)
        walk.points = (0..<4).flatMap { frame in
            still.map { $0 + SIMD3(Float(frame), 0, 0) }
        }
        let spread = KeypointSpread(of: [walk])
        let neck = try #require(spread.rows.first { $0.point == .neck })
        #expect(neck.room.x.mean == 1.5)
        #expect(neck.room.x.deviation == 1.5)
        #expect(abs(neck.room.y.mean - 3) < 1e-6)
        #expect(abs(neck.body.x.deviation) < 1e-5)
        #expect(abs(neck.body.y.mean - 1) < 1e-6)
        let table = spread.tables[0]
        #expect(table.rows.count == 4 * Body25.count)
        #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        #expect(Body25.rightBigToe.words == "right big toe")
    }

    @Test func clipsAndSecondsAreCountedByEmotionAndSource() throws {
        let mixed = try Mood(scaling: [0.6, 0, 0.4, 0, 0, 0, 0])
        let amounts = MotionAmounts(
            of: [
                clip("a", frames: 60, mood: Mood(.anger), source: "one"),
                clip("b", frames: 30, mood: mixed, source: "two"),
                clip("c", frames: 90, mood: Mood(.sadness), source: "one", split: .validation),
                clip("d", frames: 15, mood: nil, source: "one"),
            ], leftOut: 2)
        #expect(
            amounts.rows == [
                .init(source: "one", emotion: .anger, split: .train, clips: 1, seconds: 2),
                .init(source: "one", emotion: .sadness, split: .validation, clips: 1, seconds: 3),
                .init(source: "one", emotion: nil, split: .train, clips: 1, seconds: 0.5),
                .init(source: "two", emotion: .anger, split: .train, clips: 1, seconds: 1),
            ])
        // By weight: 2 s and 0.6 of 1 s of anger, 0.4 s of fear.
        #expect(abs((amounts.weighted[.anger] ?? 0) - 2.6) < 1e-9)
        let emotions = amounts.tables[1]
        #expect(emotions.rows[0] == ["anger", "2", "3", "2.6"])
        #expect(emotions.rows[Emotion.fear.index] == ["fear", "0", "0", "0.4"])
        #expect(emotions.rows[Emotion.disgust.index] == ["disgust", "0", "0", "0"])
    }

    @Test func lossesAreMeansOfTheStepsOfAPoint() throws {
        let text =
            LossTable.header
            + "\n1,0.1,4,,0.1,1\n2,0.2,2,1.5,0.2,3\n3,0.3,1,,0.3,5\n4,0.4,3,1.25,0.4,7\n"
            + "5,0.5,9,,0.5,9\n6,0."
        let history = try LossHistory(text, path: "losses.csv")
        #expect(history.rows.count == 5)
        let curves = LossCurves(of: history, most: 3)
        #expect(curves.stepsAPoint == 2)
        #expect(
            curves.points == [
                .init(step: 2, training: 3, validation: 1.5, learningRate: 0.2, gradientNorm: 2),
                .init(step: 4, training: 2, validation: 1.25, learningRate: 0.4, gradientNorm: 6),
                .init(step: 5, training: 9, validation: nil, learningRate: 0.5, gradientNorm: 9),
            ])
        #expect(curves.best?.step == 4)
        #expect(curves.tables[0].rows[2] == ["5", "9", "", "0.5", "9"])
    }

    @Test(arguments: [
        ("", 1), ("step,loss\n1,2\n", 1), (LossTable.header + "\n", 2),
        (LossTable.header + "\n1,0.1,4,,0.1,1\n2,0.2,two,,0.1,1\n", 3),
        (LossTable.header + "\n1,0.1,4\n", 2),
    ])
    func aTableOfSomethingElseIsNamedWithItsLine(text: String, line: Int) {
        #expect {
            _ = try LossHistory(text, path: "x/losses.csv")
        } throws: { error in
            let words = (error as? TrainingError)?.description ?? ""
            return words.hasPrefix("x/losses.csv, line \(line): ")
                && words.contains("losses.csv of")
        }
    }

    @Test func aPlaneHoldsTheWidestDirectionsAndTheirShares() throws {
        // Along (0, 3, 4) / 5 by ±2 and along x by ±1: variances 4 and 1 of 5.
        let wide: [Float] = [0, 1.2, 1.6]
        let rows: [[Float]] = [[1, 0, 0], [-1, 0, 0], wide, wide.map { -$0 }]
        let plane = try #require(
            LatentPlane(
                named: "p", "points", rows: rows, emotions: [.anger, .anger, .fear, .fear]))
        #expect(abs(plane.shares.x - 0.8) < 1e-5)
        #expect(abs(plane.shares.y - 0.2) < 1e-5)
        #expect(abs(plane.points[2].x - 2) < 1e-5 && abs(plane.points[2].y) < 1e-5)
        #expect(abs(plane.points[0].y - 1) < 1e-5 && abs(plane.points[0].x) < 1e-5)
        // The two ends of x are nearest to each other, and so is each end of the other way to them.
        #expect(plane.neighbourShare == 0.5)
        #expect(LatentPlane(named: "p", "", rows: [[1, 2]], emotions: [.fear]) == nil)
    }

    @Test func aCellThatNeedsItIsQuoted() {
        let table = AnalysisTable(
            "t", columns: ["a", "b"], rows: [["x,y", "1"], ["say \"no\"", ""]])
        #expect(table.csv == "a,b\n\"x,y\",1\n\"say \"\"no\"\"\",\n")
        #expect(AnalysisTable.cell(.nan) == "" && AnalysisTable.cell(1.0 / 3) == "0.333333")
    }

    @Test func speedsOfChangesAreMeansOfHalfASecond() {
        // The body's keypoints stand for 30 poses, and go 0.1 torsos a pose to the right after.
        func run(_ step: Float) -> PoseRun {
            PoseRun(
                (0..<60).flatMap { pose -> [Float] in
                    let way = step * Float(max(0, pose - 29))
                    return (0..<24).flatMap { _ in [way, 0] } + [2, 0]
                })
        }
        let figures = MoodChangeFigures(
            changes: [
                .init(from: .neutral, to: .anger, run: run(0.1)),
                .init(from: .fear, to: .anger, run: run(0.3)),
            ], changeAt: 30)
        let speeds = figures.speeds(to: .anger)
        #expect(speeds.first?.seconds == -0.5 && speeds.first?.speed == 0)
        // One step of fifteen with the newest at the change; then all fifteen, 0.2 on average.
        let last = speeds.last ?? (0, 0)
        #expect(abs(last.speed - 30 * 0.2) < 1e-4)
        #expect(figures.speeds(to: .fear).isEmpty)
        #expect(figures.drawn.map(\.from) == [.neutral])
        #expect(figures.tables[0].rows.count == 60)
        #expect(figures.tables[0].rows[0].count == figures.tables[0].columns.count)
    }
}

@Suite struct MixturePartTests {
    @Test func aComponentIsAsFarAsItsMeanGoesAndChangesTheBonesItChanges() throws {
        // A space whose only component moves the nose to the right.
        var basis = [Float](repeating: 0, count: PoseLayout.coordinates)
        let nose = try #require(PoseLayout.joints.firstIndex(of: .nose))
        basis[2 * nose] = 1
        let clip = markingTime(frames: 1, beat: 0, swing: 0, mood: nil, label: "")
        let pose = MotionTake(MotionFeatures(clip)).projected(yaw: 0, mirrored: false)
        let space = PoseSpace(
            mean: Array(pose.prefix(PoseLayout.coordinates)), basis: basis, stateMean: [0, 0],
            stateDeviation: [1, 1], stepDeviation: [0.1, 1], driftDeviation: 1)
        // Log weights of 3 to 1; the first stays, the second goes 3 x 0.1 torsos.
        var sizes = MotionConfiguration()
        sizes.poseComponents = 1
        sizes.mixtures = 2
        let output: [Float] =
            [Float(log(3.0)), 0] + [0, 0, 0, 3, 0, 0] + [Float](repeating: 0, count: 6)
        let mixture = MixtureDraw(output: output[...], configuration: sizes)
        let parts = MixtureParts.parts(of: mixture, after: PoseRun(pose), number: 0, space)
        #expect(abs(parts[0].probability - 0.75) < 1e-6)
        #expect(abs(parts[1].probability - 0.25) < 1e-6)
        #expect(parts[0].movement == 0 && parts[0].shape == 0)
        // One of 24 keypoints goes 0.3 torsos.
        #expect(abs(parts[1].movement - 0.3 / 24) < 1e-6)
        // Of the 24 bones, from neck to nose and from nose to both eyes are others.
        let before = PoseLayout.boneLengths(of: pose)
        var moved = pose
        moved[2 * nose] += 0.3
        let changes = zip(before, PoseLayout.boneLengths(of: moved)).map { abs($1 / $0 - 1) }
        #expect(changes.filter { $0 > 1e-4 }.count == 3)
        #expect(abs(parts[1].shape - Double(changes.reduce(0, +) / 24)) < 1e-5)
    }
}

@Suite(.serialized) struct DancerAnalysisTests {
    private var settings: AnalysisSettings {
        var settings = AnalysisSettings()
        settings.windowsPerEmotion = 4
        settings.clipsPerMood = 1
        settings.judgeSteps = 2
        settings.threads = 1
        return settings
    }

    private func report(_ clips: [BodyClip]) throws -> AnalysisReport {
        let training = try smallTraining(steps: 2)
        _ = try training.takeStep()
        var choice = DancerRecipe.MotionChoice()
        choice.gestures = 0
        let history = try LossHistory(LossTable.header + "\n1,0.1,4,3,0.1,1\n", path: "l")
        return try DancerAnalysis(
            of: training.checkpoint(about: .init()),
            beside: TrainingClips(dataset: MotionDataset(clips: clips), choice: choice, seed: 1),
            losses: history, settings: settings
        ).run()
    }

    private func twoMoods() -> [BodyClip] {
        [(Emotion.anger, Float(0.28)), (.sadness, 0.14)].flatMap { emotion, pace in
            (0..<2).map { number in
                wandering(
                    frames: 200, pace: pace, seed: UInt64(10 * emotion.index + number),
                    emotion: emotion, split: number == 0 ? .train : .validation)
            }
        }
    }

    @Test func everyFigureIsDrawnAndWrittenWithoutTheEmotionsThatAreMissing() throws {
        let report = try report(twoMoods())
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("analysis-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try report.write(to: folder, dancer: "<b>mine</b>").map(\.lastPathComponent)
        #expect(
            files == [
                "analysis.html", "motion.csv", "emotions.csv", "keypoints.csv", "numbers.csv",
                "losses.csv", "latent.csv", "components.csv", "component-windows.csv",
                "confusion.csv", "changes.csv", "change-speeds.csv",
            ])
        for table in report.tables {
            #expect(!table.rows.isEmpty, "\(table.name)")
            #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.name)")
        }
        let page = try String(
            contentsOf: folder.appendingPathComponent("analysis.html"), encoding: .utf8)
        for word in ["http", "<script", "<link", "url(", "@import", "src=", "<b>", "nan"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.components(separatedBy: "<svg").count > 14)
        #expect(report.notes.contains { $0.contains("no fear") && !$0.contains("no anger") })
        let spaces = Set(report.tables.first { $0.name == "latent" }?.rows.map { $0[1] } ?? [])
        #expect(spaces == ["anger", "sadness"])
        // Each window's probabilities are shares of one.
        let parts = report.tables.first { $0.name == "component-windows" }?.rows ?? []
        for rows in Dictionary(grouping: parts, by: { $0[0] }).values {
            #expect(abs(rows.reduce(0) { $0 + (Double($1[2]) ?? 0) } - 1) < 1e-4)
        }
    }

    @Test func motionOfOneEmotionHasNoJudgeAndNoChangesAndSaysSo() throws {
        let report = try report(twoMoods().filter { $0.mood == Mood(.anger) })
        let names = report.tables.map(\.name)
        #expect(!names.contains("confusion") && !names.contains("changes"))
        #expect(names.contains("latent") && names.contains("components"))
        #expect(report.notes.contains { $0.contains("no confusion") })
    }

    @Test func aFolderThatCannotBeWrittenIsNamed() throws {
        let file = temporaryFile()
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: TrainingError.unwritable(path: file.path)) {
            try AnalysisReport().write(to: file, dancer: "d")
        }
    }
}
