import Synchronization

@testable import Chat

/// A clock on which every wait is over at once: waiting until a moment makes it that moment.
final class FastClock: ChatClock {
    static let start = 1_700_000_000.0
    private let time: Mutex<Double>

    init(at start: Double = FastClock.start) { time = Mutex(start) }

    var now: Double { time.withLock { $0 } }

    func sleep(until moment: Double) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, moment) }
        await Task.yield()
    }
}
