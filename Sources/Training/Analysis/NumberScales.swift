import Motion

/// The numbers that the model sees before and after normalising: principal components, height and
/// their steps, in torsos and in their own standard deviations.
struct NumberScales: Sendable {
    /// One number of a pose.
    struct Row: Sendable {
        /// "component 1" and so on, then "height".
        var name: String
        /// The number and its step from pose to pose, in torsos.
        var before: (state: NumberSpread, step: NumberSpread)
        /// The same as the model sees them.
        var after: (state: NumberSpread, step: NumberSpread)
    }

    /// A row a number of the state.
    let rows: [Row]

    /// The scales of what a dancer's space makes of these runs.
    init(of runs: [PoseRun], space: PoseSpace) {
        let size = space.components + 1
        var numbers = [[Float]](repeating: [], count: 4 * size)
        for run in runs {
            var last: [Float]?
            for pose in 0..<run.count {
                let state = space.state(of: run.numbers, at: pose * PoseLayout.count)
                if let last {
                    let seen = space.features(state: state, before: last, drift: 0)
                    for i in 0..<size {
                        numbers[4 * i].append(state[i])
                        numbers[4 * i + 1].append(state[i] - last[i])
                        numbers[4 * i + 2].append(seen[i])
                        numbers[4 * i + 3].append(seen[size + i])
                    }
                }
                last = state
            }
        }
        rows = (0..<size).compactMap { i in
            let spreads = (0..<4).compactMap { NumberSpread(of: numbers[4 * i + $0]) }
            guard spreads.count == 4 else { return nil }
            return Row(
                name: i < size - 1 ? "component \(i + 1)" : "height",
                before: (spreads[0], spreads[1]), after: (spreads[2], spreads[3]))
        }
    }
}

extension NumberScales: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "numbers", columns: ["number", "kind", "unit"] + NumberSpread.columns,
                rows: rows.flatMap { row in
                    [
                        ("state", "torsos", row.before.state), ("step", "torsos", row.before.step),
                        ("state", "deviations", row.after.state),
                        ("step", "deviations", row.after.step),
                    ].map { [row.name, $0.0, $0.1] + $0.2.cells }
                })
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("What the model sees, before and after normalising")
        func series(
            _ name: String, _ style: String, _ part: (Row) -> NumberSpread
        ) -> PlotSeries {
            PlotSeries(
                name, rows.enumerated().map { (Double($0.offset + 1), part($0.element).deviation) },
                style: style)
        }
        page.plot(
            .lines(
                [
                    series("places, torsos", "two") { $0.before.state },
                    series("steps, torsos", "five") { $0.before.step },
                    series("places, as seen", "one") { $0.after.state },
                    series("steps, as seen", "three") { $0.after.step },
                ],
                title: "Standard deviations", x: "principal component, the height last",
                y: "standard deviation", isLogarithmic: true),
            caption:
                "A pose is \(rows.count - 1) principal components and the hips' height, and the step "
                + "of each from the pose before. In torsos they differ by factors of ten; the model "
                + "sees each in its own deviation, so that all lie near 1.")
    }
}
