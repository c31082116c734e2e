import FakeYouTube
import Foundation
import Signals
import Synchronization
import Testing

@testable import Chat

@Suite struct YouTubeSourceTests {
    @Test func allMessagesComeOnceInTheirOrderAndTheEndIsSaid() async throws {
        let chat = LiveChat(count: 300, perSecond: 20) { $0.endsWithChat = true }
        let events = try await chat.events()
        #expect(difference(events.messages, (0..<300).map { "m\($0)" }) == nil)
        #expect(events.states == [.connecting, .live, .ended])
        #expect(events.reasons(for: .ended) == ["The chat has ended."])
        #expect(Set(events.map(\.id)).count == events.count)
    }

    @Test func messagesKeepTheTimesTheyWereWrittenAt() async throws {
        let chat = LiveChat(count: 10, perSecond: 2)
        let events = try await chat.events { $0.id == "m9" }
        let times = events.filter { $0.id.hasPrefix("m") }.map(\.time)
        #expect(times == (0..<10).map { FastClock.start + 0.5 + Double($0) / 2 })
    }

    @Test(arguments: [0, 2.0])
    func messagesOfOnePollAreHeldBackNoLongerThanTheBound(longest: Double) async throws {
        let chat = LiveChat(count: 100, perSecond: 5) {
            $0.pollSeconds = 5
            $0.endsWithChat = true
        }
        let base = try await chat.fake.start()
        var count = 0
        for try await event in try chat.source(base: base, { $0.longestDelay = longest }).events()
        where event.id.hasPrefix("m") {
            count += 1
        }
        try await chat.fake.stop()
        #expect(count == 100)
        // Polls are at whole multiples of five seconds; all other waits are for messages.
        let held = chat.clock.waits.map { ($0 - FastClock.start).remainder(dividingBy: 5) }
            .map { $0 < -1e-3 ? $0 + 5 : $0 }.filter { $0 > 1e-3 }
        #expect(held.allSatisfy { $0 <= longest + 1e-3 })
    }

    @Test func twoHundredAndFiftyMessagesInEveryPollAllCome() async throws {
        let chat = LiveChat(count: 10_000, perSecond: 250) { $0.endsWithChat = true }
        let events = try await chat.events()
        #expect(difference(events.messages, (0..<10_000).map { "m\($0)" }) == nil)
    }

    @Test func historyIsNotHandedOn() async throws {
        let chat = LiveChat(count: 40, before: 30)
        let events = try await chat.events { $0.id == "m39" }
        #expect(events.messages == (30..<40).map { "m\($0)" })
    }

    @Test(arguments: [
        "@fake", "https://www.youtube.com/@fake/live", "youtu.be/fakevideo01?si=x",
        "https://m.youtube.com/watch?app=desktop&v=fakevideo01&t=3",
    ])
    func everyWayToWriteTheStreamLeadsToIt(address: String) async throws {
        let chat = LiveChat(count: 3)
        #expect(try await chat.events(address) { $0.id == "m2" }.messages == ["m0", "m1", "m2"])
    }

    @Test func aRoomForFreeChatGivesWayToTheStreamThatIsLive() async throws {
        let chat = LiveChat(count: 3) { $0.hasFreeChat = true }
        #expect(try await chat.events("@fake") { $0.id == "m2" }.messages.count == 3)
    }

    @Test func consentIsAnsweredWithACookie() async throws {
        let chat = LiveChat(count: 3) { $0.asksForConsent = true }
        #expect(try await chat.events { $0.id == "m2" }.messages.count == 3)
    }

    @Test func aWaitingRoomIsALiveChat() async throws {
        let chat = LiveChat(count: 3)
        chat.fake.change(to: .upcoming)
        #expect(try await chat.events("@fake") { $0.id == "m2" }.messages.count == 3)
    }

    // MARK: Endings

    @Test(arguments: [
        (FakeState.ended, "The chat has ended."), (.replay, "a recording now"),
        (.hidden, "private"), (.deleted, "deleted"),
        (.closed(words: "Members \"only\"."), "YouTube says: Members \"only\"."),
    ])
    func aStreamThatStopsSaysWhy(state: FakeState, words: String) async throws {
        let chat = LiveChat(count: 1_000)
        chat.fake.change(to: state, withPoll: 8)
        let events = try await chat.events()
        #expect(events.states.last == .ended)
        #expect(events.reasons(for: .ended).first?.contains(words) == true)
        #expect(events.messages.starts(with: ["m0", "m1", "m2", "m3", "m4"]))
    }

