/// Memory over the seconds of a show, in bounded room.
struct MemoryCurve {
    private var samples: [(time: Double, megabytes: Double)] = []
    private var stride = 1
    private var seen = 0
    private static let most = 2_000

    /// Takes a sample in; of many only every second, fourth and so on is kept.
    mutating func see(_ bytes: Int, at time: Double) {
        defer { seen += 1 }
        guard seen.isMultiple(of: stride) else { return }
        samples.append((time, Double(bytes) / 1e6))
        guard samples.count > Self.most else { return }
        samples = samples.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        stride *= 2
    }

    /// What it comes to; nil for fewer than ten samples.
    var account: SoakReport.Memory? {
        guard samples.count >= 10, let first = samples.first, let last = samples.last else {
            return nil
        }
        let settled = samples.dropFirst(samples.count / 5)
        let count = Double(settled.count)
        let meanTime = settled.map(\.time).reduce(0, +) / count
        let mean = settled.map(\.megabytes).reduce(0, +) / count
        var (both, times) = (0.0, 0.0)
        for sample in settled {
            both += (sample.time - meanTime) * (sample.megabytes - mean)
            times += (sample.time - meanTime) * (sample.time - meanTime)
        }
        return .init(
            afterStart: first.megabytes, atEnd: last.megabytes,
            most: samples.map(\.megabytes).max() ?? 0, perHour: times > 0 ? 3600 * both / times : 0)
    }
}
