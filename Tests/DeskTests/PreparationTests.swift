import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Signals
import Synchronization
import Testing

@testable import Desk

/// A show that writes down what is asked of it.
private final class Notes: Preparing {
    let asked = Mutex<[String]>([])
    let refusal = Mutex<PreparationRefusal?>(nil)
    let states: AsyncStream<PreparationState>
    let feed: AsyncStream<PreparationState>.Continuation

    init() { (states, feed) = AsyncStream.makeStream() }

    private func note(_ words: String) throws {
        if let refusal = refusal.withLock({ $0 }) { throw refusal }
        asked.withLock { $0.append(words) }
    }

    func sheet() async -> PreparationSheet {
        PreparationSheet(
            path: "show.yaml", isThere: true, fields: ["chats": "demo"],
            key: .init(path: "~/key", isThere: true))
    }

    func save(_ changes: [String: String]) async throws -> PreparationSheet {
        try note("save \(changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })")
        return await sheet()
    }

    func keep(streamKey: String, for server: String) async throws -> PreparationSheet {
        try note("key of \(streamKey.count) for \(server)")
        return await sheet()
    }

    func tryChats(_ addresses: [String]) async throws { try note("chats \(addresses)") }
    func check() async throws { try note("check") }
    func rehearse(_ isOn: Bool) async throws { try note("rehearse \(isOn)") }
    func start() async throws { try note("start") }
}

/// The page on which a show is prepared: who gets in, what is asked, and what never comes back.
@Suite struct PreparationTests {
    private let notes = Notes()
    private let routes: PreparationRoutes
    private static let everything: [(HTTPRequest.Method, String, String)] = [
        (.get, "/prepare/events", ""), (.get, "/prepare/sheet", ""),
        (.post, "/prepare/save", #"{"changes":{"title":"x"}}"#),
        (.post, "/prepare/key", #"{"key":"abcd-1234"}"#),
        (.post, "/prepare/chat", #"{"chats":["demo"]}"#), (.post, "/prepare/check", "{}"),
        (.post, "/prepare/rehearsal", #"{"on":true}"#), (.post, "/prepare/start", "{}"),
    ]

    init() throws {
        routes = PreparationRoutes(
            preparing: notes, key: DeskKey(), files: try PageFiles(),
            doorkeeper: Doorkeeper(addresses: [PreparationServer.usualAddress]))
    }

    private var bearer: HTTPFields { [.authorization: "Bearer \(routes.key.token)"] }
    private var asked: [String] { notes.asked.withLock { $0 } }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], body: String = ""
    ) async throws -> TestResponse {
        let application = Application(router: routes.router(withDesk: true))
        return try await application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
        }
    }

    @Test func withoutTheTokenNothingIsToldAndNothingBegun() async throws {
        for (method, path, body) in Self.everything {
            #expect(try await ask(method, path, body: body).status == .unauthorized, "\(path)")
            let wrong: HTTPFields = [
                .authorization: "Bearer " + routes.key.pass,
                .cookie: "\(routes.key.cookieName)=\(routes.key.token)",
            ]
            #expect(
                try await ask(method, path, wrong, body: body).status == .unauthorized, "\(path)")
        }
        #expect(asked.isEmpty)
        let page = try await ask(.get, "/prepare")
        #expect(page.status == .unauthorized && page.text.contains("locked"))
    }

    @Test func theLinkIsExchangedForACookieThatScriptsCannotRead() async throws {
        let right = try await ask(.get, "/prepare?token=\(routes.key.token)")
        #expect(right.status == .seeOther && right.headers[.location] == "/prepare")
        let cookie = try #require(right.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(cookie.contains("Path=/prepare") && !cookie.contains(routes.key.token))
        let kept: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
        let page = try await ask(.get, "/prepare", kept)
        #expect(page.status == .ok && page.text.contains("<title>Prepare"))
        #expect(try await ask(.get, "/prepare?token=guess").status == .unauthorized)
    }