    @Test(arguments: [
        (FakeState.ended, "was never live"), (.replay, "a recording now"), (.hidden, "private"),
        (.deleted, "no such stream"), (.closed(words: "Off."), "YouTube says: Off."),
    ])
    func aStreamThatCannotBeEnteredSaysWhy(state: FakeState, words: String) async throws {
        let chat = LiveChat(count: 5)
        chat.fake.change(to: state)
        let events = try await chat.events()
        #expect(events.states == [.connecting, .ended])
        #expect(events.reasons(for: .ended).first?.contains(words) == true)
    }

    @Test func aChannelWithoutAStreamAndOneThatIsNotThereSaySo() async throws {
        let chat = LiveChat(count: 5)
        chat.fake.change(to: .ended)
        let events = try await chat.events("@fake")
        #expect(events.reasons(for: .ended).first?.contains("nothing live") == true)
        let stranger = try await LiveChat(count: 5).events("@nobody")
        #expect(stranger.reasons(for: .ended).first?.contains("no such") == true)
    }

    // MARK: Faults on the way

    @Test(arguments: [
        FakeFault.status(500), .status(503), .status(429), .cut, .wrong, .hang, .hangUp, .slow,
    ])
    func afterAFaultOfAPollNothingIsLostAndNothingDoubled(fault: FakeFault) async throws {
        let chat = LiveChat(count: 1_000)
        chat.fake.inject(fault, at: .poll, times: 2, fromVisit: 8)
        let events = try await chat.events(fetcher: HastyFetcher(fake: chat.fake)) {
            $0.id == "m200"
        }
        #expect(difference(events.messages, (0...200).map { "m\($0)" }) == nil)
        #expect(events.states == [.connecting, .live, .gap, .live])
        #expect(events.reasons(for: .gap).first?.isEmpty == false)
        #expect(chat.fake.faultsLeft == 0)
    }

    @Test(arguments: [FakeDoor.page, .chat])
    func faultsOnTheWayInAreWaitedOut(door: FakeDoor) async throws {
        let chat = LiveChat(count: 500, perSecond: 5)
        for fault in [FakeFault.status(503), .cut, .wrong, .status(429), .hangUp] {
            chat.fake.inject(fault, at: door)
        }
        let events = try await chat.events { _ in chat.clock.now > FastClock.start + 90 }
        #expect(events.states.first == .connecting)
        #expect(events.states.last == .live)
        #expect(chat.fake.faultsLeft == 0)
    }

    @Test func tooManyQuestionsArePausedAsLongAsYouTubeAsks() async throws {
        for (asked, seconds) in [("120", 120.0), ("5", 60), ("garbage", 60)] {
            let chat = LiveChat(count: 1_000)
            chat.fake.inject(.status(429, retryAfter: asked), at: .poll, fromVisit: 8)
            let events = try await chat.events { $0.id == "m200" }
            let times = events.filter { $0.id.hasPrefix("status") }.map(\.time)
            #expect(events.states == [.connecting, .live, .gap, .live])
            let waited = (times.last ?? 0) - times[times.count - 2]
            #expect(waited >= seconds && waited < seconds + 2, "\(asked): \(waited)")
        }
    }

    @Test func aDeafContinuationIsReplacedFromThePage() async throws {
        let chat = LiveChat(count: 2_000)
        chat.fake.inject(.deaf, at: .poll, fromVisit: 12)
        let events = try await chat.events { $0.id == "m300" }
        // The history of 75 reaches back over the quiet minute.
        #expect(difference(events.messages, (0...300).map { "m\($0)" }) == nil)
        #expect(events.states == [.connecting, .live, .gap, .live])
        #expect(events.reasons(for: .gap).first?.contains("No message for") == true)
    }

