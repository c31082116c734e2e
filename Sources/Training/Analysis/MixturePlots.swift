import Foundation
import Motion

extension Plot {
    /// Faint dots of each component, and a numbered ring at its mean.
    ///
    /// The widest twentieth of the dots, by x, lies beyond the right end and is left out.
    static func components(
        _ components: [(series: PlotSeries, mean: (x: Double, y: Double))], title: String,
        x xTitle: String, y yTitle: String
    ) -> Plot {
        let xs = components.flatMap { $0.series.points.map(\.x) }.filter(\.isFinite).sorted()
        let means = components.map(\.mean.x).filter(\.isFinite)
        let far = max(xs.isEmpty ? 1 : xs[(xs.count - 1) * 95 / 100], means.max() ?? 0)
        var frame = PlotFrame(
            title: title, x: PlotScale(0...max(far, 1e-9)), y: PlotScale(0...1), xTitle: xTitle,
            yTitle: yTitle, height: 300)
        for (series, _) in components {
            // Every so many, so that a page stays light; the table has all.
            let each = max(1, series.points.count / 140)
            for (index, point) in series.points.enumerated()
            where index % each == 0 && point.x <= far {
                let place = frame.place(point.x, point.y)
                frame.drawing.dot(
                    x: place.x, y: place.y, radius: 2, style: "head faint \(series.style)")
            }
        }
        for (series, mean) in components where mean.x.isFinite && mean.y.isFinite {
            let place = frame.place(mean.x, mean.y)
            frame.drawing.dot(x: place.x, y: place.y, radius: 8.5, style: "mark \(series.style)")
            frame.drawing.text(series.name, x: place.x, y: place.y + 4.5, anchor: "middle")
        }
        return Plot(svg: frame.drawing.svg, legend: [])
    }

    /// The present pose in grey behind the pose of each component, in rows of four.
    ///
    /// - Parameter poses: the present pose, then one a component.
    static func components(
        _ poses: PoseRun, probabilities: [Double], styles: [String]
    ) -> Plot {
        let room = 112.0
        let tall = 140.0
        let across = 4
        let rows = (probabilities.count + across - 1) / across
        var drawing = Drawing(
            width: room * Double(across), height: tall * Double(max(rows, 1)),
            title: "The components' poses")
        for (index, probability) in probabilities.enumerated() where index + 1 < poses.count {
            let x = room * (Double(index % across) + 0.5)
            let floor = tall * Double(index / across) + 112
            drawing.line((x - 42, floor), (x + 42, floor), style: "grid")
            for (pose, style) in [(0, "unknown"), (index + 1, styles[index % styles.count])] {
                drawing.figure(
                    poses, pose: pose, hipX: x, floor: floor, scale: 28, style: style)
            }
            drawing.text(
                String(format: "%d: %.0f %%", index + 1, 100 * probability), x: x, y: floor + 17,
                anchor: "middle")
        }
        return Plot(svg: drawing.svg, legend: [])
    }
}
