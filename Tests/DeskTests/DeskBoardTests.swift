import Foundation
import Hummingbird
import HummingbirdTesting
import Signals
import Testing

@testable import Desk

/// States out, commands in.
@Suite struct DeskBoardTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test func commandsArriveOnceAndInOrder() async throws {
        for body in [
            #"{"do":"hold","emotion":"fear","strength":0.5}"#, #"{"do":"words","on":false}"#,
            #"{"do":"nudge","emotion":"anger"}"#,
        ] {
            let response = try await pages.ask(.post, "/desk/command", pages.bearer, body: body)
            #expect(response.status == .accepted)
        }
        #expect(
            pages.board.takeCommands() == [
                .hold(.fear, strength: 0.5), .words(false), .nudge(.anger, strength: 1),
            ])
        #expect(pages.board.takeCommands().isEmpty)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"do":"dance"}"#, #"{"do":"hold"}"#,
        #"{"do":"hold","emotion":"fear","strength":7}"#, #"{"do":"words"}"#,
        #"{"do":"set"}"#, #"{"do":"set","mood":{"anger":2}}"#,
    ])
    func whatIsNoCommandIsRefused(body: String) async throws {
        let response = try await pages.ask(.post, "/desk/command", pages.bearer, body: body)
        #expect(response.status == .badRequest)
        #expect(pages.board.takeCommands().isEmpty)
    }

    @Test func commandsThatTheShowDoesNotTakeAreBounded() async throws {
        for _ in 1...DeskBoard.mostCommands { #expect(pages.board.order(.calm, by: "") != .busy) }
        let response = try await pages.ask(
            .post, "/desk/command", pages.bearer, body: #"{"do":"calm"}"#)
        #expect(response.status == .tooManyRequests)
        #expect(pages.board.takeCommands().count == DeskBoard.mostCommands)
        #expect(pages.board.order(.calm, by: "") != .busy)
    }

    @Test(arguments: [
        DeskCommand.hold(.sadness, strength: 0.25), .release, .nudge(.surprise, strength: 1), .calm,
        .words(true), .end, .set(Mood(.fear)),
    ])
    func commandsReadAsTheyAreWritten(command: DeskCommand) throws {
        let data = try JSONEncoder().encode(command)
        #expect(try JSONDecoder().decode(DeskCommand.self, from: data) == command)
    }

    @Test func eventsCarryTheNewestState() async throws {
        for second in 1...5 {
            var state = DeskState()
            state.time = Double(second)
            pages.board.publish(state)
        }
        pages.board.close()
        await pages.board.distribute()
        let response = try await pages.ask(.get, "/desk/events", pages.bearer)
        #expect(response.headers[.contentType] == "text/event-stream")
        let told = try Self.states(in: response.text)
        #expect(told.map { $0["time"] as? Double } == [5])
        let phone = try await pages.ask(.get, "/gallery/events")
        #expect(phone.text.contains(#""strongest":"neutral""#))
        #expect(!phone.text.contains("events"))
    }

    @Test func aSlowListenerLosesOldStatesAndTheyAreCounted() async throws {
        let feed = Feed(mostListeners: 2)
        let slow = try #require(feed.listen())
        for number in 1...10 { feed.send(ByteBuffer(string: "\(number)")) }
        #expect(feed.lost == 10 - Feed.bufferedStates)
        feed.close()
        var heard: [String] = []
        for await state in slow { heard.append(String(buffer: state)) }
        #expect(heard == ["9", "10"])
    }

    @Test func listenersAreBounded() throws {
        let feed = Feed(mostListeners: 2)
        let listeners = [feed.listen(), feed.listen()]
        #expect(listeners.allSatisfy { $0 != nil } && feed.listen() == nil)
    }

    @Test func scriptInAMessageStaysText() async throws {
        let text = "</script><script>alert(1)</script>\n\ndata: {\"state\":1}"
        var state = DeskState()
        state.events = [
            .init(
                number: 1, time: 0, kind: .message, author: "<img src=x onerror=alert(1)>",
                text: text, mood: Mood(.fear), confidence: 1)
        ]
        pages.board.publish(state)
        pages.board.close()
        await pages.board.distribute()
        let response = try await pages.ask(.get, "/desk/events", pages.bearer)
        let states = try Self.states(in: response.text)
        let events = try #require(states.first?["events"] as? [[String: Any]])
        #expect(states.count == 1 && events.first?["text"] as? String == text)
    }

    @Test func thePagesPutTextInAsTextOnly() async throws {
        for script in ["desk.js", "gallery.js"] {
            let text = try await pages.ask(.get, "/assets/\(script)").text
            for way in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("] {
                #expect(!text.contains(way), "\(script) uses \(way)")
            }
        }
        for page in ["desk.html", "gallery.html"] {
            let text = try await pages.ask(.get, "/assets/\(page)").text
            #expect(
                !text.contains(" style=") && !text.contains(" onclick=") && !text.contains("<style")
            )
        }
    }

    @Test func longTextIsCut() {
        let long = String(repeating: "ä", count: 10_000)
        let event = DeskState.Event(
            number: 1, time: 0, kind: .message, author: long, text: long)
        #expect(event.author.count == DeskState.Event.longestName)
        #expect(event.text.count == DeskState.Event.longestText)
    }

    @Test func tenMinutesOfMoodAreKeptOnceASecond() async throws {
        // The board keeps the newest state only, so each is passed on before the next.
        for second in [1.0, 1.3, 2.1] {
            var state = DeskState()
            state.time = second
            pages.board.remember(state)
        }
        #expect(pages.board.moments.map(\.second) == [1, 2])
        let response = try await pages.ask(.get, "/desk/history", pages.bearer)
        #expect(response.text.hasPrefix("[[1,[0,0,0,0,100,0,0],[0,0,0,0,100,0,0]],[2,"))
        var state = DeskState()
        for second in 3...2_000 {
            state.time = Double(second)
            pages.board.remember(state)
        }
        #expect(pages.board.moments.count == DeskBoard.memory)
    }

    private static func states(in text: String) throws -> [[String: Any]] {
        try text.components(separatedBy: "\n\n").filter { $0.hasPrefix("data: ") }.map {
            let page = try JSONSerialization.jsonObject(with: Data($0.dropFirst(6).utf8))
            return try #require((page as? [String: Any])?["state"] as? [String: Any])
        }
    }
}
