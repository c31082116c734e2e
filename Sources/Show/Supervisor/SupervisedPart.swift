import Foundation
import Synchronization

/// A part of the show that works on a thread of its own, so that the show outlives its faults.
///
/// The show asks it once a beat, from one place, and waits no longer than its patience. A part that
/// throws or does not answer for `stallLimit` is let go, and another is made after a pause that grows
/// with each failure; until it answers, every question goes without an answer. A thread that hangs
/// cannot be ended and is left behind; after `mostLost` of them no more are made.
final class SupervisedPart<Question: Sendable, Answer: Sendable> {
    /// Answers one question; it stays on its thread from its making to its end.
    typealias Work = (Question) throws -> Answer

    /// What may be done to a part, to see what the show makes of it.
    enum Disturbance: Sendable {
        /// The next question is answered with an error.
        case failure
        /// The next question is answered only after so long.
        case stall(Duration)
    }

    private enum State {
        case working(PartThread<Question, Answer>)
        case waiting(until: ContinuousClock.Instant)
        case givenUp
    }

    /// How long a part may take before another takes its place.
    static var stallLimit: Duration { .seconds(2) }
    /// How long the making of another may take: files are read.
    static var makingLimit: Duration { .seconds(20) }
    /// Threads that may be left behind hanging.
    static var mostLost: Int { 8 }

    private let name: String
    private let instead: String
    private let patience: Duration?
    private let now: () -> ContinuousClock.Instant
    private let make: @Sendable () throws -> Work
    private var state: State
    private var failures = 0
    private var lost = 0
    private var answersSinceFailure = 0
    private var lostSince: ContinuousClock.Instant?
    private var troubles: [String] = []

    /// A part that `make` makes, on the thread that it will stay on; waits until it is there.
    ///
    /// - Parameters:
    ///   - name: the part's name, for sentences: "the dancer".
    ///   - instead: what the show does without it: "the figure rests".
    ///   - patience: how long the show waits for an answer; nil waits for as long as it takes.
    ///
    /// Throws what `make` throws the first time.
    init(
        _ name: String, instead: String, patience: Duration?,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        make: @escaping @Sendable () throws -> Work
    ) throws {
        self.name = name
        self.instead = instead
        self.patience = patience
        self.now = now
        self.make = make
        let thread = PartThread<Question, Answer>(name, make: make)
        try thread.waitUntilMade()
        state = .working(thread)
    }

    deinit {
        if case .working(let thread) = state { thread.letGo() }
    }

    /// The part's answer; nil where there is none in time.
    func ask(_ question: Question) -> Answer? {
        guard let thread = thread() else { return nil }
        if thread.isBusy {
            // What comes late was an answer to an older question.
            switch thread.lateOutcome() {
            case .failure(let error)?: return fail("\(error)")
            case .success?: break
            case nil:
                let limit = thread.isMade ? Self.stallLimit : Self.makingLimit
                guard let since = thread.busySince, now() - since > limit else { return nil }
                lost += 1
                return fail("it did not answer for \(limit)")
            }
        }
        switch thread.ask(question, at: now(), within: patience) {
        case .success(let answer)?:
            recovered()
            return answer
        case .failure(let error)?: return fail("\(error)")
        case nil: return nil
        }
    }

    /// What there is to say since the last call.
    func takeTroubles() -> [String] {
        defer { troubles = [] }
        return troubles
    }

    /// Does something to the part with the next question.
    func disturb(_ disturbance: Disturbance) {
        if case .working(let thread) = state { thread.disturb(disturbance) }
    }

    /// The thread to ask; a new one where a pause is over.
    private func thread() -> PartThread<Question, Answer>? {
        switch state {
        case .working(let thread): return thread
        case .givenUp: return nil
        case .waiting(let moment):
            guard now() >= moment else { return nil }
            let thread = PartThread<Question, Answer>(name, make: make)
            thread.begin(at: now())
            state = .working(thread)
            return thread
        }
    }

