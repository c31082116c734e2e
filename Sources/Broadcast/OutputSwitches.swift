import Synchronization

/// The outputs of a show with their switches: each can be stopped and started again, and others join.
final class OutputSwitches: Sendable {
    /// Opens the output of an address again, beside what it wrote before.
    typealias Opening = @Sendable (OutputAddress) throws(BroadcastError) -> any Output

    /// One output.
    private struct Slot: Sendable {
        var output: any Output
        /// Where it writes; nil for one that this part did not open and that only pauses.
        var address: OutputAddress?
        var isOn = true
        var isRecording = false
        /// What it did before it was last started.
        var earlier = OutputCounts()

        var tally: Broadcaster.Tally {
            Broadcaster.Tally(
                name: output.name, counts: earlier.adding(output.counts),
                standing: isOn
                    ? ((output as? Encoder)?.isLost == true ? .down : .working) : .stopped,
                isRecording: isRecording)
        }
    }

    private let slots: Mutex<[Slot]>
    /// What still writes its end after it was stopped.
    private let endings = Mutex<[Task<Void, Never>]>([])

    /// These outputs, all of them on.
    init(_ outputs: [(output: any Output, address: OutputAddress?)]) {
        slots = Mutex(outputs.map { Slot(output: $0.output, address: $0.address) })
    }

    /// Every output, on or off.
    var all: [any Output] { slots.withLock { $0.map(\.output) } }

    /// Those that pictures go to now.
    var forPictures: [any PictureOutput] {
        slots.withLock { $0.compactMap { $0.isOn ? $0.output as? any PictureOutput : nil } }
    }

    /// Those that poses go to now.
    var forPoses: [any PoseOutput] {
        slots.withLock { $0.compactMap { $0.isOn ? $0.output as? any PoseOutput : nil } }
    }

    /// What each did so far.
    var tallies: [Broadcaster.Tally] { slots.withLock { $0.map(\.tally) } }

    /// Stops the output at a place; what it has is written beside the show.
    func stop(_ place: Int) {
        let ended: (any Output)? = slots.withLock { slots in
            guard slots[place].isOn else { return nil }
            slots[place].isOn = false
            return slots[place].address == nil ? nil : slots[place].output
        }
        guard let ended else { return }
        let ending = Task { await ended.finish(within: nil) }
        endings.withLock { $0.append(ending) }
    }

    /// Starts the output at a place again.
    func start(_ place: Int, by open: Opening) throws(BroadcastError) {
        let (isOff, address) = slots.withLock { (!$0[place].isOn, $0[place].address) }
        guard isOff else { return }
        let next: (any Output)?
        if let address { next = try open(address) } else { next = nil }
        next?.start()
        slots.withLock { slots in
            if let next {
                slots[place].earlier = slots[place].earlier.adding(slots[place].output.counts)
                slots[place].output = next
            }
            slots[place].isOn = true
        }
    }

    /// Takes in a recording and starts it.
    func join(_ recording: any Output, at address: OutputAddress) {
        recording.start()
        slots.withLock {
            $0.append(Slot(output: recording, address: address, isRecording: true))
        }
    }

    /// Waits until what was stopped has written its end.
    func waitForEndings() async {
        let endings = endings.withLock { $0 }
        for ending in endings { await ending.value }
    }
}

extension OutputCounts {
    /// These and those together.
    fileprivate func adding(_ other: OutputCounts) -> OutputCounts {
        var sum = self
        sum.sent += other.sent
        sum.dropped += other.dropped
        sum.written += other.written
        sum.repeated += other.repeated
        return sum
    }
}
