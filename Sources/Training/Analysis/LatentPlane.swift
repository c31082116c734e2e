import Foundation
import Motion
import Signals

/// Points of many dimensions on the plane in which they differ most: their first two principal
/// components.
struct LatentPlane: Sendable {
    /// What the points are, in a word or two, for tables.
    let name: String
    /// What the points are, for people.
    let words: String
    /// One point a window.
    let points: [(emotion: Emotion, x: Double, y: Double)]
    /// The shares of all variance that lie along x and y.
    let shares: (x: Double, y: Double)
    /// Share of the points whose nearest other one, in all dimensions, is of the same emotion.
    let neighbourShare: Double

    /// The plane of these rows; nil for fewer than three, which make no plane.
    init?(named name: String, _ words: String, rows: [[Float]], emotions: [Emotion]) {
        guard rows.count > 2, let size = rows.first?.count, size > 1 else { return nil }
        self.name = name
        self.words = words
        let found = PrincipalComponents(
            of: rows.flatMap { $0 }, stride: size, size: size, count: 2)
        let placed = rows.map { row -> (x: Double, y: Double) in
            var place = (x: 0.0, y: 0.0)
            for i in 0..<size {
                let value = Double(row[i] - found.mean[i])
                place.x += value * Double(found.basis[2 * i])
                place.y += value * Double(found.basis[2 * i + 1])
            }
            return place
        }
        points = zip(emotions, placed).map { ($0, $1.x, $1.y) }
        let all = rows.reduce(0.0) { sum, row in
            sum + (0..<size).reduce(0) { $0 + pow(Double(row[$1] - found.mean[$1]), 2) }
        }
        func share(_ part: (Double, Double) -> Double) -> Double {
            all > 0 ? placed.reduce(0) { $0 + pow(part($1.x, $1.y), 2) } / all : 0
        }
        shares = (share { x, _ in x }, share { _, y in y })
        neighbourShare = Self.neighbourShare(rows, emotions)
    }

    private static func neighbourShare(_ rows: [[Float]], _ emotions: [Emotion]) -> Double {
        var alike = 0
        for (index, row) in rows.enumerated() {
            var nearest = (distance: Float.infinity, index: index)
            for (other, candidate) in rows.enumerated() where other != index {
                var distance: Float = 0
                for i in row.indices {
                    distance += (row[i] - candidate[i]) * (row[i] - candidate[i])
                }
                if distance < nearest.distance { nearest = (distance, other) }
            }
            if emotions[nearest.index] == emotions[index] { alike += 1 }
        }
        return Double(alike) / Double(rows.count)
    }
}

/// The planes of an analysis, side by side.
struct LatentPlanes: AnalysisFigure {
    let planes: [LatentPlane]

    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "latent", columns: ["space", "emotion", "pc1", "pc2"],
                rows: planes.flatMap { plane in
                    plane.points.map {
                        [
                            plane.name, $0.emotion.rawValue, AnalysisTable.cell($0.x),
                            AnalysisTable.cell($0.y),
                        ]
                    }
                })
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("Latent space")
        page.paragraph(
            "Two principal components of many: what lies apart here is apart, what lies together may "
                + "still be apart in a dimension that is not shown. There is no kept library for "
                + "t-SNE or UMAP in Swift; the numbers below are easily taken to one in Python.")
        for plane in planes {
            let emotions = Emotion.allCases.filter { emotion in
                plane.points.contains { $0.emotion == emotion }
            }
            page.plot(
                .scatter(
                    emotions.map { emotion in
                        PlotSeries(
                            emotion.rawValue,
                            plane.points.filter { $0.emotion == emotion }.map { ($0.x, $0.y) },
                            style: emotion.rawValue)
                    },
                    title: plane.words, x: "first principal component",
                    y: "second principal component"),
                caption: plane.words
                    + String(
                        format:
                            " The plane holds %.0f + %.0f %% of the variance. In all dimensions, the "
                            + "nearest other window, which may be of the same clip, is of the same emotion in "
                            + "%.0f %% (chance: %.0f %%).",
                        100 * plane.shares.x, 100 * plane.shares.y, 100 * plane.neighbourShare,
                        100 / Double(max(emotions.count, 1))))
        }
    }
}
