import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct StandardInputTests {
    private func read(_ text: String) async throws -> (events: [ChatEvent], source: StandardInput) {
        let pipe = Pipe()
        // Within what a pipe holds, so that writing does not wait for the reader.
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
        let source = StandardInput(
            descriptor: pipe.fileHandleForReading.fileDescriptor, now: { 1_700_000_000 })
        var events = [ChatEvent]()
        for try await event in source.events() { events.append(event) }
        try pipe.fileHandleForReading.close()
        return (events, source)
    }

    @Test func linesAreMessagesAtTheClocksTime() async throws {
        let events = try await read("hello\r\nzweite 😀\nlast").events
        #expect(events.compactMap(\.text) == ["hello", "zweite 😀", "last"])
        #expect(events.allSatisfy { $0.time == 1_700_000_000 })
        #expect(Set(events.map(\.id)).count == 3)
    }

    @Test func eventsMayArriveAsJSON() async throws {
        let replay = String(decoding: try Fixture.bytes("replay.live_chat.json"), as: UTF8.self)
        let own = #"{"type":"message","id":"e","time":5,"text":"own"}"#
        let events = try await read(own + "\n" + #"{"text":"now"}"# + "\n" + replay).events
        #expect(events.map(\.time).prefix(2) == [5, 1_700_000_000])
        #expect(events.count == 6)
    }

    @Test func badLinesAreCountedAndPassedOver() async throws {
        let (events, source) = try await read("{\"text\":\n\nafter\n")
        #expect(events.compactMap(\.text) == ["after"])
        #expect(source.problems.firstUnreadable == [1])
        #expect(source.problems.emptyLines == 1)
    }

    @Test func moreLinesThanTheBufferHoldsAllArrive() async throws {
        let lines = (0..<5_000).map { "m\($0)\n" }
        let events = try await read(lines.joined()).events
        #expect(events.compactMap(\.text) == lines.map { String($0.dropLast()) })
    }

    @Test func cancellingEndsASilentInput() async throws {
        let pipe = Pipe()
        let source = StandardInput(descriptor: pipe.fileHandleForReading.fileDescriptor)
        let inlet = LiveInlet()
        let task = Task { try await source.fill(inlet) }
        task.cancel()
        try await task.value
        #expect(inlet.isFinished)
        try pipe.fileHandleForWriting.close()
    }
}
