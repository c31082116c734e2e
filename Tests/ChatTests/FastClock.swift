import Synchronization

@testable import Chat

/// A clock on which every wait is over at once: waiting until a moment makes it that moment.
final class FastClock: ChatClock {
    static let start = 1_700_000_000.0
    private let time: Mutex<Double>
    // Until when was waited, one moment after the other.
    private let waited = Mutex<[Double]>([])

    init(at start: Double = FastClock.start) { time = Mutex(start) }

    /// Every moment until which somebody has waited.
    var waits: [Double] { waited.withLock { $0 } }

    var now: Double { time.withLock { $0 } }

    func sleep(until moment: Double) async throws {
        try Task.checkCancellation()
        waited.withLock { $0.append(moment) }
        time.withLock { $0 = max($0, moment) }
        await Task.yield()
    }
}
