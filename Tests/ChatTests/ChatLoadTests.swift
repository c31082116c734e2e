import Affect
import FakeYouTube
import Foundation
import Signals
import Synchronization
import Testing

@testable import Chat

/// A loud room on loopback, from the server to the mood: nothing is lost before the sampling stage,
/// every drop is counted, memory stays bounded.
///
/// `scripts/chat-load` runs the long ones, which take as long as the chats do.
@Suite(.serialized) struct ChatLoadTests {
    static let isLong = ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] != nil

    private static let words = [
        "KEKW", "I hate this", "what a night", "so scary", "PogChamp", "nooo",
        "when does it start?",
    ]

    private func message(_ number: Int, authors: Int, at time: Double) -> ChatEvent {
        let author = "a\(number % authors)"
        return ChatEvent(
            id: "m\(number)", time: time, author: ChatAuthor(id: author, name: author),
            kind: .message(text: Self.words[number % Self.words.count]))
    }

    // MARK: In fast time

    @Test(arguments: [(50.0, 3_000, 1.0), (250, 2_500, 1), (500, 5_000, 1), (50, 1_000, 5)])
    func everyMessageIsHeardOrCounted(
        perSecond: Double, count: Int, pollSeconds: Double
    ) async throws {
        let chat = LiveChat(count: count, perSecond: perSecond) {
            $0.pollSeconds = pollSeconds
            $0.endsWithChat = true
        }
        let inlet = LiveInlet()
        var listener = Listener(reader: try MessageReader())
        let base = try await chat.fake.start()
        var beat = 0.0
        for try await event in try chat.source(base: base).events() {
            inlet.receive(event)
            guard chat.clock.now > beat else { continue }
            beat = chat.clock.now + 1 / 30
            _ = listener.hear(inlet.arrived(upTo: beat), at: beat)
        }
        _ = listener.hear(inlet.arrived(upTo: beat), at: beat)
        try await chat.fake.stop()
        #expect(inlet.dropped == 0)
        #expect(listener.counts.read + listener.counts.passedOver == count)
    }

    @Test func tenThousandASecondAreSampledAndCounted() throws {
        var listener = Listener(reader: try MessageReader())
        for beat in 0..<30 {
            let time = Double(beat) / 30
            let events = (0..<334).map { message(beat * 334 + $0, authors: 9_000, at: time) }
            let readings = listener.hear(events, at: time)
            #expect(readings.count <= RoomSettings().messagesPerMoment)
        }
        let counts = listener.counts
        #expect(counts.read + counts.passedOver == 10_020)
        #expect(counts.read >= 3_000 && counts.read <= 3_400)
        #expect(listener.mood(at: 1).strongest != .neutral)
    }

    @Test func aRoomThatNobodyEmptiesLosesTheOldestAndCountsThem() {
        let inlet = LiveInlet()
        for number in 0..<30_000 { inlet.receive(message(number, authors: 10, at: 0)) }
        let events = inlet.arrived(upTo: 0)
        #expect(events.count + inlet.dropped == 30_000)
        #expect(events.count == LiveInlet.usualBound && events.last?.id == "m29999")
    }

    // MARK: As long as it takes

    @Test(.enabled(if: isLong), arguments: [(50.0, 600.0, 1.0), (50, 60, 5), (500, 10, 1)])
    func aRealMinuteLosesNothing(
        perSecond: Double, seconds: Double, pollSeconds: Double
    ) async throws {
        var settings = FakeYouTube.Settings()
        settings.pollSeconds = pollSeconds
        let count = Int(perSecond * seconds)
        // What is said before the source is there would be history, and messages take a while to make.
        let start = Date().timeIntervalSince1970 + 10 + Double(count) / 1_000
        let chat = FakeChat.generated(
            count: count, perSecond: perSecond, from: start, authors: 5_000)
        let fake = FakeYouTube(chat, settings: settings)
        var youtube = YouTubeSource.Settings()
        youtube.base = try await fake.start()
        let source = try YouTubeSource("fakevideo01", settings: youtube)
        let room = Room(reader: try MessageReader())
        let filling = Task {
            for try await event in source.events() { room.receive(event) }
        }
        let clock = SystemChatClock()
        let memory = residentBytes()
        var peak = memory
        var beat = 0
        let began = clock.now
        while room.heard < count, clock.now < start + seconds + 60 {
            try await clock.sleep(until: began + Double(beat) / 30)
            room.beat(at: clock.now - began)
            if beat.isMultiple(of: 30) { peak = max(peak, residentBytes()) }
            beat += 1
        }
        filling.cancel()
        _ = try? await filling.value
        try await fake.stop()
        let delays = room.delays.sorted()
        print(
            "load: \(count) messages at \(perSecond) a second, polls every \(pollSeconds) s: "
                + "read \(room.counts.read), passed over \(room.counts.passedOver), dropped "
                + "\(room.dropped); from the source to the mood p50 \(delays.middle) ms, p99 "
                + "\(delays.nearlyAll) ms, worst \(delays.last ?? 0) ms; memory \(memory >> 20) MB, "
                + "at most \(peak >> 20) MB")
        #expect(room.heard == count && room.dropped == 0)
        #expect(peak - memory < 200 << 20)
    }

    @Test(.enabled(if: isLong)) func aRealSecondOfTenThousandIsHeardWhole() async throws {
        let room = Room(reader: try MessageReader())
        let clock = SystemChatClock()
        let began = clock.now
        let filling = Task {
            // A hundred every hundredth of a second, as fast as a machine gun.
            for burst in 0..<100 {
                try await clock.sleep(until: began + Double(burst) / 100)
                for number in 0..<100 {
                    room.receive(message(burst * 100 + number, authors: 9_000, at: clock.now))
                }
            }
        }
        var beat = 0
        while room.heard < 10_000, clock.now < began + 30 {
            try await clock.sleep(until: began + Double(beat) / 30)
            room.beat(at: clock.now - began)
            beat += 1
        }
        try await filling.value
        let delays = room.delays.sorted()
        print(
            "load: 10,000 messages in a second into the estimator: read \(room.counts.read), passed "
                + "over \(room.counts.passedOver), dropped \(room.dropped); to the mood p50 "
                + "\(delays.middle) ms, p99 \(delays.nearlyAll) ms, worst \(delays.last ?? 0) ms")
        #expect(room.heard == 10_000 && room.dropped == 0)
    }

    private func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ")
        return (fields?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}

