import Foundation

/// A drawing in SVG, built stroke by stroke. Colours are classes of the page's style, so that the same
/// drawing serves light and dark.
struct Drawing {
    /// Units across and down; the page scales them.
    let width: Double
    let height: Double
    /// What the drawing shows, for those who cannot see it.
    let title: String
    private var parts: [String] = []

    /// An empty drawing.
    init(width: Double, height: Double, title: String) {
        self.width = width
        self.height = height
        self.title = title
    }

    mutating func line(
        _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), style: String
    ) {
        parts.append(
            "<line class=\"\(style)\" x1=\"\(n(a.x))\" y1=\"\(n(a.y))\" x2=\"\(n(b.x))\" "
                + "y2=\"\(n(b.y))\"/>")
    }

    mutating func path(_ points: [(x: Double, y: Double)], style: String) {
        guard !points.isEmpty else { return }
        let words = points.map { "\(n($0.x)) \(n($0.y))" }.joined(separator: "L")
        parts.append("<path class=\"\(style)\" d=\"M\(words)\"/>")
    }

    mutating func bar(
        x: Double, y: Double, width: Double, height: Double, style: String, opacity: Double? = nil
    ) {
        let shade = opacity.map { " fill-opacity=\"\(n($0))\"" } ?? ""
        parts.append(
            "<rect class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(width, 0)))\" "
                + "height=\"\(n(max(height, 0)))\"\(shade)/>")
    }

    mutating func dot(x: Double, y: Double, radius: Double, style: String) {
        parts.append(
            "<circle class=\"\(style)\" cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\"/>")
    }

    /// An ellipse that fills a box.
    mutating func ellipse(
        x: ClosedRange<Double>, y: ClosedRange<Double>, style: String
    ) {
        parts.append(
            "<ellipse class=\"\(style)\" cx=\"\(n((x.lowerBound + x.upperBound) / 2))\" "
                + "cy=\"\(n((y.lowerBound + y.upperBound) / 2))\" "
                + "rx=\"\(n((x.upperBound - x.lowerBound) / 2))\" "
                + "ry=\"\(n((y.upperBound - y.lowerBound) / 2))\"/>")
    }

    /// - Parameter anchor: "start", "middle" or "end".
    mutating func text(
        _ words: String, x: Double, y: Double, anchor: String = "start", style: String = "label"
    ) {
        parts.append(
            "<text class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">"
                + "\(escaped(words))</text>")
    }

    /// The drawing as an element of a page.
    var svg: String {
        "<svg viewBox=\"0 0 \(n(width)) \(n(height))\" role=\"img\" "
            + "aria-label=\"\(escaped(title))\">" + parts.joined() + "</svg>"
    }

    private func n(_ number: Double) -> String {
        guard number.isFinite else { return "0" }
        let text = String(format: "%.2f", number)
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }
}

/// Text that is text in HTML and SVG, whatever it holds.
func escaped(_ words: String) -> String {
    var result = ""
    for character in words {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.append(character)
        }
    }
    return result
}
