import Signals
import Testing

@testable import Chat

@Suite struct DemoTests {
    private let demo: Recording

    init() throws { demo = try Recording.demo() }

    @Test func itLastsTwoMinutesAndBeginsAtOnce() throws {
        #expect((200...260).contains(demo.events.count))
        #expect(try #require(demo.firstTime) < 1)
        #expect((115...120).contains(try #require(demo.lastTime)))
        #expect(demo.problems.isEmpty)
        let pauses = zip(demo.events, demo.events.dropFirst()).map { $1.time - $0.time }
        #expect(try #require(pauses.max()) < 2)
    }

    @Test func manyPeopleSpeakInManyScripts() {
        #expect(Set(demo.events.compactMap(\.author?.id)).count >= 40)
        let scalars = Set(demo.events.compactMap(\.text).joined().unicodeScalars.map(\.value))
        for script in [
            0x0400...0x04FF, 0x0600...0x06FF, 0x0900...0x097F, 0x3040...0x30FF,
            0x4E00...0x9FFF, 0xAC00...0xD7AF,
        ] as [ClosedRange<UInt32>] {
            #expect(!scalars.isDisjoint(with: script))
        }
    }

    @Test func everyKindOfEventThatAShowMeetsIsThere() {
        let names = Set(demo.events.map(\.typeName))
        #expect(names == ["message", "paid", "membership", "gift", "deleted"])
        let roles = Set(demo.events.flatMap { $0.author?.roles ?? [] })
        #expect(roles == Set(ChatAuthor.Role.allCases))
        let ids = demo.events.map(\.id)
        #expect(Set(ids).count == ids.count)
        for case .deleted(let target) in demo.events.map(\.kind) { #expect(ids.contains(target)) }
    }

    /// A word or sign of each act's mood, in the order of the acts.
    @Test(arguments: [
        (2, "evening"), (20, "😍"), (40, "PogChamp"), (56, "monkaS"), (72, "🤢"), (88, "😡"),
        (104, "BibleThump"), (116, "👏"),
    ])
    func theActsFollowEachOther(second: Double, sign: String) {
        let near = demo.events.filter { abs($0.time - second) < 8 }.compactMap(\.text)
        #expect(near.contains { $0.contains(sign) }, "\(sign) near \(second) s")
    }
}
