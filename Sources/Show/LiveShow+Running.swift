import Chat
import Signals

/// What runs beside the beats, and the account at the end.
extension LiveShow {
    /// Fills the inlet of a live chat in a task of its own, so that nothing waits for it.
    func listenToLiveChat() -> Task<Void, Never>? {
        guard let source, let inlet = chat as? LiveInlet else { return nil }
        return Task {
            do {
                try await source.fill(inlet)
            } catch {
                account.fault("chat", "\(error)", at: 0)
            }
        }
    }

    /// The events of a beat without what the operator muted; the chats' standings follow all of them.
    func heard(_ events: [ChatEvent]) -> [ChatEvent] {
        chats.note(events)
        return mutes.heard(events, only: settings.chats.first?.description ?? "")
    }

    /// Records the beat's events, so that a replay performs each at the same beat: one of a live chat
    /// at the moment when it was heard, one of a recording at its own.
    func record(_ events: [ChatEvent], at beat: Beat) {
        guard let recorder else { return }
        recorder.record(source == nil ? events : events.map { $0.at(beat.time) })
        if beat.number.isMultiple(of: 30), let trouble = recorder.takeTrouble() {
            account.fault("chat", trouble, at: beat.time)
        }
    }

    /// Writes down what became of the parts that are supervised.
    func noteTroubles(at beat: Beat) {
        for trouble in dancer.takeTroubles() { account.fault("dancer", trouble, at: beat.time) }
        for trouble in sentences?.takeTroubles() ?? [] {
            account.fault("reader", trouble, at: beat.time)
        }
    }

    /// Writes down what goes wrong with the outputs while the others go on.
    func noteFaults() -> Task<Void, Never> {
        Task {
            for await fault in broadcaster.faults {
                account.fault("broadcast", fault.description, at: fault.time)
            }
        }
    }

    /// The report of the show that has ended.
    func closed(beats: Int, secondsLost: Double) -> ShowReport {
        if secondsLost > 0 {
            account.fault(
                "show", "The machine stood still for \(Int(secondsLost.rounded())) s.",
                at: Double(beats) / Clip.standardRate)
        }
        let dropped = broadcaster.tallies.map(\.counts.dropped).max() ?? 0
        var report = account.closed(beats: beats, droppedByOutputs: dropped)
        report.guardActions = dancer.guardActions
        report.messages.read = listener.counts.read
        report.messages.skipped += listener.counts.skipped
        report.messages.removed = listener.counts.removed
        report.messages.dropped = chat.dropped
        report.messages.muted = listener.counts.muted
        report.messages.passedOver = listener.counts.passedOver
        report.chatRecording = recorder?.counts
        report.obs = obsAccount.report
        return report
    }
}
