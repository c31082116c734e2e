import Foundation

/// How numbers are spread: percentiles, mean and standard deviation.
struct NumberSpread: Sendable, Equatable {
    /// The 5th, 25th, 50th, 75th and 95th percentile, between the numbers where they fall there.
    var percentiles: [Double]
    /// The arithmetic mean.
    var mean: Double
    /// The standard deviation, by the count and not one less.
    var deviation: Double

    /// What the percentiles are.
    static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    /// What a table calls the numbers.
    static let columns = ["p05", "p25", "p50", "p75", "p95", "mean", "deviation"]

    /// The spread of these numbers; nil where there are none.
    init?(of numbers: [Float]) {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        percentiles = Self.shares.map { share in
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            let low = Double(sorted[below])
            return low + (Double(sorted[above]) - low) * (place - Double(below))
        }
        let count = Double(numbers.count)
        let mean = numbers.reduce(0) { $0 + Double($1) } / count
        self.mean = mean
        deviation =
            (numbers.reduce(0) { $0 + pow(Double($1) - mean, 2) } / count).squareRoot()
    }

    /// The cells of a table.
    var cells: [String] { (percentiles + [mean, deviation]).map { AnalysisTable.cell($0) } }
}
