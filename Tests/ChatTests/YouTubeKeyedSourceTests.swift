import FakeYouTube
import Foundation
import Signals
import Testing

@testable import Chat

@Suite struct YouTubeKeyedSourceTests {
    private static let secret = "AIzaSyTheSecretOfNobody_0123456789"
    private let key = YouTubeKey(secret)!
    private static let start = ShortClock().now

    /// What a source tells of a script, until it ends or `isEnough` says so.
    private func events(
        _ script: ScriptedMessages, lookup: ScriptedLookup? = nil,
        until isEnough: (ChatEvent) -> Bool = { _ in false }
    ) async throws -> [ChatEvent] {
        var settings = YouTubeSource.Settings()
        settings.api = ScriptedLookup.base
        settings.base = "http://127.0.0.1:9"
        let source = try YouTubeKeyedSource(
            "fakevideo01", access: YouTubeAccess(key: key, stream: script), settings: settings,
            fetcher: lookup ?? ScriptedLookup(key: key), clock: ShortClock())
        var events = [ChatEvent]()
        for try await event in source.events() {
            events.append(event)
            if isEnough(event) { break }
        }
        return events
    }

    @Test func historyIsNotHandedOnAndWhatFollowsIs() async throws {
        let script = ScriptedMessages([
            [
                .opens, .texts(0..<5, next: "p1", from: Self.start),
                .texts(5..<8, next: "p2", from: Self.start), .silence,
            ]
        ])
        let events = try await events(script) { $0.id == "m7" }
        #expect(events.messages == ["m5", "m6", "m7"])
        #expect(events.map(\.time).suffix(3) == [5, 6, 7].map { Self.start + $0 })
        #expect(events.states == [.connecting, .live])
        #expect(
            events.reasons(for: .live) == ["With a key: 6 units of its daily quota used."])
        #expect(await script.chats == ["the chat"])
    }

    @Test func historyInSeveralPiecesIsKnownByItsAge() async throws {
        let script = ScriptedMessages([
            [
                .opens, .texts(0..<2, next: "p1", from: Self.start - 600),
                .texts(2..<4, next: "p2", from: Self.start - 500),
                .texts(4..<6, next: "p3", from: Self.start), .silence,
            ]
        ])
        #expect(try await events(script) { $0.id == "m5" }.messages == ["m4", "m5"])
    }

    @Test func aBrokenStreamGoesOnWhereItStoodWithoutLossOrDoubles() async throws {
        let cut = YouTubeFailure(status: "UNAVAILABLE", words: "connection reset")
        let script = ScriptedMessages([
            [.opens, .texts(0..<1, next: "p1", from: Self.start)],
            [.opens, .texts(1..<4, next: "p2", from: Self.start), .fails(cut)],
            [.fails(cut)],
            [.opens, .texts(2..<7, next: "p3", from: Self.start), .silence],
        ])
        let events = try await events(script) { $0.id == "m6" }
        #expect(events.messages == (1...6).map { "m\($0)" })
        #expect(await script.pages == [nil, "p1", "p2", "p2"])
        #expect(events.states == [.connecting, .live, .gap, .live])
        #expect(Set(events.map(\.id)).count == events.count)
        // 1 for the look-up and 5 for each of four connections.
        #expect(events.reasons(for: .live).last?.contains("21 units") == true)
    }

    @Test func aForgottenPlaceIsMadeUpForFromTheHistory() async throws {
        let script = ScriptedMessages([
            [
                .opens, .texts(0..<1, next: "p1", from: Self.start),
                .texts(1..<3, next: "p2", from: Self.start),
                .fails(YouTubeFailure(status: "UNAVAILABLE", words: "")),
            ],
            [.fails(YouTubeFailure(status: "INVALID_ARGUMENT", words: "pageToken"))],
            [.opens, .texts(0..<6, next: "p3", from: Self.start), .silence],
        ])
        let events = try await events(script) { $0.id == "m5" }
        #expect(events.messages == (1...5).map { "m\($0)" })
        #expect(await script.pages == [nil, "p2", nil])
    }

    @Test(arguments: [
        ("FAILED_PRECONDITION", "The chat has ended or is switched off."),
        ("NOT_FOUND", "There is no such chat (any more): it was deleted."),
        ("INVALID_ARGUMENT", "YouTube does not know this chat."),
    ])
    func whatCannotBeMendedEndsInPlainWords(status: String, words: String) async throws {
        let script = ScriptedMessages([
            [.fails(YouTubeFailure(status: status, words: "it says \(Self.secret)"))]
        ])
        let events = try await events(script)
        let reason = try #require(events.reasons(for: .ended).first)
        #expect(reason.hasPrefix(words + " YouTube says: it says …"))
        #expect(!reason.contains(Self.secret))
    }

    @Test func theChatsOwnEndIsSaid() async throws {
        let end = YouTubeOfficialItem(type: "chatEndedEvent")
        let script = ScriptedMessages([
            [
                .opens, .texts(0..<1, next: "p1", from: Self.start),
                .piece(YouTubeMessages(items: [end], nextPage: nil)), .silence,
            ]
        ])
        let events = try await events(script)
        #expect(
            events.reasons(for: .ended)
                == ["The chat has ended. (6 units of its daily quota used.)"])
    }

    @Test func aStreamOffTheAirEndsWithTheConnection() async throws {
        let last = YouTubeMessages(
            items: [.text(1, from: Self.start)], nextPage: "p2", isOffline: true)
        let script = ScriptedMessages([
            [.opens, .texts(0..<1, next: "p1", from: Self.start), .piece(last)]
        ])
        let events = try await events(script)
        #expect(events.messages == ["m1"])
        #expect(events.reasons(for: .ended).first?.hasPrefix("The stream is over.") == true)
    }

    @Test(arguments: [
        (#"{"items":[]}"#, "There is no such stream"),
        (#"{"items":[{}]}"#, "The video is no live stream"),
        (#"{"items":[{"liveStreamingDetails":{"actualEndTime":"x"}}]}"#, "The stream is over."),
        (#"{"items":[{"liveStreamingDetails":{}}]}"#, "The stream has no chat"),
    ])
    func aVideoWithoutAChatSaysWhy(answer: String, words: String) async throws {
        let events = try await events(
            ScriptedMessages([]), lookup: ScriptedLookup(answer: answer, key: key))
        #expect(events.states == [.connecting, .ended])
        #expect(events.reasons(for: .ended).first?.hasPrefix(words) == true)
    }

    @Test func cancellingEndsTheWait() async throws {
        let script = ScriptedMessages([[.opens, .silence]])
        let following = Task { try await events(script) }
        while await script.pages.isEmpty { await Task.yield() }
        following.cancel()
        _ = try await following.value
    }
}

/// What happens when the key serves no longer.
@Suite struct YouTubeKeylessFallbackTests {
    private let key = YouTubeKey("AIzaSyTheSecretOfNobody_0123456789")!

    /// A source whose key fails, before the fake YouTube's chat; until the chat's end.
    private func events(
        _ script: ScriptedMessages, lookup: ScriptedLookup, count: Int, before: Double = 0
    ) async throws -> [ChatEvent] {
        let chat = LiveChat(count: count, before: before) { $0.endsWithChat = true }
        var settings = YouTubeSource.Settings()
        settings.base = try await chat.fake.start()
        settings.api = ScriptedLookup.base
        let source = try YouTubeKeyedSource(
            "fakevideo01", access: YouTubeAccess(key: key, stream: script), settings: settings,
            fetcher: lookup, clock: PatientClock(fast: chat.clock))
        var events = [ChatEvent]()
        for try await event in source.events() { events.append(event) }
        try await chat.fake.stop()
        return events
    }

    @Test(arguments: [
        (#"{"error":{"code":403,"errors":[{"reason":"quotaExceeded"}]}}"#, 403, "quota is used up"),
        (
            #"{"error":{"status":"INVALID_ARGUMENT","message":"API key not valid."}}"#, 400,
            "does not accept the key"
        ),
        (
            #"{"error":{"status":"PERMISSION_DENIED","message":"API v3 has not been used"}}"#, 403,
            "has not switched the YouTube Data API v3 on"
        ),
    ])
    func aKeyThatIsRefusedAtOnceGivesWayToThePage(
        answer: String, status: Int, words: String
    ) async throws {
        let lookup = ScriptedLookup(answer: answer, status: status, key: key)
        let events = try await events(ScriptedMessages([]), lookup: lookup, count: 20)
        #expect(events.messages == (0..<20).map { "m\($0)" })
        let gap = try #require(events.reasons(for: .gap).first)
        #expect(gap.contains(words) && gap.contains("Going on without a key (1 units"))
        #expect(events.states.last == .ended)
        #expect(Set(events.map(\.id)).count == events.count)
    }

    @Test func whenTheQuotaIsGoneThePageGoesOnWhereTheKeyStopped() async throws {
        // The fake chat's messages are half seconds after whole ones from 30 s before the start on.
        let start = FastClock.start - 30 + 0.5
        let script = ScriptedMessages([
            [
                .opens, .texts(0..<10, next: "p1", from: start),
                .texts(10..<20, next: "p2", from: start),
                .fails(
                    YouTubeFailure(
                        status: "RESOURCE_EXHAUSTED",
                        words: "Quota exceeded for quota metric 'Queries' per day")),
            ]
        ])
        let events = try await events(
            script, lookup: ScriptedLookup(key: key), count: 40, before: 30)
        #expect(events.messages == (10..<40).map { "m\($0)" })
        #expect(events.reasons(for: .gap).first?.contains("6 units") == true)
    }

    @Test func tooManyQuestionsAMinuteIsWaitedFor() {
        let failure = YouTubeFailure(
            status: "RESOURCE_EXHAUSTED", words: "limit 'Queries per minute' of service")
        let trouble = YouTubeKeyTrouble(failure, key: key, hadPage: true)
        #expect(trouble.remedy == .wait(seconds: 60))
    }
}