    @Test func anotherSitesPageAndAnotherNameBeginNothing() async throws {
        let host = try #require(HTTPField.Name("Host"))
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        for (name, value) in [
            (HTTPField.Name.origin, "https://example.org"), (.origin, "null"),
            (host, "stranger.example:8087"), (site, "cross-site"),
        ] {
            for (method, path, body) in Self.everything where method == .post {
                var headers = bearer
                headers[name] = value
                #expect(
                    try await ask(method, path, headers, body: body).status == .forbidden,
                    "\(path) \(value)")
            }
        }
        #expect(asked.isEmpty)
    }

    @Test func whatIsAskedForIsDone() async throws {
        for (method, path, body) in Self.everything where path != "/prepare/events" {
            let answer = try await ask(method, path, bearer, body: body)
            #expect(answer.status == .ok || answer.status == .accepted, "\(path)")
        }
        #expect(
            asked == [
                #"save ["title=x"]"#, "key of 9 for ", #"chats ["demo"]"#, "check",
                "rehearse true", "start",
            ])
    }

    @Test func aRefusalNamesItsSetting() async throws {
        notes.refusal.withLock { $0 = PreparationRefusal("volume is odd.", setting: "volume") }
        let odd = try await ask(.post, "/prepare/save", bearer, body: #"{"changes":{}}"#)
        #expect(odd.status == .unprocessableContent)
        #expect(odd.text.contains(#""setting":"volume""#) && odd.text.contains("volume is odd."))
        notes.refusal.withLock { $0 = PreparationRefusal("Busy.", isBusy: true) }
        #expect(try await ask(.post, "/prepare/check", bearer, body: "{}").status == .conflict)
    }

    @Test(arguments: [
        #"{"key":"SECRET-abcd"}"#, #"{"key":"SECRET-abcd","server":5}"#,
        #"{"key":["SECRET-abcd"]}"#,
        #"{"Key":"SECRET-abcd"}"#, #"{"key":"SECRET-abcd"#, "SECRET-abcd",
        #"{"key":"SECRET-abcd","server":"a","#,
    ])
    func noAnswerHoldsTheKey(body: String) async throws {
        let answer = try await ask(.post, "/prepare/key", bearer, body: body)
        #expect(!answer.text.contains("SECRET"), "\(answer.text)")
        #expect(!"\(answer.headers)".contains("SECRET"))
    }

    @Test func aLargeBodyIsRefused() async throws {
        let body = #"{"changes":{"title":""# + String(repeating: "x", count: 20_000) + #""}}"#
        let answer = try await ask(.post, "/prepare/save", bearer, body: body)
        #expect(answer.status == .contentTooLarge && asked.isEmpty)
    }

    @Test func thePageTakesNothingFromElsewhereAndHasNoScriptOfItsOwn() async throws {
        let link = try await ask(.get, "/prepare?token=\(routes.key.token)")
        let cookie = String((link.headers[.setCookie] ?? "").prefix { $0 != ";" })
        let page = try await ask(.get, "/prepare", [.cookie: cookie])
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(!page.text.contains("https://") && !page.text.contains("style="))
        let scripts = page.text.matches(of: /<script[^>]*>([^<]*)<\/script>/)
        #expect(!scripts.isEmpty && scripts.allSatisfy { $0.1.isEmpty && $0.0.contains("src=") })
    }

    @Test func thePageIsServedToThisMachineAlone() async throws {
        for host in ["0.0.0.0", "192.168.1.20", "::", "stage.local", "127.0.0.1.example"] {
            await #expect(throws: DeskError.self, "\(host)") {
                try await PreparationServer.open(
                    at: WebAddress(host: host, port: 0), preparing: notes)
            }
        }
        let server = try await PreparationServer.open(
            at: WebAddress(host: "127.0.0.1", port: 0), preparing: notes)
        defer { server.close() }
        let link = try #require(URL(string: server.link))
        let port = try #require(link.port)
        let other = try await PreparationServer.open(
            at: WebAddress(host: "127.0.0.1", port: port), preparing: notes)
        defer { other.close() }
        #expect(server.remarks.isEmpty && other.remarks.count == 1)
        let head = "GET /prepare/sheet HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        let token = link.query?.replacingOccurrences(of: "token=", with: "") ?? ""
        let shut = await apart { RawConnection(to: port)?.exchange(head + "\r\n") }
        #expect(shut?.status == 401)
        let open = await apart {
            RawConnection(to: port)?.exchange(head + "Authorization: Bearer \(token)\r\n\r\n")
        }
        #expect(open?.status == 200)
    }

    @Test func statesReachThePage() async throws {
        var state = PreparationState()
        state.trial.heard = [.init(author: "Zoë", text: "<b>hi</b>", mood: Mood(.fear))]
        (state.rehearsal.standing, state.rehearsal.link) = (.working, "http://127.0.0.1:1/desk")
        routes.tell(state)
        let told = await routes.feed.listen()?.first { _ in true }
        let text = String(buffer: try #require(told))
        #expect(text.hasPrefix("data: {") && text.hasSuffix("\n\n"))
        let json = Data(text.dropFirst(6).utf8)
        #expect(try JSONDecoder().decode(PreparationState.self, from: json) == state)
    }
}
