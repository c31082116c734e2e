import Foundation
import Signals
import Testing

@testable import Chat

/// Chats that others captured, where they lie beside the repository; see their README.
private enum SharedChat {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../../shared/data/chat")
        .standardized

    static let isThere = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("EXPECTED.json").path)

    static func recording(_ path: String) throws -> Recording {
        try Recording(contentsOf: folder.appendingPathComponent(path).path)
    }

    struct Counts: Decodable { var counts: [String: Int]? }

    /// The counts by file, of the YouTube files that hold any.
    static func expected() throws -> [String: [String: Int]] {
        let bytes = try Data(contentsOf: folder.appendingPathComponent("EXPECTED.json"))
        return try JSONDecoder().decode([String: Counts].self, from: bytes)
            .compactMapValues(\.counts)
            .filter { $0.key.hasPrefix("youtube/") }
    }
}

@Suite(.enabled(if: SharedChat.isThere)) struct SharedChatTests {
    /// Actions that take something away, by the name of the event they become.
    private static let removals = [
        "markChatItemAsDeletedAction": "deleted", "removeChatItemAction": "deleted",
        "markChatItemsByAuthorAsDeletedAction": "author_cleared",
        "removeChatItemByAuthorAction": "author_cleared",
    ]

    @Test func everyYouTubeFileYieldsTheCountsOfATreeWalk() throws {
        let files = try SharedChat.expected()
        #expect(files.count > 20)
        for (path, counts) in files {
            let recording = try SharedChat.recording(path)
            #expect(recording.problems.unreadable == 0, "\(path)")
            // A replacement counts as what it puts in place.
            var expected = [String: Int]()
            for (name, count) in counts where name != "replaceChatItemAction" {
                expected[Self.removals[name] ?? name, default: 0] += count
            }
            if path.contains("xenova") {
                expected["add:liveChatPlaceholderItemRenderer"] = 2
                // A donation is a payment without words, which is counted as a sticker here.
                let donations = expected.removeValue(
                    forKey: "add:liveChatDonationAnnouncementRenderer")
                expected["add:liveChatPaidStickerRenderer", default: 0] += donations ?? 0
                // The walk also met the command behind a panel's close button.
                expected["closeLiveChatActionPanelAction"] = 1
            } else if let replaced = counts["replaceChatItemAction"] {
                expected["add:liveChatTextMessageRenderer", default: 0] += replaced
            }
            let found = recording.events.counts
            for (name, count) in expected {
                #expect(found[name] == count, "\(path): \(name)")
            }
            // What the tree walk did not look for.
            let others: Set = [
                "showLiveChatTooltipCommand", "liveChatReportModerationStateCommand",
                "showCreatorGoalTickerChipCommand",
            ]
            #expect(Set(found.keys).subtracting(others) == Set(expected.keys), "\(path)")
        }
    }

    @Test func everyLineOfTwitchIsAnEvent() throws {
        for path in [
            "twitch/nymn_2024-01-06.irc.txt", "twitch/recentmessages_nymn_2024-01-06.json",
        ] {
            let recording = try SharedChat.recording(path)
            let names = recording.events.map(\.typeName)
            #expect(names.count { $0 == "message" } == 798)
            #expect(names.count { $0 == "author_cleared" } == 2)
            #expect(recording.problems.isEmpty)
            let span = try #require(recording.startingAtZero.lastTime)
            #expect((450...453).contains(span))
        }
        let features = try SharedChat.recording("twitch/chatterino_snapshot_lines_a.irc.txt")
        #expect(features.events.count == 66)
        let names = Set(features.events.map(\.typeName))
        #expect(
            names == [
                "message", "paid", "membership", "gift", "deleted", "author_cleared", "unknown",
            ])
    }

    @Test func theOfficialInterfacesMessagesAreRead() throws {
        let briefing = try SharedChat.recording(
            "official_api/livenow_press_briefing_2025-03-17_6685.json")
        #expect(briefing.events.count == 6_685)
        #expect(briefing.problems.isEmpty)
        #expect(briefing.events.first?.author?.name == "Raini")
        // 2025-03-18T01:06:00.748015+08:00
        #expect(abs((briefing.firstTime ?? 0) - 1_742_231_160.748015) < 1e-5)
        let span = try #require(briefing.startingAtZero.lastTime)
        #expect((2.5...2.7).contains(span / 3_600))
        for (file, type) in [
            ("SuperChat", "paid"), ("TextMessage", "message"), ("NewSponsor", "membership"),
        ] {
            let recording = try SharedChat.recording("official_api/pytchat_API_\(file).json")
            #expect(recording.events.map(\.typeName) == [type])
        }
    }

    @Test func aWatchPageIsNoChat() {
        #expect(throws: ChatError.self) {
            try SharedChat.recording("youtube/pages/watch_2026-02-17_live_now.html")
        }
    }

    @Test func aReplayKeepsItsOwnTimes() throws {
        let replay = try SharedChat.recording("youtube/ytdlp/derived_replay_a.live_chat.json")
        #expect(replay.lastTime == 5_376.075)
        let response = try SharedChat.recording(
            "youtube/get_live_chat/2021-01-08_first_response_76.json")
        let live = try SharedChat.recording(
            "youtube/ytdlp/derived_live_2021-01-08.live_chat.json")
        #expect(response.events.count == live.events.count)
        #expect((response.firstTime ?? 0) > 1_610_000_000)
    }
}

extension [ChatEvent] {
    /// How many events there are of each kind, in the words of EXPECTED.json.
    fileprivate var counts: [String: Int] {
        reduce(into: [:]) { $0[$1.countedAs, default: 0] += 1 }
    }
}

extension ChatEvent {
    fileprivate var countedAs: String {
        switch kind {
        case .message: "add:liveChatTextMessageRenderer"
        case .paid(let text, _, _, _):
            text.isEmpty ? "add:liveChatPaidStickerRenderer" : "add:liveChatPaidMessageRenderer"
        case .membership: "add:liveChatMembershipItemRenderer"
        case .gift: "add:giftMessageViewModel"
        case .deleted, .authorCleared: typeName
        case .status: "status"
        case .unknown(let renderer):
            renderer.hasSuffix("Renderer") ? "add:" + renderer : renderer
        }
    }
}
