import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct YouTubeItemTests {
    private let events: [String: ChatEvent]

    init() throws {
        let recording = try Fixture.recording("get_live_chat.json")
        events = Dictionary(
            recording.events.filter { !$0.id.isEmpty }.map { ($0.id, $0) }, uniquingKeysWith: { $1 }
        )
    }

    @Test func emojiBecomeCharactersAndAChannelsOwnKeepTheirShortcut() {
        #expect(events["t1"]?.text == "so good 😀 :_puppet:")
    }

    @Test func controlCharactersAreGone() {
        #expect(events["t2"]?.text == "hello there friend")
    }

    @Test func rolesComeFromBadges() {
        #expect(events["t1"]?.author?.roles == [.verified, .owner])
        #expect(events["t2"]?.author?.roles == [.moderator])
        #expect(events["t3"]?.author?.roles == [.member])
        #expect(events["p1"]?.author == ChatAuthor(id: "UC-Remy", name: "Remy"))
    }

    @Test func paymentsCarryAmountAndCurrency() {
        #expect(
            events["p1"]?.kind
                == .paid(text: "dance on!", amount: 50, currency: "SEK", display: "SEK 50.00"))
        #expect(
            events["p2"]?.kind
                == .paid(text: "", amount: 1_000, currency: "JPY", display: "￥1,000"))
    }

    @Test func membersAndGiversAreNamed() {
        #expect(events["m1"]?.kind == .membership(text: "Welcome to the front row!"))
        #expect(events["m1"]?.author?.roles == [.member])
        #expect(events["m2"]?.kind == .membership(text: "half a year of joy"))
        #expect(events["g1"]?.kind == .gift(text: "Sent 5 gift memberships"))
        #expect(events["g1"]?.author == ChatAuthor(id: "UC-Lark", name: "Lark", roles: [.member]))
        #expect(events["g2"]?.kind == .gift(text: "received a gift membership by Lark"))
    }

    @Test func aReplacementIsWhatItPutsInPlace() {
        #expect(events["t9"]?.text == "let through")
    }

    @Test func copiesInsideTickersAndBannersAreNoMessages() throws {
        let recording = try Fixture.recording("get_live_chat.json")
        #expect(recording.events.count { $0.id == "p1" } == 1)
        #expect(!recording.events.contains { $0.text == "pinned" })
        #expect(
            recording.problems.unknown == [
                "addLiveChatTickerItemAction": 1, "addBannerToLiveChatCommand": 1,
                "liveChatHologramRenderer": 1,
            ])
    }
}
