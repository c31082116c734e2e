/// One line, or one kind of bar or dot, of a plot.
public struct PlotSeries: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its points.
    public var points: [(x: Double, y: Double)]
    /// The class of the page's style that colours it: "one" to "seven", or a mood's name.
    public var style: String

    /// A series.
    public init(_ name: String, _ points: [(x: Double, y: Double)], style: String) {
        self.name = name
        self.points = points
        self.style = style
    }
}

/// What can be put on a page: an element of SVG and its legend.
public struct Plot: Sendable {
    /// The drawing.
    public let svg: String
    /// What the colours mean.
    public let legend: [(name: String, style: String)]

    /// Lines through points, one a series.
    public static func lines(
        _ series: [PlotSeries], title: String, x xTitle: String, y yTitle: String,
        isLogarithmic: Bool = false, fromZero: Bool = true
    ) -> Plot {
        var frame = frame(
            series, title: title, xTitle, yTitle, isLogarithmic: isLogarithmic,
            fromZero: fromZero)
        for one in series {
            let shown = one.points.filter { $0.y.isFinite && (!isLogarithmic || $0.y > 0) }
            frame.drawing.path(
                shown.map { frame.place($0.x, $0.y) }, style: "line \(one.style)")
        }
        return Plot(svg: frame.drawing.svg, legend: legend(series))
    }

    /// Dots, one a point.
    public static func scatter(
        _ series: [PlotSeries], title: String, x xTitle: String, y yTitle: String
    ) -> Plot {
        var frame = frame(
            series, title: title, xTitle, yTitle, isLogarithmic: false, fromZero: false)
        for one in series {
            for point in one.points where point.x.isFinite && point.y.isFinite {
                let place = frame.place(point.x, point.y)
                frame.drawing.dot(x: place.x, y: place.y, radius: 2.2, style: "dot \(one.style)")
            }
        }
        return Plot(svg: frame.drawing.svg, legend: legend(series))
    }

    /// Bars in groups: each series gives one bar to each group; what is missing has no bar.
    public static func bars(
        groups: [String], _ series: [(name: String, values: [Double?], style: String)],
        title: String, y yTitle: String
    ) -> Plot {
        let scale = PlotScale(showing: series.flatMap { $0.values.compactMap { $0 } })
        var frame = PlotFrame(
            title: title, x: PlotScale(0...Double(max(groups.count, 1))), y: scale, xTitle: "",
            yTitle: yTitle, marksX: false)
        let share = 0.8 / Double(max(series.count, 1))
        for (group, name) in groups.enumerated() {
            for (index, one) in series.enumerated() {
                guard group < one.values.count, let value = one.values[group], value.isFinite
                else { continue }
                let from = Double(group) + 0.1 + share * Double(index)
                let top = frame.place(from, max(value, 0))
                let foot = frame.place(from + share * 0.92, min(value, 0))
                frame.drawing.bar(
                    x: top.x, y: top.y, width: foot.x - top.x, height: foot.y - top.y,
                    style: "fill \(one.style)")
            }
            let middle = frame.place(Double(group) + 0.5, scale.range.lowerBound)
            frame.drawing.text(name, x: middle.x, y: middle.y + 16, anchor: "middle")
        }
        // One kind of bar is what the axis says.
        let legend = series.count > 1 ? series.map { ($0.name, $0.style) } : []
        return Plot(svg: frame.drawing.svg, legend: legend)
    }

    /// A table of shares from 0 to 1 as shades, [rows][columns].
    public static func heatMap(
        _ values: [[Double]], rows: [String], columns: [String], title: String
    ) -> Plot {
        let left = 84.0
        let top = 34.0
        let cell = 62.0
        let tall = 30.0
        var drawing = Drawing(
            width: left + cell * Double(columns.count) + 4,
            height: top + tall * Double(rows.count) + 4, title: title)
        for (column, name) in columns.enumerated() {
            drawing.text(
                name, x: left + cell * (Double(column) + 0.5), y: top - 8, anchor: "middle")
        }
        for (row, name) in rows.enumerated() {
            let y = top + tall * Double(row)
            drawing.text(name, x: left - 6, y: y + tall / 2 + 4, anchor: "end")
            for column in columns.indices where row < values.count && column < values[row].count {
                let value = values[row][column]
                let x = left + cell * Double(column)
                drawing.bar(
                    x: x + 1, y: y + 1, width: cell - 2, height: tall - 2, style: "fill one",
                    opacity: min(max(value, 0), 1) * 0.85)
                drawing.bar(
                    x: x + 1, y: y + 1, width: cell - 2, height: tall - 2, style: "cell")
                let percent = Int((100 * value).rounded())
                drawing.text(
                    percent == 0 ? "·" : "\(percent)", x: x + cell / 2, y: y + tall / 2 + 4,
                    anchor: "middle", style: value > 0.6 ? "label strong inverse" : "label strong")
            }
        }
        return Plot(svg: drawing.svg, legend: [])
    }

    private static func frame(
        _ series: [PlotSeries], title: String, _ xTitle: String, _ yTitle: String,
        isLogarithmic: Bool, fromZero: Bool
    ) -> PlotFrame {
        let all = series.flatMap(\.points)
        let xs = all.map(\.x).filter(\.isFinite)
        let low = xs.min() ?? 0
        let high = max(xs.max() ?? 1, low + 1e-9)
        return PlotFrame(
            title: title, x: PlotScale(low...high),
            y: PlotScale(
                showing: all.map(\.y), fromZero: fromZero, isLogarithmic: isLogarithmic),
            xTitle: xTitle, yTitle: yTitle)
    }

    private static func legend(_ series: [PlotSeries]) -> [(name: String, style: String)] {
        series.map { ($0.name, $0.style) }
    }
}
