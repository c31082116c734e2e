import Signals

/// One thirtieth of a second of the show.
public struct Beat: Sendable, Equatable {
    /// Which beat this is, from 0.
    public var number: Int
    /// When the last beat that is already due was due: in time, or behind and by how many seconds.
    public var secondsBehind: Double

    /// Seconds of show before this beat.
    public var time: Double { Double(number) / Clip.standardRate }

    /// True when a picture drawn now would come after the next one is due: it is dropped, and only
    /// the dance goes on.
    public var isTooLateToDraw: Bool { secondsBehind > 1 / Clip.standardRate }
}

/// The show's beats, one after the other; it waits for the clock and for nothing else.
///
/// A show that falls behind for a moment dances on without pictures until it has caught up. Behind by
/// more than `patience`, as after the machine slept, it does not run after the lost time: the clock
/// of the show stood still.
public struct Metronome<Time: Clock> where Time.Duration == Duration {
    private let clock: Time
    private let pace: Pace
    private let patience: Duration
    private var start: Time.Instant?
    private var number = 0

    /// Seconds that were not made up for, over the whole show.
    public private(set) var secondsLost = 0.0

    /// Beats by a clock; `pace` fast asks it nothing.
    public init(clock: Time, pace: Pace, patience: Duration = .seconds(5)) {
        self.clock = clock
        self.pace = pace
        self.patience = patience
    }

    /// The next beat, when it is due; nil once the task is cancelled.
    public mutating func next(isolation: isolated (any Actor)? = #isolation) async -> Beat? {
        if Task.isCancelled { return nil }
        defer { number += 1 }
        guard pace == .live else { return Beat(number: number, secondsBehind: 0) }

        let origin = start ?? clock.now
        start = origin
        let due = origin.advanced(by: .seconds(Double(number) / Clip.standardRate))
        let behind = due.duration(to: clock.now)
        // A show that is behind never sleeps, and others have work on its actor too.
        if behind >= .zero { await Task.yield() }
        if behind > patience {
            start = origin.advanced(by: behind)
            secondsLost += behind.seconds
            return Beat(number: number, secondsBehind: 0)
        }
        if behind < .zero {
            do { try await clock.sleep(until: due, tolerance: nil) } catch { return nil }
        }
        return Beat(number: number, secondsBehind: max(0, due.duration(to: clock.now).seconds))
    }

    /// Waits, within a beat, for a moment of the show; false when the next beat's time has come already,
    /// or the task is cancelled. In fast pace nothing is waited for.
    public func reaches(
        _ seconds: Double, before next: Double, isolation: isolated (any Actor)? = #isolation
    ) async -> Bool {
        if Task.isCancelled { return false }
        guard pace == .live, let due = moment(seconds), let end = moment(next) else { return true }
        if clock.now >= end { return false }
        do { try await clock.sleep(until: due, tolerance: nil) } catch { return false }
        return true
    }

    /// The moment on the clock that is this many seconds of show; nil in fast pace, where the two
    /// have nothing to do with each other, and before the first beat.
    public func moment(_ seconds: Double) -> Time.Instant? {
        start?.advanced(by: .seconds(seconds))
    }
}

extension Duration {
    /// This length in seconds.
    public var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
