import Affect
import Chat
import Desk
import Encoders
import Foundation
import Signals

/// A few seconds of a chat, opened as the show would, and how its first messages are read.
struct ChatTrial: Sendable {
    /// Messages that are shown.
    static let mostHeard = 8

    let chats: [ChatAddress]
    let live: LiveChatSettings
    /// The reader of sentences, as `SentenceReaders.named` takes it.
    let reader: String?
    /// How long a live chat is listened to.
    let patience: Duration

    /// Tries it, and tells how it stands as it goes on; throws the part's own error.
    func run(_ tell: @escaping @Sendable (PreparationState.Trial) async -> Void) async throws {
        var trial = PreparationState.Trial(.working)
        trial.words = "The chat is being opened …"
        await tell(trial)
        var ears = Ears(
            trial: trial,
            reader: RoomReader(
                reader: try MessageReader(), sentences: try SentenceReaders.named(reader),
                mostTokens: .max))
        if let recording = try chats.recording() {
            for event in recording.events where !ears.isFull { ears.hear(event) }
            ears.trial.standing = recording.events.isEmpty ? .failed : .done
            let problems = recording.problems.isEmpty ? "" : " \(recording.problems)."
            ears.trial.words =
                recording.events.isEmpty
                ? "It holds no message."
                : "A recording of \(recording.events.count) events; these are the first.\(problems)"
            return await tell(ears.trial)
        }
        guard let source = try chats.liveSource(live) else { throw ShowError.noChat }
        await tell(try await listen(to: source, ears, tell))
    }

    /// Follows a live chat until it was heard enough or the time is over.
    private func listen(
        to source: any ChatSource, _ ears: Ears,
        _ tell: @escaping @Sendable (PreparationState.Trial) async -> Void
    ) async throws -> PreparationState.Trial {
        let (events, feed) = AsyncThrowingStream.makeStream(
            of: ChatEvent.self, bufferingPolicy: .bufferingOldest(1_000))
        let following = Task {
            do {
                for try await event in source.events() { feed.yield(event) }
                feed.finish()
            } catch { feed.finish(throwing: error) }
        }
        let ending = Task {
            try await Task.sleep(for: patience)
            feed.finish()
        }
        defer {
            following.cancel()
            ending.cancel()
        }
        var ears = ears
        for try await event in events {
            if ears.hear(event) { await tell(ears.trial) }
            if ears.isFull { break }
        }
        try Task.checkCancellation()
        return ears.closed(after: patience)
    }

    /// What was heard so far.
    private struct Ears {
        var trial: PreparationState.Trial
        var reader: RoomReader
        private var isLive = false
        private var trouble: String?

        init(trial: PreparationState.Trial, reader: RoomReader) {
            (self.trial, self.reader) = (trial, reader)
        }

        var isFull: Bool { trial.heard.count >= ChatTrial.mostHeard }

        /// Takes an event in; whether there is anything new to tell.
        @discardableResult mutating func hear(_ event: ChatEvent) -> Bool {
            if case .status(let state, let reason) = event.kind {
                switch state {
                case .connecting: return false
                case .live:
                    (isLive, trouble) = (true, nil)
                    trial.words = "It is there, and is listened to …"
                case .gap, .ended:
                    trouble = reason ?? "The chat is not live."
                    trial.words = trouble ?? ""
                }
                return true
            }
            guard !isFull, let text = event.text, let reading = reader.read([text]).first else {
                return false
            }
            isLive = true
            trial.heard.append(
                .init(author: event.author?.name ?? "", text: text, mood: reading.mood))
            return true
        }

        func closed(after patience: Duration) -> PreparationState.Trial {
            var trial = trial
            trial.standing = .done
            if !trial.heard.isEmpty {
                trial.words = "It is there; these are the first messages."
            } else if let trouble {
                (trial.standing, trial.words) = (.failed, trouble)
            } else if isLive {
                trial.words =
                    "It is there; nobody wrote anything within \(patience.components.seconds) s."
            } else {
                (trial.standing, trial.words) = (
                    .failed, "It did not answer within \(patience.components.seconds) s."
                )
            }
            return trial
        }
    }
}
