import Signals

/// Standing still: one-second windows under a tenth of the usual speed of real motion of the mood.
struct Freezing: Sendable {
    /// The median over one-second windows of the real mean speed, in torsos a pose.
    let usual: [Emotion: Float]

    /// What is usual in real motion.
    init(of real: MotionSet) {
        usual = real.runs.mapValues { runs in
            runs.flatMap { run in
                let speeds = run.speeds
                return stride(from: 0, through: speeds.count - 30, by: 15).map {
                    speeds[$0..<($0 + 30)].reduce(0, +) / 30
                }
            }.percentile(50)
        }
    }

    /// The share of frozen windows of each mood.
    func shares(_ set: MotionSet) -> [Emotion: Double] {
        var shares: [Emotion: Double] = [:]
        for emotion in set.emotions {
            guard let usual = usual[emotion], let runs = set.runs[emotion] else { continue }
            let all = runs.map { Double($0.frozenShare(usual: usual)) }
            shares[emotion] = all.reduce(0, +) / Double(all.count)
        }
        return shares
    }

    /// The longest time without a second that moves, in seconds; `speeds` are from pose to pose.
    func longest(_ speeds: [Float], feeling emotion: Emotion) -> Double {
        guard let usual = usual[emotion], speeds.count >= 30 else { return 0 }
        var sum = speeds[..<30].reduce(0, +)
        var run = 0
        var longest = 0
        for start in 0...(speeds.count - 30) {
            if start > 0 { sum += speeds[start + 29] - speeds[start - 1] }
            run = sum / 30 < 0.1 * usual ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest == 0 ? 0 : Double(longest + 29) / 30
    }
}
