import CPixels
import Foundation
import Signals

/// A picture reduced to a grid of cells: the light and the red of each, and of the whole.
struct FlashCells {
    /// Cells across and down; at 1280x720 each is 16 pixels a side, half a degree as WCAG sees it.
    let columns: Int
    let rows: Int
    /// Relative luminance, 0 to 1, row by row; the last is the mean of all cells.
    private(set) var luminance: [Float]
    /// How red: `(R - G - B) * 320` of linear light, not below 0.
    private(set) var red: [Float]
    /// Whether red is at least 0.8 of all light.
    private(set) var isSaturated: [Bool]

    private let width: Int
    private let height: Int
    /// Every how many pixels one is looked at.
    private let step: Int
    private var sums: [Float]
    /// How many pixels are looked at in each cell.
    private let looked: [Float]
    /// The cell's column of each pixel that is looked at in a row.
    private let columnOf: [Int32]

    /// How many cells there are, the whole among them.
    var count: Int { columns * rows + 1 }
    /// The place of the whole picture.
    var whole: Int { columns * rows }

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        let (columns, rows) = (min(80, width), min(45, height))
        self.columns = columns
        self.rows = rows
        step = max(1, min(width / 320, height / 180))
        let pixels = stride(from: step / 2, to: width, by: step)
        columnOf = pixels.map { Int32($0 * columns / width) }
        var looked = [Float](repeating: 0, count: columns * rows)
        for y in stride(from: step / 2, to: height, by: step) {
            for column in columnOf { looked[y * rows / height * columns + Int(column)] += 1 }
        }
        self.looked = looked
        luminance = Array(repeating: 0, count: columns * rows + 1)
        red = luminance
        isSaturated = Array(repeating: false, count: columns * rows + 1)
        sums = Array(repeating: 0, count: 3 * columns * rows)
    }

    /// Reads a picture's pixels; a tenth of a millisecond at any size.
    mutating func read(_ picture: Picture) {
        precondition(
            picture.width == width && picture.height == height,
            "cells of \(width)x\(height) cannot read \(picture.width)x\(picture.height)")
        addUp(UnsafeRawBufferPointer(picture.pixels))
        var total = SIMD3<Float>.zero
        for cell in 0..<whole {
            let light =
                SIMD3(sums[3 * cell], sums[3 * cell + 1], sums[3 * cell + 2]) / looked[cell]
            total += light
            note(light, at: cell)
        }
        note(total / Float(whole), at: whole)
    }

    private mutating func addUp(_ pixels: UnsafeRawBufferPointer) {
        let (columns, rows, width, height, step) = (columns, rows, width, height, step)
        sums.withUnsafeMutableBufferPointer { sums in
            sums.update(repeating: 0)
            for y in stride(from: step / 2, to: height, by: step) {
                let first = y * rows / height * columns
                pixels_add_row(
                    pixels.baseAddress.map { $0 + 4 * y * width }, Int32(step / 2), Int32(step),
                    Int32(columnOf.count), columnOf, FlashCells.linear,
                    sums.baseAddress.map { $0 + 3 * first })
            }
        }
    }

    /// WCAG 2.1, "relative luminance" and "general flash and red flash thresholds".
    private mutating func note(_ light: SIMD3<Float>, at cell: Int) {
        luminance[cell] = 0.2126 * light.x + 0.7152 * light.y + 0.0722 * light.z
        red[cell] = max(light.x - light.y - light.z, 0) * 320
        isSaturated[cell] = light.x >= 0.8 * (light.x + light.y + light.z) && light.x > 0
    }

    /// Linear light of a stored byte, by sRGB's curve.
    private static let linear: [Float] = (0...255).map {
        let value = Double($0) / 255
        return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }
}
