import Foundation
import Signals
import Testing

@testable import Chat

/// A source of events that are there from the start.
private struct ListedSource: ChatSource {
    let name: String
    let listed: [ChatEvent]
    var error: ChatError?

    func events() -> AsyncThrowingStream<ChatEvent, any Error> {
        AsyncThrowingStream { feed in
            for event in listed { feed.yield(event) }
            feed.finish(throwing: error)
        }
    }
}

@Suite struct CombinedSourceTests {
    private func message(_ id: String, by author: String) -> ChatEvent {
        ChatEvent(
            id: id, time: 1, author: ChatAuthor(id: author, name: author),
            kind: .message(text: id))
    }

    private func collect(_ source: some ChatSource) async throws -> [ChatEvent] {
        var events = [ChatEvent]()
        for try await event in source.events() { events.append(event) }
        return events
    }

    @Test func everyEventNamesItsSourceAndNothingIsLost() async throws {
        let source = CombinedSource([
            (
                "youtube:a",
                ListedSource(name: "a", listed: (0..<5_000).map { message("\($0)", by: "x") })
            ),
            (
                "twitch:b",
                ListedSource(name: "b", listed: (0..<300).map { message("\($0)", by: "x") })
            ),
        ])
        let events = try await collect(source)
        for (address, count) in [("youtube:a", 5_000), ("twitch:b", 300)] {
            let own = events.filter { $0.source == address }
            #expect(own.messages == (0..<count).map { "\($0)" })
            #expect(own.states == [.ended])
            #expect(own.reasons(for: .ended).first?.hasPrefix(address) == true)
        }
        #expect(source.name == "a and b")
    }

    @Test func aSourceThatFailsOrEndsLeavesTheOthers() async throws {
        let ended = ChatEvent(id: "s", time: 0, kind: .status(state: .ended, reason: "Over."))
        let events = try await collect(
            CombinedSource([
                ("twitch:gone", ListedSource(name: "a", listed: [], error: .twitch("gone"))),
                ("youtube:over", ListedSource(name: "b", listed: [ended])),
                ("stdin", ListedSource(name: "c", listed: [message("m", by: "x")])),
            ]))
        #expect(events.messages == ["m"])
        let reasons = events.reasons(for: .ended)
        #expect(reasons.count == 3)
        #expect(reasons.contains("youtube:over: Over."))
        #expect(reasons.contains { $0.hasPrefix("twitch:gone: \"gone\" names no channel") })
    }

    @Test func anIdentifierBelongsToItsSource() {
        var one = message("1", by: "u")
        var other = one
        #expect(one.key == "1" && one.authorKey == "u")
        one.source = "youtube:a"
        other.source = "youtube:b"
        #expect(one.key != other.key)
        #expect(one.authorKey == other.authorKey)
        other.source = "twitch:b"
        #expect(one.authorKey != other.authorKey)
        let deletion = ChatEvent(
            id: "", time: 0, kind: .deleted(target: "1"), source: "youtube:a")
        #expect(deletion.targetKey == one.key)
    }

    @Test func theSourceIsWrittenAndReadAgain() throws {
        var event = message("1", by: "u")
        event.source = "youtube:@a"
        let bytes = try JSONEncoder().encode(event)
        #expect(try JSONDecoder().decode(ChatEvent.self, from: bytes) == event)
        #expect(try Recording(bytes).events == [event])
    }

    @Test func whatCannotBeTogetherIsRefused() throws {
        #expect(throws: ChatError.recordingBesideLive) {
            _ = try [ChatAddress.demo, .standardInput].liveSource()
        }
        #expect(throws: ChatError.twice("stdin")) {
            _ = try [ChatAddress.standardInput, .standardInput].liveSource()
        }
        let live = try [ChatAddress.standardInput, .twitch("somebody")].liveSource()
        #expect(live?.name == "standard input and Twitch somebody")
        #expect(try [ChatAddress.standardInput, .twitch("somebody")].recording() == nil)
    }

    @Test func twoRecordingsBeginTogether() throws {
        let path = try Fixture.path("events.jsonl")
        let both = try #require(try [ChatAddress.demo, .replay(path: path)].recording())
        let one = try Recording.demo()
        let other = try Recording(contentsOf: path)
        #expect(both.events.count == one.events.count + other.events.count)
        #expect(both.firstTime == 0)
        #expect(Set(both.events.compactMap(\.source)) == ["demo", "replay:" + path])
    }
}
