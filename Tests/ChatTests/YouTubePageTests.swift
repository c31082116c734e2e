import Foundation
import Testing

@testable import Chat

/// Real pages, where the data folder lies beside the repository.
private enum RealPages {
    static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../shared/data/chat/youtube").standardizedFileURL
    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
}

@Suite(.enabled(if: RealPages.areThere)) struct YouTubePageTests {
    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: RealPages.folder.appendingPathComponent(name))
    }

    @Test func aLivePageLeadsIntoItsChat() throws {
        let page = YouTubePage(try bytes("pages/watch_2026-02-17_live_now.html"))
        #expect(page.isWhole && page.isLive && !page.isUpcoming && !page.isReplay)
        #expect(page.video == "qT5OTDvJK1Q")
        #expect(page.continuation?.hasPrefix("0ofMyAOAARpeQ2lr") == true)
        // The watch page's own token for all messages names no video; the chat's page has a real one.
        #expect(page.allMessages == "0ofMyAMSGgAwAYIBCAgBGAAgACgBqAEB")
        #expect(page.refusal == nil && page.closed == nil && !page.asksForConsent)
        let client = try #require(page.client)
        #expect(client.key?.hasPrefix("AIza") == true)
        let body = try #require(JSONValue(parsing: client.body(continuation: "a%3D")))
        #expect(body["continuation"]?.string == "a%3D")
        #expect(body["context"]?["client"]?["clientVersion"]?.string == "2.20260213.01.00")
    }

    @Test func aWaitingRoomIsUpcomingWithAChat() throws {
        let page = YouTubePage(try bytes("pages/watch_2026-02-17_upcoming.html"))
        #expect(page.isUpcoming && !page.isLive)
        #expect(page.video == "qS50yDHZOx4" && page.continuation != nil)
    }

    @Test func aMembersOnlyPageSaysSo() throws {
        let page = YouTubePage(try bytes("pages/watch_2026-02-17_members_only.html"))
        #expect(page.continuation == nil)
        #expect(page.refusal?.isForMembers == true)
        #expect(page.closed?.hasPrefix("Die Chatfunktion") == true)
    }

    @Test func aReplayIsKnownByItsPage() throws {
        #expect(YouTubePage(try bytes("pages/watch_2021_replay.html")).isReplay)
    }

    @Test func theStreamThatIsLiveIsFoundAmongAChannelsStreams() throws {
        let page = YouTubePage(try bytes("pages/channel_streams_2026-02-17.html"))
        #expect(page.liveVideo == "qT5OTDvJK1Q")
        #expect(page.video == nil && page.isWhole)
    }

    /// What EXPECTED.json says of a file, as far as it is about pages and ways on.
    private struct Expected: Decodable {
        var canonical: String?
        var key: String?
        var version: String?
        var continuation: String?
        var isLive: Bool?
        var isUpcoming: Bool?
        var videoId: String?
        /// The first way on, by its name, and its milliseconds.
        var wayOn: (name: String, milliseconds: Double?)?

        private enum Key: String, CodingKey {
            case canonical, continuation, isLive, isUpcoming, videoId, continuations
            case key = "INNERTUBE_API_KEY"
            case version = "INNERTUBE_CLIENT_VERSION"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            canonical = try values.decodeIfPresent(String.self, forKey: .canonical)
            key = try values.decodeIfPresent(String.self, forKey: .key)
            version = try values.decodeIfPresent(String.self, forKey: .version)
            continuation = try values.decodeIfPresent(String.self, forKey: .continuation)
            isLive = try values.decodeIfPresent(Bool.self, forKey: .isLive)
            isUpcoming = try values.decodeIfPresent(Bool.self, forKey: .isUpcoming)
            videoId = try values.decodeIfPresent(String.self, forKey: .videoId)
            guard values.contains(.continuations) else { return }
            var list = try values.nestedUnkeyedContainer(forKey: .continuations)
            guard !list.isAtEnd else { return }
            var first = try list.nestedUnkeyedContainer()
            wayOn = (try first.decode(String.self), try first.decodeIfPresent(Double.self))
        }
    }

    private func expected() throws -> [String: Expected] {
        let all = try JSONDecoder().decode([String: Expected].self, from: bytes("../EXPECTED.json"))
        return Dictionary(
            uniqueKeysWithValues: all.filter { $0.key.hasPrefix("youtube/") }
                .map { (String($0.key.dropFirst("youtube/".count)), $0.value) })
    }

    @Test func everyPageSaysWhatATreeWalkFoundInIt() throws {
        let pages = try expected().filter { $0.key.hasSuffix(".html") }
        #expect(pages.count == 6)
        for (name, wanted) in pages {
            let page = YouTubePage(try bytes(name))
            let watched = wanted.canonical?.components(separatedBy: "watch?v=")
            let canonical = watched?.count == 2 ? watched?.last : nil
            #expect(page.video == wanted.videoId ?? canonical, "\(name)")
            #expect(page.client?.key == wanted.key, "\(name)")
            #expect(page.continuation == wanted.continuation, "\(name)")
            if let isLive = wanted.isLive { #expect(page.isLive == isLive, "\(name)") }
            #expect(page.isUpcoming == (wanted.isUpcoming ?? false), "\(name)")
            let body = page.client.flatMap { JSONValue(parsing: $0.body(continuation: "c")) }
            #expect(
                body?["context"]?["client"]?["clientVersion"]?.string == wanted.version, "\(name)")
        }
    }

    @Test func everyAnswerLeadsOnAsATreeWalkFound() throws {
        let answers = try expected().filter { $0.key.hasPrefix("get_live_chat") }
        #expect(answers.count > 15)
        for (name, wanted) in answers {
            let poll = try #require(YouTubePoll(try bytes(name)), "\(name)")
            let next = poll.next
            #expect((next == nil) == (wanted.wayOn == nil), "\(name)")
            let isReplay = wanted.wayOn?.name == "liveChatReplayContinuationData"
            #expect(next?.isReplay ?? false == isReplay, "\(name)")
            if let milliseconds = wanted.wayOn?.milliseconds {
                #expect(next?.wait == milliseconds / 1e3, "\(name)")
            }
        }
    }

    @Test func tickersRepeatAndAreLeftOut() throws {
        let mixed = try #require(YouTubePoll(try bytes("get_live_chat/anon_mixed.json")))
        let types = mixed.events.map { found -> String in
            switch found.event.kind {
            case .message: "message"
            case .paid: "paid"
            case .unknown(let renderer): renderer
            default: "other"
            }
        }
        #expect(
            types.sorted()
                == ["liveChatPlaceholderItemRenderer", "message", "message", "paid", "paid"])
        #expect(mixed.actions == 7)
    }

    @Test func answersOfEveryAgeAreRead() throws {
        let first = try #require(
            YouTubePoll(try bytes("get_live_chat/2021-01-08_first_response_76.json")))
        #expect(first.actions == 77)
        #expect(first.next.map { $0.wait > 0.2 && !$0.isReplay } == true)
        let normal = try #require(YouTubePoll(try bytes("get_live_chat/small_normal.json")))
        #expect(normal.events.count == 1 && normal.next != nil)
        let quiet = try #require(YouTubePoll(try bytes("get_live_chat/small_no-chat.json")))
        #expect(quiet.actions == 0 && quiet.next != nil)
        let ended = try #require(YouTubePoll(try bytes("get_live_chat/2019_ended.json")))
        #expect(ended.next == nil && ended.actions == 0)
        #expect(YouTubePoll(Data("{}".utf8)) == nil)
        #expect(YouTubePoll(Data("[1".utf8)) == nil)
    }
}