/// An inlet and a listener, with the time that each message takes from the one into the other.
private final class Room: Sendable {
    private struct Inside {
        var listener: Listener
        var arrivals: [ContinuousClock.Instant] = []
        /// Milliseconds from the source to the mood.
        var delays: [Double] = []
    }
    private let inlet = LiveInlet()
    // A `Mutex`, since the source's task fills while the test's loop beats.
    private let inside: Mutex<Inside>

    init(reader: MessageReader) { inside = Mutex(Inside(listener: Listener(reader: reader))) }

    func receive(_ event: ChatEvent) {
        guard event.text != nil else { return }
        inside.withLock { $0.arrivals.append(.now) }
        inlet.receive(event)
    }

    func beat(at time: Double) {
        inside.withLock { inside in
            let arrivals = inside.arrivals
            let events = inlet.arrived(upTo: time)
            _ = inside.listener.hear(events, at: time)
            _ = inside.listener.mood(at: time)
            let now = ContinuousClock.now
            // One that was noted and not yet put in waits for the next beat.
            let heard = arrivals.prefix(events.count)
            inside.delays += heard.map { ($0.duration(to: now)) / .milliseconds(1) }
            inside.arrivals.removeFirst(heard.count)
        }
    }

    var counts: Listener.Counts { inside.withLock { $0.listener.counts } }
    var heard: Int { counts.read + counts.passedOver + inlet.dropped }
    var dropped: Int { inlet.dropped }
    var delays: [Double] { inside.withLock { $0.delays } }
}

extension [Double] {
    /// Half of a sorted list are at most this.
    fileprivate var middle: Double { isEmpty ? 0 : self[count / 2] }
    /// 99 of 100 of a sorted list are at most this.
    fileprivate var nearlyAll: Double { isEmpty ? 0 : self[Swift.min(count - 1, count * 99 / 100)] }
}
