import Signals

/// A live chat.
public protocol ChatSource: Sendable {
    /// What the desk calls this source: "standard input".
    var name: String { get }
    /// The events as they come, until the chat ends or the reading task is cancelled; throws what
    /// the source cannot mend by itself.
    func events() -> AsyncThrowingStream<ChatEvent, any Error>
}

extension ChatSource {
    /// Fills an inlet until this source ends, fails or the task is cancelled, then closes it.
    public func fill(_ inlet: LiveInlet) async throws {
        defer { inlet.close() }
        for try await event in events() { inlet.receive(event) }
    }
}
