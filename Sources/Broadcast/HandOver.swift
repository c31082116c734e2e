import Foundation

/// A few things between the show, which sends them, and one thread, which writes them.
///
/// `@unchecked Sendable`: every stored property is read and written under `condition`.
final class HandOver<Item: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let room: Int
    private let whenFull: WhenFull
    private var waiting: [Item] = []
    private var isOver = false
    private var isLosing = false
    private var senders: [CheckedContinuation<Void, Never>] = []
    private var counted = OutputCounts()

    /// A hand-over that holds at most `room` items.
    init(room: Int, whenFull: WhenFull) {
        precondition(room > 0, "a hand-over needs room for one item, not \(room)")
        self.room = room
        self.whenFull = whenFull
        waiting.reserveCapacity(room + 1)
    }

    /// Takes an item in. When full, either loses the oldest at once or suspends until there is room.
    ///
    /// Stays with its caller's actor: a live show's picture costs no change of thread.
    nonisolated(nonsending) func offer(_ item: Item) async {
        condition.withLock { counted.sent += 1 }
        while !enters(item) {
            await withCheckedContinuation { sender in
                let isRoom = condition.withLock {
                    if mustWait { senders.append(sender) }
                    return !mustWait
                }
                if isRoom { sender.resume() }
            }
        }
    }

    /// Whether the item is settled, be it taken in or lost; false when its sender must wait.
    private func enters(_ item: Item) -> Bool {
        condition.withLock {
            if mustWait { return false }
            guard !isOver else {
                counted.dropped += 1
                return true
            }
            if waiting.count >= room {
                waiting.removeFirst()
                counted.dropped += 1
            }
            waiting.append(item)
            condition.broadcast()
            return true
        }
    }

    /// Read under the lock only.
    private var mustWait: Bool {
        waiting.count >= room && whenFull == .wait && !isOver && !isLosing
    }

    /// Wakes whoever waits on either side, after `change` was made under the lock.
    private func wake<Result>(after change: () -> Result) -> Result {
        let (result, woken) = condition.withLock {
            let result = change()
            condition.broadcast()
            defer { senders.removeAll() }
            return (result, senders)
        }
        for sender in woken { sender.resume() }
        return result
    }

    /// The oldest item; waits for one, and is nil when the hand-over is closed and empty.
    func take() -> Item? {
        wake {
            while waiting.isEmpty, !isOver { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// What `read` sees in the oldest item, which stays; waits like `take`.
    func waitForFirst<Seen>(_ read: (Item) -> Seen) -> Seen? {
        condition.withLock {
            while waiting.isEmpty, !isOver { condition.wait() }
            return waiting.first.map(read)
        }
    }

    /// Lets nothing more in; what waits can still be taken.
    func close() {
        wake { isOver = true }
    }

    /// While true, a full hand-over loses the oldest even where the sender would wait: nobody takes.
    func lose(_ losing: Bool) {
        wake { isLosing = losing }
    }

    /// Waits until the hand-over is closed or the time is up; true when it is closed.
    func waitForClose(atMost duration: Duration) -> Bool {
        let end = Date(timeIntervalSinceNow: duration / .seconds(1))
        return condition.withLock {
            while !isOver, condition.wait(until: end) {}
            return isOver
        }
    }

    /// Drops what still waits, and counts it: nobody will take it any more.
    func discardRest() {
        condition.withLock {
            counted.dropped += waiting.count
            waiting.removeAll(keepingCapacity: true)
        }
    }

    /// Adds to what is counted as written.
    func countWritten(_ written: Int, repeated: Int = 0) {
        condition.withLock {
            counted.written += written
            counted.repeated += repeated
        }
    }

    /// Adds to what is counted as lost.
    func countDropped(_ dropped: Int) {
        condition.withLock { counted.dropped += dropped }
    }

    /// Whether nothing more comes in.
    var isClosed: Bool { condition.withLock { isOver } }

    /// What was counted so far.
    var counts: OutputCounts { condition.withLock { counted } }
}
