import Foundation

extension Plot {
    /// Bars from left to right, a row a name, each made of parts end to end.
    ///
    /// - Parameters:
    ///   - rows: a name, a note at the bar's end, and a number for each part.
    ///   - parts: what the parts are called and coloured by.
    static func stacks(
        _ rows: [(name: String, note: String, values: [Double])],
        parts: [(name: String, style: String)], title: String, x xTitle: String
    ) -> Plot {
        // About seven units a letter.
        let left = 16 + 7 * Double(max(rows.map(\.name.count).max() ?? 0, 10))
        let right = 66.0
        let top = 6.0
        let tall = 22.0
        let width = 480.0
        let foot = top + tall * Double(rows.count)
        var drawing = Drawing(width: width, height: foot + 38, title: title)
        let scale = PlotScale(showing: rows.map { $0.values.reduce(0, +) })
        func place(_ number: Double) -> Double {
            left + scale.place(number) * (width - left - right)
        }
        for tick in scale.ticks {
            drawing.line((place(tick), top), (place(tick), foot), style: "grid")
            drawing.text(tickWords(tick), x: place(tick), y: foot + 16, anchor: "middle")
        }
        drawing.text(xTitle, x: width - right, y: foot + 33, anchor: "end", style: "label name")
        for (row, (name, note, values)) in rows.enumerated() {
            let y = top + tall * Double(row)
            drawing.text(name, x: left - 8, y: y + tall / 2 + 4.5, anchor: "end")
            var sum = 0.0
            for (value, part) in zip(values, parts) where value > 0 {
                drawing.bar(
                    x: place(sum), y: y + 4, width: place(sum + value) - place(sum),
                    height: tall - 8, style: "fill \(part.style)")
                sum += value
            }
            drawing.text(note, x: place(sum) + 5, y: y + tall / 2 + 4.5, style: "label name")
        }
        return Plot(svg: drawing.svg, legend: parts.map { ($0.name, $0.style) })
    }
}
