import Foundation
import Signals
import Synchronization
import Testing

@testable import Chat

@Suite struct RestartingSourceTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "The wire is cut." }
    }

    /// A chat that breaks after each message until its last.
    private final class Fragile: ChatSource {
        let name = "fragile"
        private let followings = Mutex(0)
        private let breaks: Int
        init(breaks: Int) { self.breaks = breaks }

        func events() -> AsyncThrowingStream<ChatEvent, any Error> {
            let number = followings.withLock { followings in
                followings += 1
                return followings
            }
            let fails = number <= breaks
            return AsyncThrowingStream { feed in
                feed.yield(ChatEvent(id: "\(number)", time: 0, kind: .message(text: "hello")))
                feed.finish(throwing: fails ? Broken() : nil)
            }
        }
    }

    @Test func aChatThatFailsIsFollowedAgainAndSaysSo() async throws {
        let source = RestartingSource(Fragile(breaks: 3), clock: FastClock())
        var messages: [String] = []
        var reasons: [String] = []
        for try await event in source.events() {
            switch event.kind {
            case .status(.gap, let reason): reasons.append(reason ?? "")
            default: messages.append(event.id)
            }
        }
        #expect(messages == ["1", "2", "3", "4"])
        #expect(reasons.count == 3)
        #expect(reasons.first?.hasPrefix("The wire is cut; it is followed again in ") == true)
    }
}
