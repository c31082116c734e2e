import Broadcast
import Chat
import OBS
import Signals

/// The show and OBS: what is ours is put into it, and its own numbers come back.
extension LiveShow {
    var goesThroughOBS: Bool { settings.outputs.contains(.obs) }

    /// Puts the show into OBS, before it begins.
    ///
    /// Throws `OBSError` in plain words where there is no OBS or it does not let us in.
    public func openOBS() async throws {
        guard goesThroughOBS else { return }
        let through = settings.obs
        let changes = try await OBSConnection.open(through.address, password: through.password) {
            try await $0.setUp(through.setup)
        }
        remarks += changes.map { "OBS: \($0)." }
    }

    /// Watches OBS once a second while the show runs. An OBS that goes away is said once and waited
    /// for; the show goes on.
    func followOBS() -> Task<Void, Never>? {
        guard goesThroughOBS else { return nil }
        let through = settings.obs
        return Task {
            while !Task.isCancelled {
                do {
                    try await OBSConnection.open(through.address, password: through.password) {
                        try await self.follow($0, through)
                    }
                } catch is CancellationError {
                    return
                } catch {
                    if !Task.isCancelled, obsAccount.lost() {
                        account.fault("obs", "\(error)", at: account.secondsOfShow)
                    }
                }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    private func follow(_ obs: OBSConnection, _ through: ShowThroughOBS) async throws {
        // Again, for an OBS that was away: it may be another one now.
        try await obs.setUp(through.setup)
        let wish = obsWish
        if !wish.isEmpty { try await obs.start(stream: wish.stream, record: wish.recording) }
        var shown = ""
        while !Task.isCancelled {
            obsAccount.note(try await obs.status())
            if through.setup.hasChat {
                let words = captions.lines.suffix(6)
                    .map { "\($0.author?.name ?? ""): \($0.text)" }.joined(separator: "\n")
                if words != shown { try await obs.show(chat: words) }
                shown = words
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Ends what the show began in OBS, in a task that a stopped show does not cancel.
    func leaveOBS(_ following: Task<Void, Never>?) -> Task<Void, Never>? {
        guard let following else { return nil }
        following.cancel()
        let through = settings.obs
        let wish = obsWish
        guard !wish.isEmpty, !obsAccount.isLost else { return nil }
        return Task {
            do {
                let done = try await OBSConnection.open(
                    through.address, password: through.password, patience: .milliseconds(1500)
                ) {
                    // A stopped show ends within 2 seconds.
                    try await $0.stop(
                        stream: wish.stream, record: wish.recording, within: .seconds(1))
                }
                remarks += done.map { "OBS: \($0)." }
            } catch {
                account.fault("obs", "\(error)", at: account.secondsOfShow)
            }
        }
    }
}
