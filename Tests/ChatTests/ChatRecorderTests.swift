import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct ChatRecorderTests {
    private let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("recorded-\(UUID().uuidString).jsonl").path

    private func message(_ number: Int, at time: Double) -> ChatEvent {
        ChatEvent(
            id: "m\(number)", time: time,
            author: ChatAuthor(id: "a\(number)", name: "Ada", roles: [.member]),
            kind: .message(text: "so \"good\" 🎉\(number)"))
    }

    private var everyKind: [ChatEvent] {
        [
            message(0, at: 4 / 30.0),
            ChatEvent(
                id: "p", time: 0.5, author: ChatAuthor(id: "b", name: "Bo"),
                kind: .paid(text: "", amount: 5, currency: "EUR", display: "5 €")),
            ChatEvent(id: "g", time: 0.5, kind: .gift(text: "gift")),
            ChatEvent(id: "n", time: 0.5, kind: .membership(text: "hello")),
            ChatEvent(id: "d", time: 1 / 3.0, kind: .deleted(target: "m0")),
            ChatEvent(
                id: "c", time: 0.7, author: ChatAuthor(id: "b", name: ""), kind: .authorCleared),
            ChatEvent(id: "s", time: 0.8, kind: .status(state: .gap, reason: "gone")),
            ChatEvent(id: "u", time: 0.9, kind: .unknown(renderer: "newRenderer")),
        ]
    }

    @Test func whatIsRecordedIsReplayedAtTheSameMoments() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try ChatRecorder(path: path)
        recorder.record(everyKind)
        recorder.close()
        #expect(recorder.counts.written == 8 && recorder.counts.dropped == 0)
        let replay = try Recording(contentsOf: path)
        #expect(replay.events == Recording(events: everyKind).events)
        #expect(replay.problems.unreadable == 0 && replay.problems.emptyLines == 0)
        // The first event does not move to the start of the show.
        #expect(replay.startingAtZero.events == replay.events)
        #expect(replay.beginning == 0)
    }

    @Test func aRecordingCutAnywhereIsPlayable() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try ChatRecorder(path: path)
        let events = (0..<20).map { message($0, at: Double($0)) }
        recorder.record(events)
        recorder.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.last == 0x0A)
        for end in stride(from: 150, to: bytes.count, by: 37) {
            let replay = try Recording(bytes.prefix(end))
            let whole = max(0, bytes.prefix(end).count { $0 == 0x0A } - 1)
            #expect(replay.events.starts(with: events.prefix(whole)))
            #expect(replay.problems.unreadable <= 1)
        }
    }

    @Test func linesAreInTheFileWhileTheShowRuns() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try ChatRecorder(path: path)
        recorder.record([message(1, at: 1)])
        let end = ContinuousClock.now + .seconds(20)
        while recorder.counts.written == 0, .now < end { await Task.yield() }
        #expect(try Recording(contentsOf: path).events.map(\.id) == ["m1"])
        recorder.close()
    }

    @Test func whatTheBufferCannotHoldIsCounted() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try ChatRecorder(path: path, mostWaiting: 100)
        recorder.record((0..<80).map { message($0, at: 0) })
        recorder.record((80..<400).map { message($0, at: 0) })
        recorder.close(within: 60)
        let counts = recorder.counts
        #expect(counts.written + counts.dropped == 400)
        #expect(counts.written >= 100 && counts.dropped >= 200)
        #expect(try Recording(contentsOf: path).events.count == counts.written)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskIsSaidBeforeTheShowBegins() {
        let error = #expect(throws: ChatError.self) { _ = try ChatRecorder(path: "/dev/full") }
        #expect(error.map { "\($0)".contains("/dev/full") } == true)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let error = #expect(throws: ChatError.self) {
            _ = try ChatRecorder(path: "/nowhere/at/all/chat.jsonl")
        }
        #expect(error.map { "\($0)".contains("/nowhere/at/all/chat.jsonl") } == true)
    }
}
