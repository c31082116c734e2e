import Signals

/// A live chat that is followed again when following it fails: with back-off, and each time said in a
/// `status`. A chat that ends by itself has ended.
public struct RestartingSource: ChatSource {
    private let source: any ChatSource
    private let clock: any ChatClock
    private let seed: UInt64

    /// The same chat, for as long as somebody listens; waiting times draw their chances from `seed`.
    public init(
        _ source: any ChatSource, seed: UInt64 = 1, clock: any ChatClock = SystemChatClock()
    ) {
        self.source = source
        self.seed = seed
        self.clock = clock
    }

    /// The source's own name.
    public var name: String { source.name }

    /// The source's events, from however many followings; throws nothing.
    public func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        let (source, clock, seed) = (source, clock, seed)
        return EventFeed.events { feed in
            var backoff = Backoff(seed: seed)
            while true {
                let began = clock.now
                do {
                    for try await event in source.events() { try await feed.send(event) }
                    return
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    // A minute of chat is a success, whatever ended it.
                    if clock.now - began > 60 { backoff.reset() }
                    let pause = backoff.next()
                    let words = "\(error)".trimmingSuffix(".")
                    try await feed.send(
                        ChatEvent(
                            id: "restart-\(backoff.failures)-\(began)", time: clock.now,
                            kind: .status(
                                state: .gap,
                                reason:
                                    "\(words); it is followed again in \(Int(pause.rounded(.up))) s."
                            )))
                    try await clock.sleep(until: clock.now + pause)
                }
            }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
