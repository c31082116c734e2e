import Foundation
import Signals

/// What the motion classifier takes real and danced motion for.
struct JudgeVerdicts: Sendable {
    /// Verdicts on training motion, which the judge never saw.
    let real: JudgedMotion
    /// Verdicts on what the dancer danced.
    let danced: JudgedMotion
    /// Seconds of motion of each emotion that the judge learned from.
    let learned: [Emotion: Double]

    /// The mean share of right verdicts over the emotions that were judged; nil where none was.
    static func recall(_ judged: JudgedMotion) -> Double? {
        let recalls = judged.recalls
        return recalls.isEmpty ? nil : recalls.mean
    }
}

extension JudgeVerdicts: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "confusion",
                columns: ["motion", "emotion"] + Emotion.allCases.map { "taken_for_\($0)" },
                rows: [("real", real), ("danced", danced)].flatMap { name, judged in
                    Emotion.allCases.map { emotion in
                        [name, emotion.rawValue]
                            + judged.confusion[emotion.index].map { AnalysisTable.cell($0) }
                    }
                })
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("What the motion classifier takes it for")
        let seconds = Emotion.allCases.compactMap { emotion in
            learned[emotion].map { "\(emotion) \(Int($0.rounded())) s" }
        }.joined(separator: ", ")
        let names = Emotion.allCases.map(\.rawValue)
        for (name, judged) in [("real training motion", real), ("what the dancer danced", danced)] {
            let mean = Self.recall(judged).map {
                String(format: " Right on average over the emotions: %.0f %%.", 100 * $0)
            }
            page.plot(
                .heatMap(
                    judged.confusion, rows: names, columns: names, title: "Confusion, \(name)"),
                caption:
                    "On \(name): rows are the emotion, columns what two seconds of it were taken "
                    + "for, in per cent of the row. Chance is \(chance) %." + (mean ?? ""))
        }
        page.paragraph(
            "The judge learned from the validation clips alone (\(seconds)) and saw neither training "
                + "motion nor this dancer. An emotion without a row was not danced or has no motion."
        )
    }

    private var chance: Int { Int((100 / Double(max(learned.count, 1))).rounded()) }
}
