import Foundation

/// The way from numbers to places on a drawing.
public struct PlotScale: Sendable {
    /// The numbers that are shown.
    public var range: ClosedRange<Double>
    /// Whether every factor of ten is as long as every other.
    public var isLogarithmic: Bool

    /// A scale that shows these numbers, from 0 on where they are positive; logarithmic ones begin at
    /// the smallest number above 0.
    public init(showing numbers: [Double], fromZero: Bool = true, isLogarithmic: Bool = false) {
        self.isLogarithmic = isLogarithmic
        let finite = numbers.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        var low = finite.min() ?? (isLogarithmic ? 0.1 : 0)
        var high = finite.max() ?? 1
        if !isLogarithmic, fromZero { low = min(low, 0) }
        if high <= low { high = isLogarithmic ? low * 10 : low + 1 }
        if isLogarithmic {
            low = pow(10, log10(low).rounded(.down))
        } else {
            let step = Self.step(high - low)
            low = (low / step).rounded(.down) * step
            high = (high / step - 1e-9).rounded(.up) * step
        }
        range = low...high
    }

    /// A scale of a given range.
    public init(_ range: ClosedRange<Double>) {
        self.range = range
        isLogarithmic = false
    }

    /// Where a number lies: 0 at the low end, 1 at the high end.
    public func place(_ number: Double) -> Double {
        guard isLogarithmic else {
            return (number - range.lowerBound) / (range.upperBound - range.lowerBound)
        }
        let low = log(range.lowerBound)
        return (log(max(number, range.lowerBound)) - low) / (log(range.upperBound) - low)
    }

    /// Round numbers to be marked.
    public var ticks: [Double] {
        if isLogarithmic {
            let first = Int(log10(range.lowerBound).rounded(.up))
            let last = Int(log10(range.upperBound).rounded(.down))
            return first <= last ? (first...last).map { pow(10, Double($0)) } : []
        }
        let step = Self.step(range.upperBound - range.lowerBound)
        let first = Int((range.lowerBound / step).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : []
    }

    /// A step of 1, 2 or 5 times a power of ten that makes about five.
    private static func step(_ span: Double) -> Double {
        let rough = span / 5
        let power = pow(10, log10(rough).rounded(.down))
        return power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.99 } ?? 10)
    }
}

/// A frame with two scales in which a plot is drawn.
struct PlotFrame {
    var drawing: Drawing
    let x: PlotScale
    let y: PlotScale
    private let left = 50.0
    private let top = 26.0
    private let right = 18.0
    private let bottom = 36.0

    /// An empty frame; no marks along x where `marksX` is false, as between bars.
    init(
        title: String, x: PlotScale, y: PlotScale, xTitle: String, yTitle: String,
        width: Double = 480, height: Double = 260, marksX: Bool = true
    ) {
        drawing = Drawing(width: width, height: height, title: title)
        self.x = x
        self.y = y
        for tick in y.ticks {
            let at = place(x.range.lowerBound, tick).y
            drawing.line((left, at), (width - right, at), style: "grid")
            drawing.text(tickWords(tick), x: left - 5, y: at + 4.5, anchor: "end")
        }
        if marksX {
            for tick in x.ticks {
                let at = place(tick, y.range.lowerBound).x
                drawing.text(tickWords(tick), x: at, y: height - bottom + 16, anchor: "middle")
            }
        }
        drawing.line((left, height - bottom), (width - right, height - bottom), style: "axis")
        drawing.text(xTitle, x: width - right, y: height - 6, anchor: "end", style: "label name")
        drawing.text(yTitle, x: 2, y: 12, style: "label name")
    }

    /// Where a point of the plot lies on the drawing.
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        let across = drawing.width - left - right
        let down = drawing.height - top - bottom
        return (left + self.x.place(x) * across, top + (1 - self.y.place(y)) * down)
    }
}

/// A number at a tick, no longer than needed.
func tickWords(_ number: Double) -> String {
    if number == 0 { return "0" }
    if abs(number) >= 10_000 || abs(number) < 0.001 { return String(format: "%.0e", number) }
    return String(format: "%g", (number * 1e6).rounded() / 1e6)
}
