import Signals

/// Which events have already been handed on, by their identifiers; the oldest are forgotten.
struct SeenEvents {
    private let capacity: Int
    private var known: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    /// A memory of the last `capacity` events.
    init(capacity: Int = 20_000) { self.capacity = capacity }

    /// Whether the event is new; it is known from now on. What has no identifier is always new.
    mutating func insert(_ event: ChatEvent) -> Bool {
        guard !event.id.isEmpty else { return true }
        var key = event.id
        // What comes later in a placeholder's stead carries the placeholder's identifier.
        if case .unknown(let renderer) = event.kind { key += " " + renderer }
        guard known.insert(key).inserted else { return false }
        if order.count < capacity {
            order.append(key)
        } else {
            known.remove(order[oldest])
            order[oldest] = key
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}
