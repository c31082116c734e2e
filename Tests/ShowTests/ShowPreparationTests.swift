import Chat
import Desk
import FakeYouTube
import Foundation
import Synchronization
import Testing

@testable import Show

/// What a person does before a show, up to its start. In the program's own place is a script that writes
/// down how it was run; `scripts/check-pages` does the same with the program itself.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ShowPreparationTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "preparation-\(UUID().uuidString)")
    private var show: String { folder.appendingPathComponent("show.yaml").path }
    private var calls: String {
        (try? String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)) ?? ""
    }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = folder.appendingPathComponent("program")
        let script = """
            #!/bin/sh
            echo "$* ${EMOTIONMOTION_STREAM_KEY-no key}" >> "${0%/*}/calls"
            case "$*" in
            *--dry-run*)
                echo "ok       dancer: it is there."
                echo "warning  output a.mp4: it is there already."
                test -e "${0%/*}/bad" && echo "fault    chat youtube:x: it did not answer." && exit 1
                exit 0 ;;
            esac
            test -e "${0%/*}/bad" && echo "Error: there is no dancer." >&2 && exit 1
            trap 'echo "3.0 s of show: 90 poses" >&2; exit 0' TERM
            echo "emotionmotion: demo → window" >&2
            echo "Desk: http://127.0.0.1:9/desk?token=abc" >&2
            while test ! -e "${0%/*}/over"; do sleep 0.05; done
            echo "4.0 s of show: 120 poses" >&2
            exit 7
            """
        try script.write(to: program, atomically: true, encoding: .utf8)
        chmod(program.path, 0o700)
        try "chats: [demo]\nreader: fast # quick\n".write(
            toFile: show, atomically: true, encoding: .utf8)
    }

    /// A preparation, and the states that it tells.
    private struct Evening {
        let preparation: ShowPreparation
        private var states: AsyncStream<PreparationState>.Iterator

        init(_ preparation: ShowPreparation) {
            self.preparation = preparation
            states = preparation.states.makeAsyncIterator()
        }

        /// The first state from now on that is so; nil when there will be none.
        mutating func state(
            where isSo: (PreparationState) -> Bool
        ) async -> PreparationState? {
            while let state = await states.next() { if isSo(state) { return state } }
            return nil
        }
    }

    private func settings(
        _ live: LiveChatSettings = LiveChatSettings(), patience: Duration = .seconds(60)
    ) -> ShowPreparation.Settings {
        var settings = ShowPreparation.Settings(
            file: show, program: folder.appendingPathComponent("program")
        ) { _ in live }
        settings.environment = [
            "PATH": "/usr/bin:/bin", "XDG_CONFIG_HOME": folder.path,
            "EMOTIONMOTION_STREAM_KEY": "KEY-of-the-environment",
        ]
        settings.patience = patience
        return settings
    }

    private func mark(_ name: String) throws {
        try Data().write(to: folder.appendingPathComponent(name))
    }

    // MARK: - The chat

    @Test func aRecordingsFirstMessagesAreRead() async throws {
        let file = folder.appendingPathComponent("chat.jsonl")
        let lines = (0..<20).map {
            #"{"type":"message","id":"\#($0)","time":\#($0),"author":{"id":"z","name":"Zoë"},"text":"I am so happy!!"}"#
        }
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        var evening = Evening(ShowPreparation(settings()))
        // From the show's own folder, as in its file.
        try await evening.preparation.tryChats(["replay:chat.jsonl"])
        let trial = await evening.state { $0.trial.standing == .done }?.trial
        #expect(trial?.heard.count == ChatTrial.mostHeard)
        #expect(
            trial?.heard.first?.author == "Zoë" && trial?.heard.first?.text == "I am so happy!!")
        #expect((trial?.heard.first?.mood[.happiness] ?? 0) > 0.5)
        #expect(trial?.words.contains("20 events") == true)
    }

    @Test func aLiveChatIsOpenedAndListenedTo() async throws {
        let start = Date().timeIntervalSince1970
        let server = FakeYouTube(FakeChat.generated(count: 2_000, perSecond: 10, from: start - 5))
        var live = LiveChatSettings()
        live.youtube.base = try await server.start()
        var evening = Evening(ShowPreparation(settings(live)))
        try await evening.preparation.tryChats(["youtube:@fake"])
        let trial = await evening.state { $0.trial.standing != .working }?.trial
        #expect(trial?.standing == .done, "\(trial?.words ?? "")")
        #expect(trial?.heard.count == ChatTrial.mostHeard)
        #expect(trial?.heard.first?.text.hasPrefix("message ") == true)
        try await server.stop()
    }

    @Test func whatAChatLacksIsSaidInPlainWords() async throws {
        let server = FakeYouTube(FakeChat([]))
        var live = LiveChatSettings()
        live.youtube.base = try await server.start()
        server.change(to: .closed(words: "Chat is disabled"))
        var evening = Evening(ShowPreparation(settings(live, patience: .seconds(5))))
        try await evening.preparation.tryChats(["youtube:fakevideo01"])
        let trial = await evening.state { $0.trial.standing != .working }?.trial
        #expect(trial?.standing == .failed)
        #expect(trial?.words.contains("Chat is disabled") == true, "\(trial?.words ?? "")")
        try await server.stop()

        try await evening.preparation.tryChats(["replay:nothing.jsonl"])
        let lost = await evening.state { $0.trial.words.contains("nothing.jsonl") }?.trial
        #expect(lost?.standing == .failed)
        for chat in ["nonsense", "stdin"] {
            await #expect(throws: PreparationRefusal.self) {
                try await evening.preparation.tryChats([chat])
            }
        }
    }

    // MARK: - The key

    @Test func aStoredKeyIsInItsFileAndNowhereElse() async throws {
        let key = "SECRET-abcd-1234"
        let told = Mutex<[String]>([])
        var settings = settings()
        settings.say = { line in told.withLock { $0.append(line) } }
        var evening = Evening(ShowPreparation(settings))
        let sheet = try await evening.preparation.keep(streamKey: key, for: "")
        let place = folder.appendingPathComponent("emotionmotion/stream-key").path
        #expect(sheet.key == .init(path: place, isThere: true))
        #expect(try String(contentsOfFile: place, encoding: .utf8) == key + "\n")
        let file = try String(contentsOfFile: show, encoding: .utf8)
        #expect(file == "chats: [demo]\nreader: fast # quick\nstreamKeyFile: \(place)\n")
        #expect(try ShowFile(contentsOf: URL(fileURLWithPath: show)).streamKeyFile == place)

        try await evening.preparation.check()
        let checked = await evening.state { $0.check.standing == .done }
        try await evening.preparation.rehearse(true)
        let rehearsing = await evening.state { $0.rehearsal.link != nil }
        await evening.preparation.close()
        for words in [
            "\(sheet)", "\(checked as Any)", "\(rehearsing as Any)", calls, file,
            "\(told.withLock { $0 })",
        ] {
            #expect(!words.contains("SECRET"), "\(words)")
        }
        // A key of the environment's is for the show and the check, and not for a rehearsal.
        #expect(calls.contains("--dry-run KEY-of") && calls.contains("127.0.0.1:0 no key"))
    }

    @Test func aFileThatCannotNameTheKeyGetsNone() async throws {
        try "{chats: [demo]}".write(toFile: show, atomically: true, encoding: .utf8)
        let preparation = ShowPreparation(settings())
        await #expect(throws: PreparationRefusal.self) {
            _ = try await preparation.keep(streamKey: "abcd", for: "")
        }
        let place = folder.appendingPathComponent("emotionmotion")
        #expect(!FileManager.default.fileExists(atPath: place.path))
    }

    // MARK: - The check, the rehearsal, the show

    @Test func theChecksLinesAreToldWithTheirGrades() async throws {
        var evening = Evening(ShowPreparation(settings()))
        try await evening.preparation.check()
        let good = await evening.state { $0.check.standing != .working }?.check
        #expect(good?.standing == .done)
        #expect(good?.findings.map(\.grade) == ["ok", "warning"])
        #expect(good?.findings.first?.words == "dancer: it is there.")
        try mark("bad")
        try await evening.preparation.check()
        let bad = await evening.state { $0.check.standing == .failed }?.check
        #expect(bad?.findings.last?.words == "chat youtube:x: it did not answer.")
        #expect(calls.hasPrefix("perform --show \(show) --dry-run"))
    }

    @Test func aRehearsalIsBegunAndEnded() async throws {
        var evening = Evening(ShowPreparation(settings()))
        try await evening.preparation.rehearse(true)
        let begun = await evening.state { $0.rehearsal.link != nil }?.rehearsal
        #expect(begun?.standing == .working && begun?.words == "demo → window")
        #expect(begun?.link == "http://127.0.0.1:9/desk?token=abc")
        await #expect(throws: PreparationRefusal.self) {
            try await evening.preparation.rehearse(true)
        }
        try await evening.preparation.rehearse(false)
        let ended = await evening.state { $0.rehearsal.standing != .working }?.rehearsal
        #expect(ended?.standing == .done && ended?.words == "3.0 s of show: 90 poses")
        #expect(ended?.link == nil)
        #expect(calls == "perform --show \(show) --rehearse --desk 127.0.0.1:0 no key\n")
        try await evening.preparation.rehearse(false)
    }

    @Test func theShowIsPerformedAndItsStatusIsTheProgramsOwn() async throws {
        let told = Mutex<[String]>([])
        var settings = settings()
        settings.say = { line in told.withLock { $0.append(line) } }
        var evening = Evening(ShowPreparation(settings))
        try await evening.preparation.rehearse(true)
        _ = await evening.state { $0.rehearsal.link != nil }
        try await evening.preparation.start()
        let running = await evening.state { $0.show.link != nil }
        // One show at a time.
        #expect(running?.rehearsal.standing == .done)
        let preparation = evening.preparation
        await #expect(throws: PreparationRefusal.self) { try await preparation.check() }
        await #expect(throws: PreparationRefusal.self) {
            _ = try await preparation.save(["title": "x"])
        }
        try mark("over")
        #expect(await evening.preparation.performed() == 7)
        let all = told.withLock { $0 }
        #expect(
            all.first == "emotionmotion: demo → window" && all.contains { $0.contains("4.0 s") })
        #expect(calls.hasSuffix("perform --show \(show) KEY-of-the-environment\n"))
        await evening.preparation.close()
    }

    @Test func aShowThatCannotBeginIsMendedAndStartedAgain() async throws {
        try mark("bad")
        var evening = Evening(ShowPreparation(settings()))
        try await evening.preparation.start()
        let failed = await evening.state { $0.show.standing == .failed }?.show
        #expect(failed?.words == "Error: there is no dancer.")
        try FileManager.default.removeItem(at: folder.appendingPathComponent("bad"))
        try await evening.preparation.start()
        #expect(await evening.state { $0.show.link != nil } != nil)
        await evening.preparation.close()
    }

    @Test func whatIsNotSavedOrReadsATerminalIsNotStarted() async throws {
        try FileManager.default.removeItem(atPath: show)
        let preparation = ShowPreparation(settings())
        await #expect(throws: PreparationRefusal.self) { try await preparation.check() }
        await #expect(throws: PreparationRefusal.self) { try await preparation.start() }
        try "chats: stdin\n".write(toFile: show, atomically: true, encoding: .utf8)
        await #expect(throws: PreparationRefusal.self) { try await preparation.start() }
        #expect(calls.isEmpty)
    }
}
