/// Notices motion that comes back too nearly to what it was some seconds ago: a loop.
///
/// It compares the last second with every second that began 2 to 60 seconds before, by the pose's
/// first principal components, which hold nearly all of it.
struct LoopDetector {
    /// Principal components of a pose that are compared.
    static let components = 8
    /// Poses that it remembers.
    static let memory = 1800
    /// Poses of the window that is compared, of which every third is looked at.
    static let span = 30
    private static let stride = 3
    /// The nearest that a comparison begins, in poses before.
    static let nearest = 60

    private let width: Int
    private var ring: [Float]
    private var count = 0

    /// A detector for states of so many principal components.
    init(components: Int) {
        width = min(components, Self.components)
        ring = [Float](repeating: 0, count: Self.memory * width)
    }

    /// Remembers a pose's state.
    mutating func add(_ state: [Float]) {
        let place = count % Self.memory * width
        for i in 0..<width { ring[place + i] = state[i] }
        count += 1
    }

    /// How near the last second is to the most alike of those before, in torsos a keypoint (root of
    /// the mean square); nil before there is enough to compare.
    var nearestDistance: Float? {
        let farthest = min(count, Self.memory) - Self.span
        guard farthest >= Self.nearest else { return nil }
        let samples = Self.span / Self.stride
        var best = Float.infinity
        for shift in Self.nearest...farthest {
            var sum: Float = 0
            for sample in 0..<samples where sum < best {
                let now = count - 1 - sample * Self.stride
                let a = now % Self.memory * width
                let b = (now - shift) % Self.memory * width
                for i in 0..<width {
                    let difference = ring[a + i] - ring[b + i]
                    sum += difference * difference
                }
            }
            best = min(best, sum)
        }
        return (best / Float(samples * PoseLayout.joints.count)).squareRoot()
    }
}
