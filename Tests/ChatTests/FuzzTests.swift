import Foundation
import Signals
import Testing

@testable import Chat

/// Chats that were damaged at random: nothing crashes, nothing hangs, and what is read is safe to draw.
///
/// `EMOTIONMOTION_LONG_TESTS=1` does it for ten minutes, with the captured chats beside the repository
/// too where they are there.
@Suite struct FuzzTests {
    static let isLong = ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] != nil

    private static let shared = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../../shared/data/chat")
        .standardized

    /// Whole files of every form, by name; the captured ones up to `longest` bytes.
    private static func seeds(longest: Int) throws -> [(name: String, bytes: Data)] {
        let names = [
            "chat_downloader.json", "damaged.live_chat.json", "events.jsonl", "get_live_chat.json",
            "live.live_chat.json", "plain.txt", "replay.live_chat.json",
        ]
        var seeds = try names.map { ($0, try Fixture.bytes($0)) }
        let files = FileManager.default.enumerator(at: shared, includingPropertiesForKeys: nil)
        let urls = (files?.compactMap { $0 as? URL } ?? []).sorted { $0.path < $1.path }
        for url in urls {
            guard let bytes = try? Data(contentsOf: url), bytes.count <= longest else { continue }
            seeds.append((url.lastPathComponent, bytes))
        }
        return seeds
    }

    private static let pieces: [String] = [
        "{", "}", "[", "]", "\"", "\\", "\\u0000", "\\ud800", ",", ":", "null", "true", "-1",
        "1e999",
        "NaN", "\n", "\r\n", "\u{0}", "\u{202E}", "\u{FEFF}", "👩‍👩‍👧‍👦", "\"runs\":", "\"text\":5",
        "\"actions\":[", "\"id\":null", "\"timestampUsec\":\"99999999999999999999999\"",
        "\"videoOffsetTimeMsec\":\"-5\"", "@badges=;", "PRIVMSG #", "[99:99:99] ",
        String(repeating: "[", count: 3_000), String(repeating: "{\"a\":", count: 2_000),
        String(repeating: "e\u{301}", count: 900),
    ]

    /// A damaged copy: bytes flipped, cut out, doubled, cut off, and words put where they do harm.
    private static func damaged(_ bytes: Data, by random: inout SeededRandom) -> Data {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: 0...damaged.count, using: &random)
            let end = min(damaged.count, place + Int.random(in: 0...200, using: &random))
            switch random.next() % 7 {
            case 0 where place < damaged.count:
                damaged[place] = UInt8.random(in: 0...255, using: &random)
            case 1: damaged.removeSubrange(place..<end)
            case 2: damaged.insert(contentsOf: Data(damaged[place..<end]), at: place)
            case 3 where random.next() % 4 == 0: damaged = Data(damaged.prefix(place))
            case 4 where random.next() % 4 == 0: damaged = Data(damaged.dropFirst(place))
            default:
                let piece = pieces.randomElement(using: &random) ?? ""
                damaged.insert(contentsOf: Data(piece.utf8), at: place)
            }
        }
        return damaged
    }

    /// Reads the bytes in every way that bytes from outside are read.
    private static func read(_ bytes: Data) -> [ChatEvent] {
        var events = (try? Recording(bytes))?.startingAtZero.events ?? []
        events += YouTubePoll(bytes)?.events.map(\.event) ?? []
        let page = YouTubePage(bytes)
        _ = (page.client, page.video, page.isLive, page.isUpcoming, page.isReplay)
        _ = (page.continuation, page.allMessages, page.closed, page.refusal, page.liveVideo)
        let line = String(decoding: bytes.prefix(1_000), as: UTF8.self)
        events += TwitchLine(line).map { [$0.event.event] } ?? []
        _ = try? YouTubeAddress(line)
        return events
    }

    private static func check(_ events: [ChatEvent], of name: String) {
        for event in events {
            #expect((event.text ?? "").count <= ChatText.longest, "\(name)")
            #expect(event.time.isFinite, "\(name)")
            let controls = (event.text ?? "").unicodeScalars.contains { $0.value < 0x20 }
            #expect(!controls, "\(name)")
        }
    }

    @Test func damagedChatsAreReadOrRefused() throws {
        var random = SeededRandom(seed: 2_718)
        let seeds = try Self.seeds(longest: 6_000)
        var found = 0
        for round in 0..<400 {
            let seed = seeds[round % seeds.count]
            let events = Self.read(Self.damaged(seed.bytes, by: &random))
            found += events.count
            Self.check(events, of: "\(seed.name), round \(round)")
        }
        #expect(found > 100)
    }

    @Test(.enabled(if: isLong)) func tenMinutesOfDamagedChats() throws {
        let seconds = ProcessInfo.processInfo.environment["EMOTIONMOTION_FUZZ_SECONDS"]
            .flatMap(Double.init)
        let start = ContinuousClock.now
        let end = start + .seconds(seconds ?? 600)
        let seeds = try Self.seeds(longest: 500_000)
        // Where the process dies, this file holds what killed it.
        let last = FileManager.default.temporaryDirectory.appendingPathComponent("last-fuzzed.bin")
        var random = SeededRandom(seed: UInt64(Date().timeIntervalSince1970))
        var rounds = 0
        var events = 0
        var longest = Duration.zero
        while ContinuousClock.now < end {
            // Small files first: most of the forms, at many times the pace.
            let seed = seeds[Int(random.next() % UInt64(seeds.count))]
            if seed.bytes.count > 50_000, random.next() % 8 != 0 { continue }
            let bytes = Self.damaged(seed.bytes, by: &random)
            try bytes.write(to: last)
            let began = ContinuousClock.now
            let found = Self.read(bytes)
            longest = max(longest, .now - began)
            Self.check(found, of: seed.name)
            rounds += 1
            events += found.count
            #expect(.now - began < .seconds(30), "\(seed.name) takes too long")
        }
        print(
            "fuzzing: \(rounds) damaged chats of \(seeds.count), \(events) events, "
                + "the longest took \(longest)")
        #expect(rounds > 100)
    }
}