    @Test func aSingle400IsLookedIntoAndASecondEndsTheChat() async throws {
        let chat = LiveChat(count: 1_000)
        chat.fake.inject(.status(400), at: .poll, fromVisit: 5)
        chat.fake.inject(.status(400), at: .poll, times: 2, fromVisit: 20)
        let events = try await chat.events()
        #expect(events.states == [.connecting, .live, .gap, .live, .gap, .ended])
        #expect(events.reasons(for: .ended).first?.contains("a recording now") == true)
        #expect(events.messages.starts(with: (0...9).map { "m\($0)" }))
        #expect(Set(events.messages).count == events.messages.count)
    }

    @Test func aServerThatDiesAndReturnsCostsNothing() async throws {
        let chat = LiveChat(count: 3_000)
        let fake = chat.fake
        let port = Mutex(0)
        let fetcher = InterruptingFetcher([
            8: { try await fake.stop() },
            11: { _ = try await fake.start(port: port.withLock { $0 }) },
        ])
        let base = try await fake.start()
        port.withLock { $0 = Int(base.split(separator: ":").last ?? "") ?? 0 }
        var events = [ChatEvent]()
        for try await event in try chat.source(base: base, fetcher: fetcher).events() {
            events.append(event)
            if event.id == "m400" { break }
        }
        try await fake.stop()
        #expect(difference(events.messages, (0...400).map { "m\($0)" }) == nil)
        #expect(events.states == [.connecting, .live, .gap, .live])
    }

    @Test func damagedAnswersAreReadAsFarAsTheyGoOrRefused() throws {
        let actions = (0..<3).map { FakeChat.text("words \($0)", id: "\($0)", author: "a", at: 9) }
        let whole = Data(
            (#"{"responseContext":{},"continuationContents":{"liveChatContinuation":{"#
                + #""continuations":[{"timedContinuationData":{"timeoutMs":5,"continuation":"c"}}],"#
                + #""actions":[\#(actions.joined(separator: ","))]}}}"#).utf8)
        #expect(YouTubePoll(whole)?.events.count == 3)
        var random = SeededRandom(seed: 11)
        var read = 0
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
            }
            if Bool.random(using: &random) {
                bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
            }
            guard let poll = YouTubePoll(bytes) else { continue }
            read += 1
            #expect(poll.events.count <= poll.actions && poll.actions <= 3)
        }
        #expect(read > 100)
    }

    @Test func cancellingEndsAtOnceWhileAnAnswerIsAwaited() async throws {
        let chat = LiveChat(count: 10)
        let base = try await chat.fake.start()
        chat.fake.inject(.hang, at: .poll)
        let source = try chat.source(base: base)
        let inlet = LiveInlet()
        let task = Task { try await source.fill(inlet) }
        while chat.fake.visits(to: .poll) == 0 { try await Task.sleep(for: .milliseconds(2)) }
        let began = ContinuousClock.now
        task.cancel()
        try await task.value
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(inlet.arrived(upTo: 0).states == [.connecting])
        #expect(inlet.isFinished)
        try await chat.fake.stop()
    }

    @Test func aDayWithTwoHundredFaultsEndsWithTheRightCounts() async throws {
        let chat = LiveChat(count: 8_640, perSecond: 0.1) {
            $0.pollSeconds = 30
            $0.endsWithChat = true
        }
        let kinds: [FakeFault] = [
            .status(500), .status(503), .status(429, retryAfter: "90"), .cut, .wrong, .hangUp,
            .status(400), .deaf, .slow, .hang,
        ]
        let doors: [FakeFault] = [.status(503), .cut, .wrong, .hangUp, .status(429)]
        for number in 0..<180 {
            chat.fake.inject(kinds[number % 10], at: .poll, fromVisit: 5 + number * 12)
        }
        // The pages are fetched again after each 400 and each deaf continuation.
        for number in 0..<10 {
            chat.fake.inject(doors[number % 5], at: .page, fromVisit: 3 + number * 2)
            chat.fake.inject(doors[number % 5], at: .chat, fromVisit: 4 + number * 2)
        }
        // Who waits in vain for an answer waits a moment here; the day itself passes at once.
        let events = try await chat.events(fetcher: HastyFetcher(fake: chat.fake))
        #expect(chat.fake.faultsLeft == 0)
        #expect(difference(events.messages, (0..<8_640).map { "m\($0)" }) == nil)
        #expect(events.states.last == .ended)
        #expect(chat.clock.now - FastClock.start > 86_000)
    }
}
