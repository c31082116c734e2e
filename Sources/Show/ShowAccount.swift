import Broadcast
import Chat
import Desk
import Motion
import Signals

/// Keeps the account of a running show, in bounded memory, and gives the report at its end.
struct ShowAccount {
    private(set) var report = ShowReport()
    private var pose = Stopwatch()
    private var picture = Stopwatch()
    private var messageToPicture = Stopwatch()
    private var messageToPose = Stopwatch()
    /// Messages of this beat, which no pose knows yet.
    private var unposed: [ContinuousClock.Instant] = []
    /// Messages that no picture knows yet, by when they came; bounded as the chat's inbox is.
    private var waiting: [ContinuousClock.Instant] = []
    private let began: ContinuousClock.Instant

    static let mostFaults = 1_000
    private static let mostWaiting = LiveInlet.usualBound

    init(began: ContinuousClock.Instant, seed: UInt64) {
        self.began = began
        report.seed = seed
    }

    // MARK: - While the show runs

    mutating func timePose<Result>(_ work: () -> Result) -> Result {
        report.poses += 1
        return pose.time(work)
    }

    mutating func timePicture<Result>(_ work: () throws -> Result) rethrows -> Result {
        try picture.time(work)
    }

    /// Messages that came at these instants wait for their first picture.
    mutating func heard(_ arrivals: [ContinuousClock.Instant]) {
        waiting.append(contentsOf: arrivals.suffix(Self.mostWaiting - waiting.count))
        unposed = arrivals.suffix(Self.mostWaiting)
    }

    /// A pose is there: every message of its beat is in it.
    mutating func posed() {
        guard !unposed.isEmpty else { return }
        let now = ContinuousClock.now
        for arrival in unposed { messageToPose.record(arrival.duration(to: now)) }
        unposed.removeAll(keepingCapacity: true)
    }

    /// A picture is ready: every waiting message is in it.
    mutating func drew(isLate: Bool) {
        let now = ContinuousClock.now
        report.pictures.drawn += 1
        if isLate { report.pictures.late += 1 }
        for arrival in waiting { messageToPicture.record(arrival.duration(to: now)) }
        waiting.removeAll(keepingCapacity: true)
        if report.secondsToFirstPicture == nil {
            report.secondsToFirstPicture = began.duration(to: now).seconds
            let memory = residentMemory() ?? 0
            report.memory = .init(start: memory, peak: memory, end: memory)
        }
    }

    mutating func droppedPicture() { report.pictures.dropped += 1 }

    mutating func fault(_ part: String, _ what: String, at time: Double) {
        guard report.faults.count < Self.mostFaults else { return }
        // What fails thirty times a second is one fault, said again every ten seconds.
        let last = report.faults.last { $0.part == part }
        if let last, last.what == what, abs(time - last.time) < 10 { return }
        report.faults.append(.init(time: time, part: part, what: what))
    }

    /// The dancer's sampling begins to be made hotter, or, as nearly always, not.
    mutating func note(_ reason: Reheating?, at time: Double) {
        guard let reason, report.reheatings.count < Self.mostFaults else { return }
        report.reheatings.append(.init(time: time, reason: reason.rawValue))
    }

    /// Once a second: the mood, and a look at the memory.
    mutating func note(_ mood: Mood, at time: Double) {
        report.moods.append(.init(time: time, mood: mood))
        report.memory?.see(residentMemory())
    }

    /// Lines of the recording that hold no event.
    mutating func skippedLines(_ problems: Recording.Problems) {
        report.messages.skipped += problems.unreadable + problems.emptyLines
    }

    mutating func unknown(_ renderer: String) {
        // A chat cannot fill the report with names.
        guard report.messages.unknown.count < 100 || report.messages.unknown[renderer] != nil
        else { return }
        report.messages.unknown[renderer, default: 0] += 1
    }

    /// The delays so far.
    var delays: DeskState.Delays {
        var delays = DeskState.Delays()
        delays.messageToPicture = messageToPicture.milliseconds.map(DeskState.Delay.init)
        delays.messageToPose = messageToPose.milliseconds.map(DeskState.Delay.init)
        delays.pose = pose.milliseconds.map(DeskState.Delay.init)
        delays.picture = picture.milliseconds.map(DeskState.Delay.init)
        return delays
    }

    /// Seconds since the program began, which is near the show's own.
    var secondsOfShow: Double { began.duration(to: .now).seconds }

    // MARK: - At its end

    /// The report of the whole show.
    func closed(beats: Int, droppedByOutputs: Int) -> ShowReport {
        var report = report
        report.seconds = Double(beats) / Clip.standardRate
        report.wallSeconds = began.duration(to: .now).seconds
        report.pictures.dropped += droppedByOutputs
        report.pose = pose.milliseconds
        report.picture = picture.milliseconds
        report.messageToPicture = messageToPicture.milliseconds
        report.memory?.see(residentMemory())
        return report
    }
}

extension ShowReport.Memory {
    /// Takes in what is resident now.
    fileprivate mutating func see(_ bytes: Int?) {
        guard let bytes else { return }
        end = bytes
        peak = max(peak, bytes)
    }
}

extension DeskState.Delay {
    fileprivate init(_ measured: ShowReport.Milliseconds) {
        self.init(p50: measured.p50, p95: measured.p95, maximum: measured.maximum)
    }
}
