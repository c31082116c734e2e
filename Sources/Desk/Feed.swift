import Hummingbird
import Synchronization

/// Server-sent events to many listeners, each with a small buffer of its own: a slow listener loses
/// old states and holds nobody up.
final class Feed: Sendable {
    private struct Contents {
        var listeners: [Int: AsyncStream<ByteBuffer>.Continuation] = [:]
        var nextNumber = 0
        var newest: ByteBuffer?
        var lost = 0
        var isClosed = false
    }

    /// States that wait for one listener at most.
    static let bufferedStates = 2

    private let mostListeners: Int
    private let contents = Mutex(Contents())

    /// A feed for at most so many listeners.
    init(mostListeners: Int) { self.mostListeners = mostListeners }

    /// Everything from the newest state on; nil when there are too many listeners.
    func listen() -> AsyncStream<ByteBuffer>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(Self.bufferedStates))
        let number: Int? = contents.withLock { contents in
            guard contents.listeners.count < mostListeners else { return nil }
            if let newest = contents.newest { continuation.yield(newest) }
            contents.nextNumber += 1
            if contents.isClosed {
                continuation.finish()
            } else {
                contents.listeners[contents.nextNumber] = continuation
            }
            return contents.nextNumber
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            // Whoever ended this may hold the lock; the entry only has to go some time.
            Task { self?.forget(number) }
        }
        return stream
    }

    /// Sends a state to every listener, never waiting.
    func send(_ state: ByteBuffer) {
        contents.withLock { contents in
            contents.newest = state
            for listener in contents.listeners.values {
                if case .dropped = listener.yield(state) { contents.lost += 1 }
            }
        }
    }

    /// Ends every listener's stream once it has read what waits for it.
    func close() {
        let listeners = contents.withLock { contents in
            contents.isClosed = true
            defer { contents.listeners = [:] }
            return Array(contents.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// Whether anybody listens.
    var isHeard: Bool { contents.withLock { !$0.listeners.isEmpty } }

    /// States that slow listeners lost.
    var lost: Int { contents.withLock { $0.lost } }

    private func forget(_ number: Int) {
        contents.withLock { $0.listeners[number] = nil }
    }
}
