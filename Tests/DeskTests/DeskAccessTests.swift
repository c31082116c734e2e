import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Desk

/// Who gets in, and what is refused.
@Suite struct DeskAccessTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test(arguments: ["/desk/events", "/desk/history"])
    func withoutATokenNothingIsTold(path: String) async throws {
        #expect(try await pages.ask(.get, path).status == .unauthorized)
        let wrong: HTTPFields = [.authorization: "Bearer \(String(repeating: "0", count: 64))"]
        #expect(try await pages.ask(.get, path, wrong).status == .unauthorized)
    }

    @Test func withoutATokenNothingIsSteered() async throws {
        let response = try await pages.ask(.post, "/desk/command", body: #"{"do":"end"}"#)
        #expect(response.status == .unauthorized)
        let wrong: HTTPFields = [
            .authorization: "Bearer " + pages.key.pass,
            .cookie: "\(pages.key.cookieName)=\(pages.key.token)",
        ]
        let other = try await pages.ask(.post, "/desk/command", wrong, body: #"{"do":"end"}"#)
        #expect(other.status == .unauthorized)
        #expect(pages.board.takeCommands().isEmpty)
    }

    @Test func theLinkIsExchangedForACookieThatScriptsCannotRead() async throws {
        let wrong = try await pages.ask(.get, "/desk?token=guess")
        #expect(wrong.status == .unauthorized && wrong.headers[.setCookie] == nil)
        #expect(try await pages.ask(.get, "/desk").status == .unauthorized)

        let right = try await pages.ask(.get, "/desk?token=\(pages.key.token)")
        #expect(right.status == .seeOther && right.headers[.location] == "/desk")
        let cookie = try #require(right.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(!cookie.contains(pages.key.token))
        let kept: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
        let page = try await pages.ask(.get, "/desk", kept)
        #expect(page.status == .ok && page.text.contains("<title>Desk"))
    }

    @Test func aForgedOriginIsRefused() async throws {
        var headers = pages.bearer
        headers[.origin] = "https://example.org"
        let steering = try await pages.ask(
            .post, "/desk/command", headers, body: #"{"do":"end"}"#)
        #expect(steering.status == .forbidden && pages.board.takeCommands().isEmpty)
        let tapping = try await pages.ask(
            .post, "/gallery/mood", [.origin: "null"], body: #"{"emotion":"fear"}"#)
        #expect(tapping.status == .forbidden)
        headers[.origin] = "http://localhost"
        let own = try await pages.ask(.post, "/desk/command", headers, body: #"{"do":"end"}"#)
        #expect(own.status == .accepted)
    }

    @Test func aNameBentToThisMachineIsRefused() async throws {
        let host = try #require(HTTPField.Name("Host"))
        var headers = pages.bearer
        headers[host] = "stranger.example:8088"
        #expect(try await pages.ask(.get, "/desk/history", headers).status == .forbidden)
        headers[host] = "127.0.0.1:8088"
        #expect(try await pages.ask(.get, "/desk/history", headers).status == .ok)
    }

    @Test func theDoorkeeperKnowsItsOwnNames() {
        let doorkeeper = Doorkeeper(addresses: [WebAddress(host: "stage.local", port: 80)])
        func passes(_ host: String?, _ origin: String? = nil, site: String? = nil) -> Bool {
            doorkeeper.refusal(host: host, origin: origin, fetchSite: site, changes: true) == nil
        }
        #expect(passes("localhost:8088") && passes("[::1]:8088") && passes("192.168.1.20"))
        #expect(passes("Stage.local") && passes("127.0.0.1:1", "http://127.0.0.1:1"))
        #expect(!passes(nil) && !passes("") && !passes("127.0.0.1.evil.example"))
        #expect(!passes("1.2.3.4.5") && !passes("evil.example:127") && !passes("[evil]"))
        #expect(!passes("127.0.0.1:1", "http://127.0.0.1:2"))
        #expect(!passes("localhost", nil, site: "cross-site"))
    }

    @Test(arguments: [
        "/assets/../Package.swift", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/desk.html",
        "/assets//etc/passwd", "/assets/phrases.json", "/assets/nothing.css",
    ])
    func onlyThePagesOwnFilesAreServed(path: String) async throws {
        let response = try await pages.ask(.get, path)
        #expect(response.status == .notFound || response.status == .badRequest)
    }

    @Test func aLargeBodyIsRefused() async throws {
        let body = #"{"do":"end","x":""# + String(repeating: "x", count: 20_000) + #""}"#
        let response = try await pages.ask(.post, "/desk/command", pages.bearer, body: body)
        #expect(response.status == .contentTooLarge)
        #expect(pages.board.takeCommands().isEmpty)
    }

    @Test func pagesTakeNothingFromElsewhere() async throws {
        let responses = [
            try await pages.ask(.get, "/gallery"), try await pages.ask(.get, "/assets/desk.js"),
            try await pages.ask(.get, "/desk"), try await pages.ask(.get, "/none"),
        ]
        for response in responses {
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(!response.text.contains("https://"))
        }
    }

    @Test func theRoomsNetworkHasNoDesk() async throws {
        for path in ["/desk", "/desk?token=\(pages.key.token)", "/desk/events"] {
            let response = try await pages.ask(.get, path, pages.bearer, withDesk: false)
            #expect(response.status == .notFound)
        }
        #expect(try await pages.ask(.get, "/", withDesk: false).status == .ok)
    }

    @Test func keysAreComparedWhole() {
        #expect(DeskKey.areEqual("abc", "abc"))
        #expect(!DeskKey.areEqual("abc", "abd") && !DeskKey.areEqual("abc", "ab"))
        #expect(!DeskKey.areEqual("", "abc") && DeskKey().token != DeskKey().token)
        #expect(DeskKey().token.count == 64)
    }
}
