import Foundation

extension EvaluationReport {
    /// The table for a terminal: every metric, aligned, then what the baselines fail, then notes.
    public var table: String {
        let head = ["metric", "generated", "no guard", "real", "floor", "ratio", "goal", ""]
        let rows = Metric.allCases.compactMap { metric -> [String]? in
            guard let result = metrics[metric] else { return nil }
            let verdict = result.meets.map { $0 ? "meets" : "MISSES" } ?? "-"
            return [
                metric.title, Self.generatedWords(result), Self.words(result.unguarded),
                Self.words(result.real), Self.words(result.floor), Self.words(result.ratio),
                result.goal, verdict,
            ]
        }
        let score = score
        return Self.aligned([head] + rows)
            + "\n\n\(score.met) of \(score.judged) goals are met.\n\n"
            + baselineLines.joined(separator: "\n") + "\n\n" + notes.joined(separator: "\n")
    }

    /// What each baseline fails, in a line.
    private var baselineLines: [String] {
        BadMotion.allCases.compactMap { kind in
            guard let results = baselines[kind] else { return nil }
            let failed = Metric.allCases.filter { results[$0]?.meets == false }
            let missed = kind.mustFail.filter { !failed.contains($0) }
            let words = failed.isEmpty ? "nothing" : failed.map(\.title).joined(separator: "; ")
            let warning =
                missed.isEmpty
                ? "" : "  NOT, as it should: " + missed.map(\.title).joined(separator: "; ")
            return "\(kind.title) fails: \(words)\(warning)"
        }
    }

    /// The number of the dancer; "never" for what was measured and came to no end.
    static func generatedWords(_ result: MetricResult) -> String {
        result.generated == nil && result.meets == false ? "never" : words(result.generated)
    }

    /// A number in at most four figures; a dash where there is none.
    static func words(_ number: Double?) -> String {
        guard let number else { return "-" }
        if number == 0 { return "0" }
        switch abs(number) {
        case 100...: return String(format: "%.0f", number)
        case 10..<100: return String(format: "%.1f", number)
        case 0.1..<10: return String(format: "%.2f", number)
        case 0.001..<0.1: return String(format: "%.4f", number)
        default: return String(format: "%.1e", number)
        }
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                // Numbers stand right, words left.
                return (1...5).contains(column) ? padding + cell : cell + padding
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension BadMotion {
    /// The baseline in a table.
    public var title: String {
        switch self {
        case .frozen: "A frozen pose"
        case .looped: "A looped clip"
        case .noise: "Noise on real motion"
        case .shuffledLimbs: "Shuffled limbs"
        case .real: "Real motion, validation clips,"
        }
    }
}
