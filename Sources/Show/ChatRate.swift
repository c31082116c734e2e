/// Messages a second, over the last few seconds.
struct ChatRate {
    /// Seconds in which a burst of messages fades to a third.
    private static let memory = 4.0
    private var weight = 0.0
    private var time = 0.0

    /// Takes in how many messages came by `time` (seconds of show).
    mutating func update(messages: Int, at time: Double) {
        weight = weight * decay(to: time) + Double(messages)
        self.time = time
    }

    /// Messages a second.
    var perSecond: Double { weight / Self.memory }

    private func decay(to later: Double) -> Double {
        // A rational fall instead of exp: it needs no library and is close over a thirtieth second.
        1 / (1 + max(0, later - time) / Self.memory)
    }
}
