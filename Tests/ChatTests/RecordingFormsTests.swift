import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct RecordingFormsTests {
    @Test func aReplayOfYtDlpRunsOnTheVideosOffsets() throws {
        let replay = try Fixture.recording("replay.live_chat.json")
        #expect(replay.events.map(\.id) == ["r1", "p1", "r2", ""])
        #expect(replay.events.map(\.time) == [1.5, 2.5, 2.5, 9])
        #expect(replay.events.last?.kind == .deleted(target: "t1"))
        #expect(replay.problems.isEmpty)
    }

    @Test func aLiveRecordingOfYtDlpMayBeginBeforeItsStart() throws {
        let live = try Fixture.recording("live.live_chat.json")
        #expect(live.events.map(\.time) == [-0.5, 1.5, 1.5])
        #expect(live.firstTime == -0.5)
        #expect(live.startingAtZero.events.map(\.time) == [0, 2, 2])
        #expect(live.events.last?.kind == .authorCleared)
        #expect(live.events.last?.author?.id == "UC-Rude")
    }

    @Test func aResponseWithoutOffsetsRunsOnTheClock() throws {
        let response = try Fixture.recording("get_live_chat.json")
        #expect(response.events.count == 15)
        #expect(response.firstTime == 1_700_000_001)
        #expect(response.lastTime == 1_700_000_011)
        // A removal carries no time: it happened when what came before it did.
        let removal = response.events.first { $0.kind == .deleted(target: "t1") }
        #expect(removal?.time == 1_700_000_009)
    }

    @Test func aResponseReadsTheSameInAnyEnvelope() throws {
        let bytes = try Fixture.bytes("get_live_chat.json")
        let plain = try Recording(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        let page = text.replacing("continuationContents", with: "contents")
            .replacing("liveChatContinuation", with: "liveChatRenderer")
        let envelopes = [
            #"{"csn":"","response":\#(text)}"#, page,
            #"{"parsedInitialData":\#(page),"parsedYtCfg":{}}"#,
            #"<!DOCTYPE html><script>window["ytInitialData"] = \#(page);</script>"#,
            #"<html><script>var ytInitialData = \#(page);</script></html>"#,
        ]
        for envelope in envelopes {
            #expect(try Recording(Data(envelope.utf8)) == plain)
        }
    }

    @Test func chatDownloadersFileKeepsItsSeconds() throws {
        let recording = try Fixture.recording("chat_downloader.json")
        #expect(recording.events.map(\.time) == [-3.5, 0, 1.5, 1.5, 4, 5, 6])
        #expect(
            recording.events.map(\.typeName) == [
                "message", "unknown", "paid", "unknown", "membership", "deleted", "author_cleared",
            ])
        #expect(recording.events.first?.author?.roles == [.owner, .member])
        #expect(
            recording.events[2].kind
                == .paid(text: "", amount: 5, currency: "EUR", display: "€5.00"))
        #expect(
            recording.problems.unknown == [
                "viewer_engagement_message": 1, "ticker_paid_message_item": 1,
            ])
    }

    @Test func chatDownloadersLinesReadAsItsArrayDoes() throws {
        let array = try JSONSerialization.jsonObject(with: Fixture.bytes("chat_downloader.json"))
        let lines = try #require(array as? [Any]).map { entry in
            String(decoding: try JSONSerialization.data(withJSONObject: entry), as: UTF8.self)
        }
        let read = try Recording(Data(lines.joined(separator: "\n").utf8))
        #expect(try read == Fixture.recording("chat_downloader.json"))
    }

    @Test func ownEventsAreReadBackAndSorted() throws {
        let recording = try Fixture.recording("events.jsonl")
        #expect(recording.events.map(\.id) == ["e2", "e1", "e3", "", ""])
        // Without a time of its own, a line happened when the one before it did.
        #expect(recording.events.map(\.time) == [10, 12.25, 13, 13, 14])
        #expect(recording.events[1].author?.roles == [.member])
        #expect(recording.events[4].author == ChatAuthor(id: "Kit", name: "Kit"))
        let encoder = JSONEncoder()
        let lines = try recording.events.map {
            String(decoding: try encoder.encode($0), as: UTF8.self)
        }
        #expect(try Recording(Data(lines.joined(separator: "\n").utf8)).events == recording.events)
    }

    @Test func plainLinesAreMessagesASecondApart() throws {
        let recording = try Fixture.recording("plain.txt")
        #expect(
            recording.events.compactMap(\.text) == [
                "first", "zweite Zeile", "三行目 😀", "last without a break",
            ])
        #expect(recording.events.map(\.time) == [0, 1, 2, 3])
        #expect(recording.events.map(\.id) == ["line-1", "line-3", "line-4", "line-5"])
        #expect(recording.problems.emptyLines == 1)
    }

    @Test func aLogsLinesHaveTimesAndNames() throws {
        let log = "[0:05] Ada: hello: you\n[1:02:03] <Kit> wow\n[later] note: plain\n"
        let events = try Recording(Data(log.utf8)).events
        #expect(events.map(\.time) == [5, 3_723, 3_723])
        #expect(events.compactMap(\.text) == ["hello: you", "wow", "[later] note: plain"])
        #expect(events.map { $0.author?.name } == ["Ada", "Kit", nil])
    }

    @Test(arguments: ["{not JSON}", "[hm] {a}", ":D LOL", "@ana HELLO you", "<3 this", "PING"])
    func whatOnlyLooksLikeAnotherFormIsText(_ line: String) throws {
        let events = try Recording(Data((line + "\nsecond\nthird\n").utf8)).events
        #expect(events.compactMap(\.text) == [line, "second", "third"])
    }

    @Test func textFromWindowsIsReadInItsSixteenBits() throws {
        let text = "one\r\nzwei 😀\r\n"
        let bytes = Data([0xFF, 0xFE]) + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try Recording(bytes).events.compactMap(\.text) == ["one", "zwei 😀"])
    }

    @Test func twitchLinesAreToldFromPlainText() throws {
        let line =
            "@display-name=Ana;id=x;user-id=7;tmi-sent-ts=1700000000500 :ana!ana@ana PRIVMSG #t :hi"
        let recording = try Recording(Data((line + "\r\n").utf8))
        #expect(recording.events.first?.text == "hi")
        #expect(recording.firstTime == 1_700_000_000.5)
        let dump = try JSONSerialization.data(withJSONObject: ["messages": [line], "error": ""])
        #expect(try Recording(dump).events == recording.events)
    }

    @Test func anEmptyFileIsAQuietChat() throws {
        #expect(try Recording(Data()).events.isEmpty)
        #expect(try Recording(Data()).firstTime == nil)
        #expect(try Recording(Data("[]".utf8)).startingAtZero.events.isEmpty)
    }
}
