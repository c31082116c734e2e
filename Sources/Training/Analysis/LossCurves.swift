import Foundation

/// How the losses of a training went, in so few points that they can be seen.
struct LossCurves: Sendable {
    /// The mean of some steps that follow each other.
    struct Point: Sendable, Equatable {
        /// The last of them.
        var step: Int
        var training: Double
        /// The mean of the validations among them.
        var validation: Double?
        /// The last step's.
        var learningRate: Double
        var gradientNorm: Double
    }

    let points: [Point]
    /// The step with the lowest validation loss, which the dancer is; nil without validations.
    let best: LossHistory.Row?
    /// Steps in a point.
    let stepsAPoint: Int

    /// The curves of a history, in at most `most` points.
    init(of history: LossHistory, most: Int = 160) {
        let each = max(1, (history.rows.count + most - 1) / most)
        stepsAPoint = each
        points = stride(from: 0, to: history.rows.count, by: each).map { first in
            let some = history.rows[first..<min(first + each, history.rows.count)]
            func mean(_ part: (LossHistory.Row) -> Double?) -> Double? {
                let numbers = some.compactMap(part)
                return numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
            }
            let last = some[some.endIndex - 1]
            return Point(
                step: last.step, training: mean(\.training) ?? .nan,
                validation: mean(\.validation), learningRate: last.learningRate,
                gradientNorm: mean(\.gradientNorm) ?? .nan)
        }
        best = history.rows.filter { $0.validation != nil }
            .min { ($0.validation ?? .infinity) < ($1.validation ?? .infinity) }
    }
}

extension LossCurves: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "losses",
                columns: [
                    "step", "training_loss_nats", "validation_loss_nats", "learning_rate",
                    "gradient_norm",
                ],
                rows: points.map {
                    ["\($0.step)"]
                        + [$0.training, $0.validation, $0.learningRate, $0.gradientNorm]
                        .map(AnalysisTable.cell)
                })
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("Losses")
        var words =
            "Minus the log-likelihood of the next pose, in nats a number: lower is better. Each "
        words +=
            "point is the mean of \(stepsAPoint) steps; the histories are noisy in training, not "
        words += "in validation."
        if let best {
            words += String(
                format: " The lowest validation loss is %.3f, at step %d: the dancer is that one.",
                best.validation ?? .nan, best.step)
        }
        page.plot(
            .lines(
                [
                    PlotSeries(
                        "training", points.map { (Double($0.step), $0.training) }, style: "one"),
                    PlotSeries(
                        "validation",
                        points.compactMap { point in
                            point.validation.map { (Double(point.step), $0) }
                        }, style: "two"),
                ],
                title: "Losses by step", x: "step", y: "nats a number", fromZero: false),
            caption: words)
        page.plot(
            .lines(
                [
                    PlotSeries(
                        "length of the gradients",
                        points.map { (Double($0.step), $0.gradientNorm) }, style: "three"),
                    PlotSeries(
                        "learning rate × 1,000",
                        points.map { (Double($0.step), 1000 * $0.learningRate) }, style: "four"),
                ],
                title: "Gradients and learning rate", x: "step", y: "length; rate × 1,000"),
            caption:
                "The length of all gradients together before they are clipped, and the learning rate."
        )
    }
}
