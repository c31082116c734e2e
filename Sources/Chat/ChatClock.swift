import Foundation

/// What a live source knows of time; tests bring their own.
public protocol ChatClock: Sendable {
    /// Seconds since 1970.
    var now: Double { get }
    /// Waits until a moment in seconds since 1970; at once where it has passed. Throws
    /// `CancellationError` as soon as the task is cancelled.
    func sleep(until moment: Double) async throws
}

/// The machine's own clock, which somebody who sets the calendar does not move.
public struct SystemChatClock: ChatClock {
    private let start = ContinuousClock.now
    private let startDate = Date().timeIntervalSince1970

    /// A clock that shows the calendar's time of now.
    public init() {}

    /// Seconds since 1970, counted on from the start of the clock.
    public var now: Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return startDate + Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// Waits until a moment in seconds since 1970; throws `CancellationError`.
    public func sleep(until moment: Double) async throws {
        try await Task.sleep(
            until: start.advanced(by: .seconds(max(0, moment - startDate))), clock: .continuous)
    }
}
