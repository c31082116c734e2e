import Motion
import Signals

extension Plot {
    /// Keypoints on a plane, in torsos with y up: an ellipse over the 5th to the 95th percentile of
    /// both axes each, and the body whose keypoints lie at the medians.
    static func bodyMap(
        _ points: [(point: Body25, x: NumberSpread, y: NumberSpread)], title: String
    ) -> Plot {
        let top = 22.0
        let scale = 82.0  // units a torso
        let xs = points.flatMap { [$0.x.percentiles[0], $0.x.percentiles[4]] }
        let ys = points.flatMap { [$0.y.percentiles[0], $0.y.percentiles[4]] }
        let across = PlotScale(showing: xs, fromZero: false).range
        let up = PlotScale(showing: ys, fromZero: false).range
        let body = scale * (across.upperBound - across.lowerBound)
        // As wide as the other plots, so that its words are as large.
        let left = max(46, (480 - body) / 2)
        let width = left + body + max(10, 480 - left - body)
        let foot = top + scale * (up.upperBound - up.lowerBound)
        var drawing = Drawing(width: width, height: foot + 38, title: title)
        func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
            (left + scale * (x - across.lowerBound), foot - scale * (y - up.lowerBound))
        }
        for tick in PlotScale(up).ticks {
            let y = place(0, tick).y
            drawing.line((left, y), (left + body, y), style: "grid")
            drawing.text(tickWords(tick), x: left - 5, y: y + 4.5, anchor: "end")
        }
        for tick in PlotScale(across).ticks {
            let x = place(tick, 0).x
            drawing.line((x, top), (x, foot), style: "grid")
            drawing.text(tickWords(tick), x: x, y: foot + 16, anchor: "middle")
        }
        drawing.text("torsos up", x: left - 44, y: 12, style: "label name")
        drawing.text(
            "torsos to the right", x: left + body, y: foot + 34, anchor: "end", style: "label name")
        for (point, x, y) in points {
            let low = place(x.percentiles[0], y.percentiles[0])
            let high = place(x.percentiles[4], y.percentiles[4])
            drawing.ellipse(x: low.x...high.x, y: high.y...low.y, style: "cloud \(point.side)")
        }
        let medians = Dictionary(
            uniqueKeysWithValues: points.map {
                ($0.point, place($0.x.percentiles[2], $0.y.percentiles[2]))
            })
        for bone in Body25.bones {
            guard let parent = medians[bone.parent], let child = medians[bone.child] else {
                continue
            }
            drawing.line(parent, child, style: "bone \(bone.child.side)")
        }
        for (point, place) in medians.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            drawing.dot(x: place.x, y: place.y, radius: 2, style: "head \(point.side)")
        }
        return Plot(
            svg: drawing.svg,
            legend: [("its right", "two"), ("its left", "one"), ("middle", "three")])
    }
}

extension Body25 {
    /// The colour of the side that a keypoint is on.
    fileprivate var side: String {
        let name = "\(self)"
        return name.hasPrefix("right") ? "two" : name.hasPrefix("left") ? "one" : "three"
    }
}
