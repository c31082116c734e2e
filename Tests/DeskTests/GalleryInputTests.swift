import Hummingbird
import HummingbirdTesting
import Signals
import Synchronization
import Testing

@testable import Desk

/// Cameras, buttons and sensors in the room.
@Suite struct GalleryInputTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func speak(_ key: String, _ body: String) async throws -> HTTPResponse.Status {
        try await pages.ask(
            .post, "/gallery/mood", [.authorization: "Bearer \(key)"], body: body
        ).status
    }

    @Test func aKeyIsOneVoice() async throws {
        let key = try #require(pages.board.inputs.issue("camera"))
        let body = #"{"mood":{"anger":0.6,"fear":0.2}}"#
        #expect(try await speak(key, body) == .accepted)
        #expect(try await speak(key, body) == .tooManyRequests)
        let tap = try #require(pages.board.takeTaps().first)
        #expect(tap.voice == "input camera" && tap.name == "camera")
        #expect(abs(tap.mood[.anger] - 0.75) < 1e-9 && tap.emotion == .anger)
        #expect(pages.board.inputs.list == [.init(name: "camera", heard: 1, refused: 1)])
    }

    @Test(arguments: [
        "", "[]", #"{"mood":{"hunger":1}}"#, #"{"mood":{"fear":1.5}}"#, #"{"mood":{"fear":-1}}"#,
        #"{"mood":{"fear":null}}"#, #"{"emotion":"fear","mood":{}}"#, #"{"emotion":"fear","x":1}"#,
        #"{"emotion":"fear","strength":2}"#, #"{"emotion":"fear","strength":null}"#, "{}",
    ])
    func whatIsNoMoodIsRefused(body: String) async throws {
        let key = try #require(pages.board.inputs.issue("camera"))
        #expect(try await speak(key, body) == .badRequest)
        #expect(pages.board.takeTaps().isEmpty)
    }

    @Test func nothingFeltIsNeutral() async throws {
        let key = try #require(pages.board.inputs.issue("camera"))
        #expect(try await speak(key, #"{"mood":{"anger":0,"fear":0}}"#) == .accepted)
        #expect(pages.board.takeTaps().first?.mood == Mood(.neutral))
    }

    @Test func aNewKeyReplacesTheOldAndAKeyTakenBackOpensNothing() async throws {
        let inputs = pages.board.inputs
        let old = try #require(inputs.issue("button"))
        let new = try #require(inputs.issue("button"))
        #expect(try await speak(old, #"{"emotion":"fear"}"#) == .unauthorized)
        #expect(try await speak(new, #"{"emotion":"fear"}"#) == .accepted)
        #expect(inputs.revoke("button") && !inputs.revoke("button"))
        #expect(try await speak(new, #"{"emotion":"fear"}"#) == .unauthorized)
    }

    @Test func aKeyMovesToAnotherPlaceOnceItWasSilent() throws {
        let time = Mutex(ContinuousClock.now)
        let inputs = GalleryInputs { time.withLock { $0 } }
        let key = try #require(inputs.issue("sensor"))
        #expect(inputs.hear(key: key, from: "10.0.0.1") == .heard(name: "sensor"))
        time.withLock { $0 += .seconds(1) }
        #expect(inputs.hear(key: key, from: "10.0.0.2") == .elsewhere)
        #expect(inputs.hear(key: key, from: "10.0.0.1") == .heard(name: "sensor"))
        time.withLock { $0 += GalleryInputs.patience }
        #expect(inputs.hear(key: key, from: "10.0.0.2") == .heard(name: "sensor"))
        #expect(inputs.hear(key: "guess", from: "10.0.0.2") == .unknown)
    }

    @Test func inputsAreBoundedAndNamed() {
        let inputs = GalleryInputs()
        for name in ["", "..", ".a", "-a", "a b", "a/b", "ä", String(repeating: "a", count: 41)] {
            #expect(inputs.issue(name) == nil, "\(name)")
        }
        for number in 0..<GalleryInputs.most { #expect(inputs.issue("input-\(number)") != nil) }
        #expect(inputs.issue("one-more") == nil && inputs.issue("input-0") != nil)
    }

    @Test func whatComesOverOSCNeedsTheKeyToo() throws {
        let key = try #require(pages.board.inputs.issue("fader"))
        pages.board.hear(Mood(.surprise), key: "guess", from: "10.0.0.1")
        pages.board.hear(Mood(.surprise), key: key, from: "10.0.0.1")
        pages.board.hear(Mood(.surprise), key: key, from: "10.0.0.1")
        #expect(pages.board.takeTaps().map(\.voice) == ["input fader"])
    }
}
