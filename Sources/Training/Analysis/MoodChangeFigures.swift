import Foundation
import Motion
import Signals

/// Changes of mood, danced: strips of figures, and how the pace follows.
struct MoodChangeFigures: Sendable {
    /// One change: poses from before it to after it.
    struct Change: Sendable {
        var from: Emotion
        var to: Emotion
        var run: PoseRun
    }

    /// All changes.
    let changes: [Change]
    /// The first pose of the new mood in each.
    let changeAt: Int

    /// Seconds between two figures of a strip.
    private static let pace = 0.4
    /// Poses over which a speed is averaged: half a second.
    private static let window = 15

    /// The changes that are drawn: one to each mood, from neutral where it is danced, from the next
    /// mood in order elsewhere.
    var drawn: [Change] {
        Emotion.allCases.compactMap { mood in
            changes.first { $0.to == mood && $0.from == .neutral }
                ?? changes.first { $0.to == mood }
        }
    }

    /// The mean speed of the half second up to each moment, over all changes to a mood, in torsos a
    /// second; 0 seconds is the first pose of the new mood.
    func speeds(to mood: Emotion) -> [(seconds: Double, speed: Double)] {
        let runs = changes.filter { $0.to == mood }.map { $0.run.speeds }
        let shortest = runs.map(\.count).min() ?? 0
        return stride(from: Self.window, through: shortest, by: 5).map { end in
            // speeds[i] leads to pose i + 1.
            let sum = runs.reduce(0.0) { sum, speeds in
                sum + speeds[(end - Self.window)..<end].reduce(0.0) { $0 + Double($1) }
            }
            return (
                Double(end - changeAt) / 30, 30 * sum / Double(Self.window * runs.count)
            )
        }
    }
}

extension MoodChangeFigures: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "changes",
                columns: ["from", "to", "seconds"]
                    + PoseLayout.joints.flatMap { ["\($0)_x", "\($0)_y"] } + ["hips_height"],
                rows: drawn.flatMap { change in
                    (0..<change.run.count).map { pose in
                        let start = pose * PoseLayout.count
                        return [
                            change.from.rawValue, change.to.rawValue,
                            AnalysisTable.cell(Double(pose - changeAt) / 30),
                        ]
                            + change.run.numbers[start...(start + PoseLayout.height)]
                            .map { AnalysisTable.cell(Double($0)) }
                    }
                }),
            AnalysisTable(
                "change-speeds", columns: ["to", "seconds", "speed_torsos_a_second"],
                rows: Emotion.allCases.flatMap { mood in
                    speeds(to: mood).map {
                        [
                            mood.rawValue, AnalysisTable.cell($0.seconds),
                            AnalysisTable.cell($0.speed),
                        ]
                    }
                }),
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("Changes of mood")
        for change in drawn {
            page.plot(
                .change(
                    change.run, at: changeAt, every: Int((30 * Self.pace).rounded()),
                    styles: (change.from.rawValue, change.to.rawValue),
                    title: "From \(change.from) to \(change.to)"),
                caption:
                    "From \(change.from) to \(change.to): a figure every \(Self.pace) s, the ways of "
                    + "its wrists since the one before. The colour is the mood that it is given.")
        }
        let moods = Emotion.allCases.filter { mood in changes.contains { $0.to == mood } }
        page.plot(
            .lines(
                moods.map { mood in
                    PlotSeries(
                        mood.rawValue, speeds(to: mood).map { ($0.seconds, $0.speed) },
                        style: mood.rawValue)
                },
                title: "Speed round a change of mood", x: "seconds from the change",
                y: "torsos a second"),
            caption:
                "Mean speed of the keypoints about the hips over the last half second, a mean over "
                + "the changes to each mood from all others (\(changes.count) in all).")
    }
}
