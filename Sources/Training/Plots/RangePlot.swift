import Foundation

extension Plot {
    /// Spreads as bars from left to right, a row a name, one bar a series: the 5th to the 95th
    /// percentile thin, the 25th to the 75th thick, the median a dot.
    static func ranges(
        _ rows: [(name: String, spreads: [NumberSpread?])],
        series: [(name: String, style: String)], title: String, x xTitle: String
    ) -> Plot {
        let left = 112.0
        let right = 12.0
        let top = 8.0
        let tall = 8.0 * Double(max(series.count, 1)) + 5
        let width = 480.0
        let foot = top + tall * Double(rows.count)
        var drawing = Drawing(width: width, height: foot + 40, title: title)
        let numbers = rows.flatMap { $0.spreads.compactMap { $0?.percentiles }.flatMap { $0 } }
        let scale = PlotScale(showing: numbers, fromZero: false)
        func place(_ number: Double) -> Double {
            left + scale.place(number) * (width - left - right)
        }
        for tick in scale.ticks {
            drawing.line((place(tick), top), (place(tick), foot), style: "grid")
            drawing.text(tickWords(tick), x: place(tick), y: foot + 16, anchor: "middle")
        }
        drawing.text(xTitle, x: width - right, y: foot + 34, anchor: "end", style: "label name")
        for (row, (name, spreads)) in rows.enumerated() {
            let y = top + tall * Double(row)
            drawing.text(name, x: left - 8, y: y + tall / 2 + 4.5, anchor: "end")
            for (index, spread) in spreads.enumerated() where index < series.count {
                guard let at = spread?.percentiles.map(place) else { continue }
                let style = series[index].style
                let middle = y + 6.5 + 8 * Double(index)
                drawing.line((at[0], middle), (at[4], middle), style: "range \(style)")
                drawing.bar(
                    x: at[1], y: middle - 2.6, width: at[3] - at[1], height: 5.2,
                    style: "fill \(style)")
                drawing.dot(x: at[2], y: middle, radius: 2.2, style: "mark \(style)")
            }
        }
        return Plot(svg: drawing.svg, legend: series.map { ($0.name, $0.style) })
    }
}
