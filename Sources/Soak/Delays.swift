import Foundation

/// How long messages took to their first picture, from a show's trace.
enum Delays {
    private struct Way: Decodable {
        var heard: Double
        var drawn: Double
    }

    /// In the first minute of a trace, and in its last; nil where there were no messages.
    static func firstAndLastMinute(of file: URL) -> (SoakReport.Delay?, SoakReport.Delay?) {
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            return (nil, nil)
        }
        let decoder = JSONDecoder()
        let ways = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Way.self, from: $0)
        }
        guard let first = ways.first, let last = ways.last else { return (nil, nil) }
        return (
            delay(of: ways.prefix { $0.heard < first.heard + 60 }),
            delay(of: ways.suffix(where: { $0.heard > last.heard - 60 }))
        )
    }

    private static func delay(of ways: some Collection<Way>) -> SoakReport.Delay? {
        let sorted = ways.map { 1000 * ($0.drawn - $0.heard) }.sorted()
        guard !sorted.isEmpty else { return nil }
        func at(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        return .init(p50: at(0.5), p95: at(0.95))
    }
}

extension Array {
    fileprivate func suffix(where holds: (Element) -> Bool) -> ArraySlice<Element> {
        var start = endIndex
        while start > startIndex, holds(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}
