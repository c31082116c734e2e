import Foundation
import Signals

/// Sees to it that no picture leaves the stage that flashes more than three times a second
/// (WCAG 2.1, success criterion 2.3.1), whatever a shader, a mood or a puppet does.
///
/// A general flash is a pair of opposing changes of relative luminance by a tenth or more whose darker
/// end is below 0.8. A red flash is a pair of opposing changes of `(R - G - B) * 320` by more than 20
/// with a saturated red, `R / (R + G + B) >= 0.8`, at either end. Either counts where it takes more
/// than a quarter of any visual field of 10 degrees: a third of the picture's width and height.
/// (www.w3.org/TR/WCAG21, "general flash and red flash thresholds".)
///
/// The finished picture is measured. Cells of it that would flash too often, where together they are
/// too large, are mixed with the picture before, and held at it where mixing is not enough.
struct FlashLimiter {
    /// How much of the last picture to keep, cell by cell, 0 to 255.
    typealias Hold = [UInt8]

    /// A twentieth below WCAG's, since cells see a sixteenth of the pixels. Lower ones would take a
    /// figure that shakes for a flash.
    private static let luminanceChange: Float = 0.095
    private static let redChange: Float = 19
    /// Luminance below which a change's darker end counts.
    private static let darkerEnd: Float = 0.8
    /// Share of a visual field that may flash as it likes; WCAG says a quarter.
    private static let area = 0.24
    /// Seconds in which what is mixed comes two thirds of the way.
    private static let pace = 0.5

    private var cells: FlashCells
    /// What the stage paints, and what has left it.
    private var painted: Counts
    private var shown: Counts
    private var time = 0.0
    private var kept: UInt8 = 0

    /// The two kinds of flash.
    private struct Counts {
        var luminance: FlashCounts
        var red: FlashCounts

        init(_ count: Int) {
            luminance = FlashCounts(count: count, threshold: luminanceChange)
            red = FlashCounts(count: count, threshold: redChange)
        }

        func isNear(at time: Double) -> Bool {
            luminance.isNear(at: time) || red.isNear(at: time)
        }

        func isOver(_ cell: Int, at time: Double) -> Bool {
            luminance.isOver(cell, at: time) || red.isOver(cell, at: time)
        }

        func wouldBeOver(_ cell: Int, _ cells: FlashCells, at time: Double) -> Bool {
            let light = cells.luminance[cell]
            return luminance.wouldBeOver(cell, light, mark: light < darkerEnd, at: time)
                || red.wouldBeOver(
                    cell, cells.red[cell], mark: cells.isSaturated[cell], at: time)
        }

        mutating func take(_ cells: FlashCells, at time: Double) {
            luminance.take(
                cells.luminance, marks: { cells.luminance[$0] < darkerEnd }, at: time)
            red.take(cells.red, marks: { cells.isSaturated[$0] }, at: time)
        }
    }

    init(width: Int, height: Int) {
        cells = FlashCells(width: width, height: height)
        painted = Counts(cells.count)
        shown = Counts(cells.count)
    }

    /// Cells across and down of what `judge` returns.
    var size: (columns: Int, rows: Int) { (cells.columns, cells.rows) }

    /// Measures a newly painted picture, `seconds` after the last; returns what of the last one must
    /// stay, or nil where nothing must.
    mutating func judge(_ picture: Picture, seconds: Double) -> Hold? {
        time += max(seconds, 0)
        kept = UInt8((255 * exp(-max(seconds, 0) / FlashLimiter.pace)).rounded())
        cells.read(picture)
        painted.take(cells, at: time)
        guard painted.isNear(at: time) || shown.isNear(at: time) else { return nil }
        let flashing = flashing { painted.isOver($0, at: time) }
        return hold(flashing) { _ in kept }
    }

    /// Measures the picture as it was mixed; returns what must stay entirely, or nil.
    mutating func judgeAgain(_ picture: Picture) -> Hold? {
        cells.read(picture)
        let isWhole = shown.wouldBeOver(cells.whole, cells, at: time)
        return hold(flashing { _ in false }) {
            isWhole || shown.wouldBeOver($0, cells, at: time) ? 255 : 0
        }
    }

    /// Takes the picture measured last as the one that leaves the stage.
    mutating func settle() { shown.take(cells, at: time) }

    /// The cells that flash too often as they are shown, or by another measure; nil where none does.
    private func flashing(_ isToo: (Int) -> Bool) -> [Bool]? {
        // The picture's mean may flash by parts that take turns.
        if shown.wouldBeOver(cells.whole, cells, at: time) || isToo(cells.whole) {
            return Array(repeating: true, count: cells.whole)
        }
        var flashing = Array(repeating: false, count: cells.whole)
        var any = false
        for cell in flashing.indices
        where isToo(cell) || shown.isOver(cell, at: time)
            || shown.wouldBeOver(cell, cells, at: time)
        {
            flashing[cell] = true
            any = true
        }
        return any ? flashing : nil
    }

    /// How much to keep of each cell that flashes and lies where too many do, and of those about it:
    /// between cells the share runs from one to the next.
    private func hold(_ flashing: [Bool]?, _ share: (Int) -> UInt8) -> Hold? {
        guard let flashing else { return nil }
        let isCrowded = crowded(flashing)
        let (columns, rows) = size
        var hold = Hold(repeating: 0, count: columns * rows)
        var any = false
        for cell in hold.indices where flashing[cell] && isCrowded[cell] {
            let most = share(cell)
            if most == 0 { continue }
            any = true
            let (row, column) = (cell / columns, cell % columns)
            for y in max(row - 1, 0)...min(row + 1, rows - 1) {
                for x in max(column - 1, 0)...min(column + 1, columns - 1) {
                    hold[y * columns + x] = max(hold[y * columns + x], most)
                }
            }
        }
        return any ? hold : nil
    }

    /// Which cells lie in a visual field of which more than `area` flashes.
    private func crowded(_ flashing: [Bool]) -> [Bool] {
        let (columns, rows) = size
        let across = (columns + 2) / 3
        let down = (rows + 2) / 3
        let limit = Int(FlashLimiter.area * Double(across * down))
        // Sums over all that lies above and left give any box's sum from four of them.
        var sums = [Int](repeating: 0, count: (columns + 1) * (rows + 1))
        let at = { (x: Int, y: Int) in y * (columns + 1) + x }
        for y in 0..<rows {
            for x in 0..<columns {
                sums[at(x + 1, y + 1)] =
                    (flashing[y * columns + x] ? 1 : 0) + sums[at(x, y + 1)] + sums[at(x + 1, y)]
                    - sums[at(x, y)]
            }
        }
        var isCrowded = [Bool](repeating: false, count: columns * rows)
        guard sums[at(columns, rows)] > limit else { return isCrowded }
        for y in 0...(rows - down) {
            for x in 0...(columns - across) {
                let inside =
                    sums[at(x + across, y + down)] - sums[at(x, y + down)] - sums[at(x + across, y)]
                    + sums[at(x, y)]
                if inside <= limit { continue }
                for row in y..<y + down {
                    for column in x..<x + across { isCrowded[row * columns + column] = true }
                }
            }
        }
        return isCrowded
    }
}
