import Foundation
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
        #expect(
            pages.board.inputs.list == [
                .init(name: "camera", heard: 1, refused: 1, secondsSilent: 0)
            ])
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

    @Test func theDeskSeesWhenAnInputWasLastHeard() throws {
        let time = Mutex(ContinuousClock.now)
        let inputs = GalleryInputs { time.withLock { $0 } }
        let key = try #require(inputs.issue("sensor"))
        #expect(inputs.list.map(\.secondsSilent) == [nil])
        _ = inputs.hear(key: key, from: "10.0.0.1")
        time.withLock { $0 += .milliseconds(12_340) }
        #expect(inputs.list.map(\.secondsSilent) == [12.3])
    }

    @Test func theOperatorsPageMakesAKeyThatIsToldOnce() async throws {
        let path = "/desk/inputs/camera"
        #expect(try await pages.ask(.put, path).status == .unauthorized)
        let made = try await pages.ask(.put, path, pages.bearer, body: #"{"by":"page x"}"#)
        #expect(made.status == .created)
        struct Made: Decodable { var name: String, key: String }
        let key = try JSONDecoder().decode(Made.self, from: Data(made.text.utf8))
        #expect(key.name == "camera")
        #expect(try await speak(key.key, #"{"emotion":"fear"}"#) == .accepted)

        pages.board.publish(DeskState())
        pages.board.close()
        await pages.board.distribute()
        let told = try await pages.ask(.get, "/desk/events", pages.bearer).text
        #expect(told.contains(#""inputs":[{"heard":1,"name":"camera","refused":0,"#))
        #expect(!told.contains(key.key))
        let orders = pages.board.takeOrders()
        #expect(orders == [DeskOrder(number: 1, command: .issue(input: "camera"), by: "page x")])
        #expect("\(orders[0].command)" == "makes a key for the input camera")
    }

    @Test func theOperatorsPageWithdrawsAKey() async throws {
        let key = try #require(pages.board.inputs.issue("camera"))
        let path = "/desk/inputs/camera"
        #expect(try await pages.ask(.delete, path).status == .unauthorized)
        #expect(pages.board.inputs.list.count == 1)
        #expect(try await pages.ask(.delete, path, pages.bearer).status == .noContent)
        #expect(try await pages.ask(.delete, path, pages.bearer).status == .notFound)
        #expect(try await speak(key, #"{"emotion":"fear"}"#) == .unauthorized)
        #expect(pages.board.takeCommands() == [.withdraw(input: "camera")])
    }

    @Test func namesThatAreNoneGetNoKeyAtTheDesk() async throws {
        for name in [".camera", "a%20b", String(repeating: "a", count: 41)] {
            let answer = try await pages.ask(.put, "/desk/inputs/\(name)", pages.bearer)
            #expect(answer.status == .badRequest, "\(name)")
        }
        let body = try await pages.ask(
            .put, "/desk/inputs/camera", pages.bearer, body: #"{"by":7}"#)
        #expect(body.status == .badRequest && pages.board.inputs.list.isEmpty)
        #expect(pages.board.takeCommands().isEmpty)
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
