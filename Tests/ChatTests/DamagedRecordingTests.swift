import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct DamagedRecordingTests {
    @Test func aCutLineAnUnknownRendererAndAnEmptyLineAreCounted() throws {
        let recording = try Fixture.recording("damaged.live_chat.json")
        #expect(recording.events.map(\.id) == ["d1", "h1", "d5"])
        #expect(recording.events.last?.text == "after")
        #expect(recording.problems.unreadable == 2)
        #expect(recording.problems.firstUnreadable == [3, 5])
        #expect(recording.problems.emptyLines == 1)
        #expect(recording.problems.unknown == ["liveChatHologramRenderer": 1])
        #expect(
            recording.problems.description
                == "2 unreadable (at 3, 5), 1 empty line, unknown: liveChatHologramRenderer 1")
    }

    @Test func theFirstLineMayBeTheCutOne() throws {
        let bytes = try Fixture.bytes("replay.live_chat.json")
        let recording = try Recording(bytes.dropFirst(40))
        #expect(recording.events.map(\.id) == ["p1", "r2", ""])
        #expect(recording.problems.firstUnreadable == [1])
    }

    @Test func anArrayWithoutItsEndKeepsItsWholeElements() throws {
        let bytes = try Fixture.bytes("chat_downloader.json")
        let cut = try Recording(bytes.prefix(bytes.count - 100))
        let whole = try Recording(bytes)
        #expect(cut.events.count == whole.events.count - 1)
        #expect(cut.problems.unreadable == 1)
    }

    @Test func aResponseWithoutItsEndKeepsItsWholeActions() throws {
        let bytes = try Fixture.bytes("get_live_chat.json")
        let cut = try Recording(bytes.prefix(bytes.count / 2))
        let whole = try Recording(bytes)
        #expect((3..<whole.events.count).contains(cut.events.count))
        #expect(cut.events == Array(whole.events.prefix(cut.events.count)))
        #expect(cut.problems.unreadable == 1)
    }

    @Test func oneActionThatMakesNoSenseLosesNoOther() throws {
        let text =
            #"[{"addChatItemAction":{}},{"addChatItemAction":{"item":5}},"#
            + #"{"markChatItemAsDeletedAction":{}},7,{"unheard":1},"#
            + #"{"text":"still here"}]"#
        let recording = try Recording(Data(text.utf8))
        #expect(recording.events.compactMap(\.text) == ["still here"])
        #expect(recording.problems.unreadable == 5)
        #expect(recording.problems.firstUnreadable == [1, 2, 3, 4, 5])
    }

    @Test func aTimeThatIsNoNumberIsNone() throws {
        for time in ["inf", "nan", "1e999", "-inf"] {
            let line = "@id=1;tmi-sent-ts=\(time) :a!a@a PRIVMSG #a :still here"
            let recording = try Recording(Data(line.utf8))
            #expect(recording.events.map(\.time) == [0])
        }
    }

    @Test func onlyTheFirstPlacesAreKept() throws {
        let lines = #"{"text":"one"}"# + String(repeating: "\n{", count: 50)
        let problems = try Recording(Data(lines.utf8)).problems
        #expect(problems.unreadable == 50)
        #expect(problems.firstUnreadable == Array(2...11))
    }

    @Test(arguments: [
        "{\"a\":1}\n{\"b\":2}\n", "{\"unheard\":[1,2]}", "<html></html>", "a\0b",
        "{\"text\": \"cut",
    ])
    func whatIsNoChatIsRefused(_ text: String) {
        #expect(throws: ChatError.self) { try Recording(Data(text.utf8)) }
    }

    @Test func aMissingFileAndAFolderAreNamed() throws {
        let folder = try URL(fileURLWithPath: Fixture.path("plain.txt")).deletingLastPathComponent()
        #expect(throws: ChatError.file(path: "/nowhere/x.json", reason: "there is no such file.")) {
            try Recording(contentsOf: "/nowhere/x.json")
        }
        #expect(
            throws: ChatError.file(path: folder.path, reason: "it is a folder; name a file in it.")
        ) {
            try Recording(contentsOf: folder.path)
        }
    }

    /// Every prefix of every small file either reads or is refused in words.
    @Test func noPrefixOfAFileStopsTheReader() throws {
        for name in ["damaged.live_chat.json", "chat_downloader.json", "get_live_chat.json"] {
            let bytes = try Fixture.bytes(name)
            for length in stride(from: 0, to: bytes.count, by: 211) {
                do {
                    _ = try Recording(bytes.prefix(length))
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }
}
