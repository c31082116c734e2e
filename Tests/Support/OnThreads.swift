import Foundation
import Synchronization

/// Runs `body` `count` times at once, each on a thread of its own, and gives what each gave.
public func onThreads<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
) -> [Result<Value, any Error>] {
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    let left = DispatchGroup()
    for number in 0..<count {
        left.enter()
        Thread.detachNewThread {
            let result = Result { try body(number) }
            results.withLock { $0[number] = result }
            left.leave()
        }
    }
    left.wait()
    return results.withLock { all in (0..<count).compactMap { all[$0] } }
}