    private func fail(_ reason: String) -> Answer? {
        if case .working(let thread) = state { thread.letGo() }
        lostSince = lostSince ?? now()
        failures = answersSinceFailure > 90 ? 1 : failures + 1
        answersSinceFailure = 0
        guard lost < Self.mostLost else {
            state = .givenUp
            troubles.append(
                "\(name): \(reason). It hung too often and is not tried again; \(instead).")
            return nil
        }
        let pause = min(30, 0.5 * Double(1 << min(failures - 1, 6)))
        state = .waiting(until: now() + .seconds(pause))
        troubles.append("\(name): \(reason). Another is made in \(pause) s; until then \(instead).")
        return nil
    }

    private func recovered() {
        answersSinceFailure += 1
        guard let since = lostSince else { return }
        lostSince = nil
        let seconds = (since.duration(to: now()).seconds * 10).rounded() / 10
        troubles.append("\(name): back after \(seconds) s.")
    }
}

/// One thread of a part.
///
/// `@unchecked Sendable`: `question`, `outcome` and `made` change hands through the semaphores, and the
/// rest only the asking side uses, but for `disturbance` and `isLetGo`, which have a lock.
private final class PartThread<Question: Sendable, Answer: Sendable>: @unchecked Sendable {
    typealias Work = (Question) throws -> Answer

    private let asked = DispatchSemaphore(value: 0)
    private let answered = DispatchSemaphore(value: 0)
    private var question: Question?
    private var outcome: Result<Answer, any Error>?
    private var made: Result<Void, any Error>?
    private let isLetGo = Mutex(false)
    private let disturbance = Mutex<SupervisedPart<Question, Answer>.Disturbance?>(nil)

    /// Since when it has owed an answer, or its own making; nil while it waits for a question.
    private(set) var busySince: ContinuousClock.Instant?
    var isBusy: Bool { busySince != nil }
    /// Whether the part is there.
    private(set) var isMade = false

    init(_ name: String, make: @escaping @Sendable () throws -> Work) {
        let thread = Thread { [self] in run(make) }
        thread.name = name
        // As much as a main thread has: models recurse.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits until the part is made, the first time.
    func waitUntilMade() throws {
        answered.wait()
        isMade = true
        try made?.get()
    }

    /// Counts from here how long the making takes.
    func begin(at moment: ContinuousClock.Instant) { busySince = moment }

    func ask(
        _ question: Question, at moment: ContinuousClock.Instant, within patience: Duration?
    ) -> Result<Answer, any Error>? {
        self.question = question
        busySince = moment
        asked.signal()
        guard let patience else {
            answered.wait()
            return take()
        }
        let limit = DispatchTime.now() + .nanoseconds(Int(patience / .nanoseconds(1)))
        return answered.wait(timeout: limit) == .success ? take() : nil
    }

    /// What came of a question, or of the making, that was not waited for; nil while it is still owed.
    func lateOutcome() -> Result<Void, any Error>? {
        guard answered.wait(timeout: .now()) == .success else { return nil }
        if isMade { return take().map { _ in } }
        isMade = true
        busySince = nil
        return made
    }

    func disturb(_ what: SupervisedPart<Question, Answer>.Disturbance) {
        disturbance.withLock { $0 = what }
    }

    /// The thread ends as soon as it can.
    func letGo() {
        isLetGo.withLock { $0 = true }
        asked.signal()
    }

    private func take() -> Result<Answer, any Error> {
        defer { outcome = nil }
        busySince = nil
        return outcome ?? .failure(CancellationError())
    }

    private func run(_ make: () throws -> Work) {
        let work: Work
        do {
            work = try make()
            made = .success(())
        } catch {
            made = .failure(error)
            answered.signal()
            return
        }
        answered.signal()
        while true {
            asked.wait()
            if isLetGo.withLock({ $0 }) { return }
            guard let question else { continue }
            self.question = nil
            outcome = Result {
                try suffer()
                return try work(question)
            }
            answered.signal()
        }
    }

    private func suffer() throws {
        let disturbance = disturbance.withLock { disturbance in
            defer { disturbance = nil }
            return disturbance
        }
        switch disturbance {
        case nil: break
        case .failure: throw DisturbedError()
        case .stall(let length): Thread.sleep(forTimeInterval: length.seconds)
        }
    }
}

/// An error on purpose.
struct DisturbedError: Error, CustomStringConvertible {
    var description: String { "it was made to fail" }
}
