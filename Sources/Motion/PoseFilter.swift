/// Smooths what is shown, never what the dancer goes on from: a quarter, a half, a quarter of three
/// poses, and so one pose late.
struct PoseFilter {
    private var last: [Float]
    private var beforeLast: [Float]

    /// A filter at rest on a pose.
    init(resting pose: [Float]) {
        last = pose
        beforeLast = pose
    }

    /// Takes the newest pose and gives the smoothed one before it.
    mutating func callAsFunction(_ pose: [Float]) -> [Float] {
        var smooth = last
        for i in pose.indices { smooth[i] = 0.25 * beforeLast[i] + 0.5 * last[i] + 0.25 * pose[i] }
        beforeLast = last
        last = pose
        return smooth
    }
}

/// The difference between two poses that dies away, so that a change of history is no jump.
struct DyingOffset {
    private var offset = [Float](repeating: 0, count: PoseLayout.count)
    private var age = DyingOffset.length

    /// Poses until nothing is left.
    static let length = 18

    private var share: Float {
        let left = max(0, 1 - Float(age) / Float(Self.length))
        return left * left * (3 - 2 * left)
    }

    /// The pose with what is left of the difference.
    func applied(to pose: [Float]) -> [Float] {
        let share = share
        guard share > 0 else { return pose }
        return pose.indices.map { pose[$0] + offset[$0] * share }
    }

    /// Begins anew: what was shown flows over into what comes.
    mutating func begin(shown: [Float], next: [Float]) {
        offset = shown.indices.map { shown[$0] - next[$0] }
        offset[PoseLayout.drift] = 0
        age = 0
    }

    /// Goes on by one pose.
    mutating func advance() { age = min(age + 1, Self.length) }
}
