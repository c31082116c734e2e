import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Desk

@Suite struct WebStageTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test func theStageNeedsItsViewKeyFromElsewhere() async throws {
        for path in ["/stage", "/stage/kit/kit.json", "/stage/events"] {
            #expect(try await pages.ask(.get, path).status == .unauthorized)
            #expect(try await pages.ask(.get, path + "?view=wrong").status == .unauthorized)
            #expect(try await pages.ask(.get, path + "?view=").status == .unauthorized)
        }
        let page = try await pages.ask(.get, "/stage?view=\(pages.key.view)")
        #expect(page.status == .ok)
        #expect(page.text.contains("<canvas"))
    }

    @Test func theViewKeyOpensNothingElse() async throws {
        let view = pages.key.view
        let state = try await pages.ask(
            .get, "/desk/history", [.authorization: "Bearer \(view)"])
        #expect(state.status == .unauthorized)
        #expect(try await pages.ask(.get, "/desk?token=\(view)").status == .unauthorized)
        let token = try await pages.ask(.get, "/stage?view=\(pages.key.token)")
        #expect(token.status == .unauthorized)
    }

    @Test func theStageIsServedWhereTheDeskIsNot() async throws {
        let page = try await pages.ask(
            .get, "/stage?view=\(pages.key.view)", withDesk: false)
        #expect(page.status == .ok)
    }

    @Test func nothingIsWantedUntilSomebodyLooks() async throws {
        let stage = pages.board.stage
        #expect(stage.want == .nothing)
        let kit = "/stage/kit/kit.json?view=\(pages.key.view)"
        #expect(try await pages.ask(.get, kit).status == .serviceUnavailable)
        #expect(stage.want == .files)
        stage.offer(["kit.json": Array("{}".utf8), "limbs.png": [1, 2, 3]])
        #expect(stage.want == .nothing)
        let answer = try await pages.ask(.get, kit)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.text == "{}")
        let other = try await pages.ask(
            .get, "/stage/kit/..%2Fdesk.html?view=\(pages.key.view)")
        #expect(other.status == .notFound)

        let viewer = try #require(stage.lines.listen())
        #expect(stage.want == .lines)
        withExtendedLifetime(viewer) {}
    }

    @Test func aSlowViewerLosesOldLinesAndHoldsNobodyUp() async throws {
        let stage = pages.board.stage
        let slow = try #require(stage.lines.listen())
        for number in 0..<100 { stage.send(Array("{\"number\":\(number)}".utf8)) }
        stage.lines.close()
        var seen: [String] = []
        for await line in slow { seen.append(String(buffer: line)) }
        #expect(seen == ["data: {\"number\":98}\n\n", "data: {\"number\":99}\n\n"])
        #expect(stage.lines.lost == 98)
    }

    @Test func viewersAreBounded() throws {
        let stage = pages.board.stage
        let viewers = (0..<StageFeed.mostViewers).map { _ in stage.lines.listen() }
        #expect(viewers.allSatisfy { $0 != nil })
        #expect(stage.lines.listen() == nil)
    }

    @Test func thePageAsksNobodyElseForAnything() async throws {
        let page = try await pages.ask(.get, "/stage?view=\(pages.key.view)")
        let policy = HTTPField.Name("Content-Security-Policy").flatMap { page.headers[$0] }
        #expect(policy?.contains("default-src 'none'") == true)
        #expect(!page.text.contains("<style") && !page.text.contains("onload="))
        for name in ["stage", "stage-gl", "stage-world", "stage-figure", "stage-words"] {
            let script = try await pages.ask(.get, "/assets/\(name).js")
            #expect(script.status == .ok)
            #expect(!script.text.contains("innerHTML") && !script.text.contains("eval("))
            #expect(!script.text.contains("http://") && !script.text.contains("https://"))
        }
    }
}
