/// Notices a training loss that explodes: the mean of the last steps far over the lowest such mean.
struct LossWatch: Codable, Equatable, Sendable {
    private var recent: [Double] = []
    private(set) var lowest: Double?

    /// Steps of a mean.
    static let span = 20

    /// Takes a step's loss; the mean of the last steps when it has risen more than `largestRise`.
    mutating func rises(_ loss: Double, beyond largestRise: Double) -> Double? {
        recent.append(loss)
        if recent.count > Self.span { recent.removeFirst() }
        let mean = recent.reduce(0, +) / Double(recent.count)
        lowest = min(lowest ?? mean, mean)
        let isJudged = recent.count == Self.span
        return isJudged && mean - (lowest ?? mean) > largestRise ? mean : nil
    }
}
