import Foundation
import Signals
import Testing

@testable import Training

@Suite struct PlotTests {
    @Test func aScaleMarksRoundNumbers() {
        let plain = PlotScale(showing: [0.2, 0.93]).ticks
        #expect(zip(plain, [0, 0.2, 0.4, 0.6, 0.8, 1]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(plain.count == 6)
        let decades = PlotScale(showing: [0.02, 3], isLogarithmic: true).ticks
        #expect(decades == [0.01, 0.1, 1])
    }

    @Test func numbersLieBetweenTheEndsOfTheirScale() {
        let plain = PlotScale(0...10)
        #expect(plain.place(2.5) == 0.25)
        var decades = PlotScale(showing: [0.01, 1], isLogarithmic: true)
        decades.range = 0.01...1
        #expect(abs(decades.place(0.1) - 0.5) < 1e-9)
    }

    @Test func everySeriesIsDrawnAndNamed() {
        let plot = Plot.lines(
            [
                PlotSeries("one", [(0, 1), (1, 2)], style: "one"),
                PlotSeries("two", [(0, .nan), (1, 2), (2, 3)], style: "two"),
            ], title: "lines", x: "x", y: "y")
        #expect(plot.svg.components(separatedBy: "<path").count == 3)
        #expect(!plot.svg.contains("nan"))
        #expect(plot.legend.map(\.name) == ["one", "two"])
    }

    @Test func whatIsMissingHasNoBar() {
        let plot = Plot.bars(
            groups: ["a", "b"], [(name: "x", values: [1, nil], style: "one")], title: "t", y: "y")
        #expect(plot.svg.components(separatedBy: "<rect").count == 2)
    }

    @Test func wordsOfOthersAreNoMarkup() {
        var page = PlotPage(title: "<script>alert(1)</script>")
        page.paragraph("a & b <c>")
        page.table([["head"], ["<b>bold</b>"]])
        page.plot(
            .heatMap([[0.5]], rows: ["<i>"], columns: ["\""], title: "\"quoted\""),
            caption: "<img src=x>")
        #expect(!page.html.contains("<script>"))
        #expect(!page.html.contains("<b>bold"))
        #expect(!page.html.contains("<img"))
        #expect(page.html.contains("a &amp; b &lt;c&gt;"))
    }

    @Test func aPageAsksNobodyForAnything() {
        var report = EvaluationReport()
        for metric in Metric.allCases {
            report.metrics[metric] = MetricResult(metric, generated: 1, real: 1, floor: 1)
        }
        for kind in BadMotion.allCases {
            report.baselines[kind] = [.jerk: MetricResult(.jerk, generated: 3, real: 1)]
        }
        report.figures.confusion.generated = [[Double]](
            repeating: [Double](repeating: 1.0 / 7, count: 7), count: 7)
        let page = report.page(of: "a dancer")
        for word in ["http", "<script", "<link", "url(", "@import"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("prefers-color-scheme:dark"))
        for metric in Metric.allCases { #expect(page.contains(escaped(metric.title))) }
    }
}
