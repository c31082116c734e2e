import Foundation
import Signals

extension EvaluationReport {
    /// The report as a page of its own: the table, what the baselines fail, and plots.
    public func page(of dancer: String) -> String {
        var page = PlotPage(title: "How \(dancer) measures")
        let score = score
        page.paragraph("\(score.met) of \(score.judged) goals are met.")
        page.table(tableRows, marking: "misses")
        for note in notes { page.paragraph(note) }
        addFrechet(to: &page)
        addMoods(to: &page)
        addSpectra(to: &page)
        addJudge(to: &page)
        addStability(to: &page)
        addMoments(to: &page)
        addBaselines(to: &page)
        return page.html
    }

    private var tableRows: [[String]] {
        [["metric", "generated", "no guard", "real", "floor", "ratio", "goal", ""]]
            + Metric.allCases.compactMap { metric in
                metrics[metric].map { result in
                    [
                        metric.title, Self.generatedWords(result), Self.words(result.unguarded),
                        Self.words(result.real), Self.words(result.floor),
                        Self.words(result.ratio), result.goal,
                        result.meets.map { $0 ? "meets" : "misses" } ?? "–",
                    ]
                }
            }
    }

    private var moods: [Emotion] {
        Emotion.allCases.filter { figures.speeds[$0] != nil }
    }

    private func addFrechet(to page: inout PlotPage) {
        page.heading("Fréchet distances, against the floor")
        let kinds: [(name: String, result: (Metric) -> MetricResult?)] =
            [("dancer", { metrics[$0] })]
            + BadMotion.allCases.filter { baselines[$0] != nil }.map { kind in
                (kind.shortTitle, { baselines[kind]?[$0] })
            }
        for metric in [Metric.frechetKinetic, .frechetLearned] {
            // Bad motion lies factors of ten away: the logarithm keeps all in sight.
            let values = kinds.map { kind in
                kind.result(metric)?.ratio.map { log10(max($0, 0.01)) }
            }
            page.plot(
                .bars(
                    groups: kinds.map(\.name), [("log₁₀ of the ratio", values, "one")],
                    title: metric.title, y: "log₁₀ (distance / floor)"),
                caption: "\(metric.title): 0 is as far from training motion as validation motion "
                    + "is; the goal is \(metric.goal.words), which is "
                    + "\(metric == .frechetKinetic ? "0.18" : "0.30") here.")
        }
    }

    private func addMoods(to page: inout PlotPage) {
        page.heading("Mood by mood")
        let names = moods.map(\.rawValue)
        page.plot(
            .bars(
                groups: names,
                [
                    ("generated", moods.map { figures.speeds[$0]?.generated }, "one"),
                    ("real", moods.map { figures.speeds[$0]?.real }, "two"),
                ],
                title: "Mean speed of each mood", y: "torsos a pose"),
            caption: "Mean speed of the keypoints about the hips. A dancer shows its mood first by "
                + "how fast it is.")
        let shares: [(Metric, String, String)] = [
            (.emotion, "recognised", "two-second windows that the judge takes for the right mood"),
            (
                .dancing, "dancing",
                "two-second windows whose nearest real one is a dance or a gesture"
            ),
            (.repetition, "repeated", "seconds that come again within a minute"),
        ]
        page.plot(
            .bars(
                groups: names,
                zip(shares, ["one", "two", "three"]).map { share, style in
                    (share.1, moods.map { metrics[share.0]?.byMood?[$0.rawValue] }, style)
                },
                title: "Shares of each mood", y: "share"),
            caption: shares.map { "\($0.1): \($0.2)" }.joined(separator: "; ") + ".")
    }

    private func addSpectra(to page: inout PlotPage) {
        page.heading("Spectra")
        func points(_ spectrum: [Double]) -> [(x: Double, y: Double)] {
            let rate = 30 / Double(max(2 * (spectrum.count - 1), 1))
            return spectrum.enumerated().dropFirst().map { (Double($0.offset) * rate, $0.element) }
        }
        page.plot(
            .lines(
                [
                    PlotSeries("generated", points(figures.spectra.generated), style: "one"),
                    PlotSeries("real", points(figures.spectra.real), style: "two"),
                ],
                title: "Power of the velocities by frequency", x: "Hz", y: "share of power",
                isLogarithmic: true),
            caption:
                "Power of the keypoints' velocities, a mean over moods. What a dancer lacks on "
                + "the right is crispness; what it has too much of there is jitter.")
    }

    private func addJudge(to page: inout PlotPage) {
        page.heading("The judge of emotions")
        let names = Emotion.allCases.map(\.rawValue)
        for (title, confusion) in [
            ("generated", figures.confusion.generated), ("real", figures.confusion.real),
        ] where !confusion.isEmpty {
            page.plot(
                .heatMap(
                    confusion, rows: names, columns: names, title: "Confusion, \(title) motion"),
                caption: "Confusion on \(title) motion: rows are what was danced, columns what the "
                    + "judge took it for, in per cent of the row. Chance is 14.")
        }
        page.plot(
            .lines(
                [
                    PlotSeries(
                        "weight of the new mood", figures.rise.map { ($0.seconds, $0.weight) },
                        style: "one")
                ],
                title: "The judge's weight of the new mood after a change",
                x: "seconds from the change", y: "mean posterior"),
            caption: "The judge sees the last two seconds at each moment, so it cannot be sure at "
                + "once; its own delay on real motion joined in the same way is in the table.")
    }

    private func addStability(to page: inout PlotPage) {
        page.heading("Minute by minute")
        page.plot(
            .lines(
                moods.map { mood in
                    PlotSeries(
                        mood.rawValue,
                        (figures.minutes[mood] ?? []).enumerated()
                            .map { (Double($0.offset + 1), $0.element) },
                        style: mood.rawValue)
                },
                title: "Speed by minute", x: "minute", y: "torsos a pose"),
            caption: "Mean speed of each minute over all dances of a mood, without a cut.")
    }

    private func addMoments(to page: inout PlotPage) {
        page.heading("To look at")
        for mood in moods {
            guard let run = figures.moments[mood] else { continue }
            page.plot(
                .strip(
                    run, poses: Array(stride(from: 0, to: min(run.count, 240), by: 20)),
                    title: "\(mood)", style: mood.rawValue),
                caption:
                    "\(mood): the first clip that was generated, a pose every two thirds of a second."
            )
        }
    }

    private func addBaselines(to page: inout PlotPage) {
        page.heading("Baselines, by the same code")
        let kinds = BadMotion.allCases.filter { baselines[$0] != nil }
        page.table(
            [["metric"] + kinds.map(\.shortTitle) + ["goal"]]
                + Metric.allCases.filter { metric in
                    kinds.contains { baselines[$0]?[metric] != nil }
                }.map { metric in
                    [metric.title]
                        + kinds.map { kind in
                            guard let result = baselines[kind]?[metric] else { return "–" }
                            let words = Self.words(result.generated)
                            return result.meets == false ? "\(words) ×" : words
                        } + [metric.goal.words]
                })
        page.paragraph(
            "× misses the goal. Bad motion must fail what it is bad at: "
                + kinds.filter { !$0.mustFail.isEmpty }.map { kind in
                    "\(kind.shortTitle) "
                        + kind.mustFail.map(\.title).joined(separator: ", ")
                }.joined(separator: "; ") + ".")
    }
}

extension BadMotion {
    /// The baseline in a narrow place.
    var shortTitle: String {
        switch self {
        case .frozen: "frozen"
        case .looped: "looped"
        case .noise: "noise"
        case .shuffledLimbs: "shuffled"
        case .real: "validation"
        }
    }
}
