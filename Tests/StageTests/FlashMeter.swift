import Foundation
import Signals

/// Finds flashes in a row of pictures by WCAG 2.1's words alone, after the fact: it sees the whole row
/// at once, in blocks of another size than the limiter's cells, and knows nothing of it.
struct FlashMeter {
    static let columns = 48
    static let rows = 27

    private var times: [Double] = []
    /// Luminance, redness and saturation of each block, then of the whole, picture by picture.
    private var light: [[Double]] = Array(repeating: [], count: columns * rows + 1)
    private var red: [[Double]] = Array(repeating: [], count: columns * rows + 1)
    private var isSaturated: [[Bool]] = Array(repeating: [], count: columns * rows + 1)

    mutating func add(_ picture: Picture, at time: Double) {
        times.append(time)
        var whole = SIMD3<Double>.zero
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                let mean = mean(of: picture, row, column)
                add(mean, to: row * Self.columns + column)
                whole += mean
            }
        }
        add(whole / Double(Self.rows * Self.columns), to: Self.rows * Self.columns)
    }

    private func mean(of picture: Picture, _ row: Int, _ column: Int) -> SIMD3<Double> {
        let across =
            column * picture.width / Self.columns..<(column + 1) * picture.width / Self.columns
        let down = row * picture.height / Self.rows..<(row + 1) * picture.height / Self.rows
        var sum = SIMD3<Double>.zero
        // Every second pixel of the width: debug builds are slow.
        for y in down {
            for x in stride(from: across.lowerBound, to: across.upperBound, by: 2) {
                let at = 4 * (y * picture.width + x)
                sum.x += Self.linear[Int(picture.pixels[at])]
                sum.y += Self.linear[Int(picture.pixels[at + 1])]
                sum.z += Self.linear[Int(picture.pixels[at + 2])]
            }
        }
        return sum / Double((across.count + 1) / 2 * down.count)
    }

    private mutating func add(_ colour: SIMD3<Double>, to block: Int) {
        light[block].append(0.2126 * colour.x + 0.7152 * colour.y + 0.0722 * colour.z)
        red[block].append(max(0, (colour.x - colour.y - colour.z) * 320))
        isSaturated[block].append(colour.x / max(colour.sum(), 1e-9) >= 0.8)
    }

    private static let linear: [Double] = (0..<256).map { byte in
        let value = Double(byte) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// The largest share of any visual field (a third of the picture's width and height) that flashes
    /// more than three times in one second, over all seconds of the row.
    var worstShare: Double {
        var worst = 0.0
        let moments = (0..<Self.columns * Self.rows).map { changes(of: $0) }
        for start in times {
            let flashing = moments.map { kinds in
                kinds.contains { changes in
                    changes.count { $0 >= start && $0 < start + 1 } / 2 > 3
                }
            }
            guard flashing.contains(true) else { continue }
            let (across, down) = (Self.columns / 3, Self.rows / 3)
            for y in 0...(Self.rows - down) {
                for x in 0...(Self.columns - across) {
                    var count = 0
                    for row in y..<y + down {
                        for column in x..<x + across where flashing[row * Self.columns + column] {
                            count += 1
                        }
                    }
                    worst = max(worst, Double(count) / Double(across * down))
                }
            }
        }
        return worst
    }

    /// The most flashes of the whole picture's mean in any one second.
    var mostOfTheWhole: Int {
        changes(of: Self.columns * Self.rows).map { changes in
            times.map { start in changes.count { $0 >= start && $0 < start + 1 } / 2 }.max() ?? 0
        }.max() ?? 0
    }

    /// The most flashes that any block makes in any one second.
    var mostOfABlock: Int {
        (0..<Self.columns * Self.rows).flatMap { changes(of: $0) }.map { changes in
            times.map { start in changes.count { $0 >= start && $0 < start + 1 } / 2 }.max() ?? 0
        }.max() ?? 0
    }

    /// When a block made its opposing changes of luminance, and of saturated red.
    private func changes(of block: Int) -> [[Double]] {
        let values = light[block]
        let reds = red[block]
        let saturated = isSaturated[block]
        return [
            changes(of: values, by: 0.1) { min(values[$0], values[$1]) < 0.8 },
            changes(of: reds, by: 20) { saturated[$0] || saturated[$1] },
        ]
    }

    /// Peaks and valleys that lie `size` apart, as the times at which the second of two was reached.
    private func changes(
        of values: [Double], by size: Double, where counts: (Int, Int) -> Bool
    ) -> [Double] {
        var changes: [Double] = []
        var anchor = 0
        var rising: Bool?
        for index in values.indices.dropFirst() {
            let off = values[index] - values[anchor]
            let goesOn = rising.map { ($0 && off > 0) || (!$0 && off < 0) } ?? false
            if goesOn {
                anchor = index
            } else if abs(off) >= size, counts(anchor, index) {
                changes.append(times[index])
                rising = off > 0
                anchor = index
            }
        }
        return changes
    }
}
