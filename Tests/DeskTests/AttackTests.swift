import Foundation
import Testing

@testable import Desk

/// What strangers try, against a real server. In each the show must be left as it was.
@Suite(.serialized) struct AttackTests {
    private static let isLong =
        ProcessInfo.processInfo.environment["EMOTIONMOTION_LONG_TESTS"] == "1"
    private static let closed = [
        "GET /desk/events", "GET /desk/history", "POST /desk/command", "GET /api/v1/state",
        "GET /api/v1/events", "GET /api/v1/mood", "PUT /api/v1/mood", "DELETE /api/v1/mood",
        "POST /api/v1/commands", "POST /api/v1/end", "GET /api/v1/inputs",
        "PUT /api/v1/inputs/camera", "DELETE /api/v1/inputs/camera",
    ]

    // MARK: - Who asks

    @Test func noTokenAndNoWrongTokenOpensAnything() async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let wrong = [
            [], ["Authorization: Bearer \(String(repeating: "0", count: 64))"],
            ["Authorization: Bearer \(real.token.dropLast())"], ["Authorization: Bearer "],
            ["Authorization: Basic \(real.token)"], ["Cookie: desk=\(real.token)"],
        ]
        for line in Self.closed {
            for headers in wrong {
                let answer = await real.ask(line, headers, body: #"{"do":"end"}"#)
                #expect(answer.status == 401, "\(line) \(headers)")
            }
        }
        #expect(await real.ask("GET /desk?token=\(real.token.dropLast())x").status == 401)
        #expect(real.board.takeCommands().isEmpty && real.board.inputs.list.isEmpty)
        let right = await real.ask("GET /api/v1/state", [real.bearer])
        #expect(right.status == 200)
    }

    @Test(arguments: [
        "Origin: https://evil.example", "Origin: null", "Origin: http://127.0.0.1:1",
        "Origin: http://localhost.evil.example", "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ])
    func anotherSitesPageSteersNothing(header: String) async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        for line in ["POST /desk/command", "POST /api/v1/end", "POST /gallery/mood"] {
            let answer = await real.ask(line, [real.bearer, header], body: #"{"do":"end"}"#)
            #expect(answer.status == 403, "\(line)")
        }
        #expect(real.board.takeCommands().isEmpty)
    }

    @Test(arguments: [
        "evil.example", "127.0.0.1.evil.example", "evil.example:127.0.0.1", "", "[x]",
    ])
    func aNameBentToThisMachineOpensNothing(host: String) async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        for line in ["GET /desk?token=\(real.token)", "GET /", "GET /api/v1/state"] {
            #expect(await real.ask(line, [real.bearer], host: host).status == 403, "\(line)")
        }
    }

    // MARK: - What is asked for

    @Test(arguments: [
        "/assets/../../../../../../etc/passwd", "/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cetc%5cpasswd", "/assets//etc/passwd", "/assets/desk.html%00.css",
        "/assets/openapi.json", "/stage/kit/..%2f..%2fopenapi.json", "file:///etc/passwd",
    ])
    func noPathLeavesThePagesOwnFiles(path: String) async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let answer = await real.ask("GET \(path)", [real.bearer])
        #expect((400..<600).contains(answer.status) && !answer.contains("root:"), "\(answer)")
    }

    @Test func nothingThatIsAskedBecomesAHeader() async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let bad = "%0d%0aSet-Cookie:%20a=b%0d%0aX-Evil:%201"
        for line in [
            "GET /gallery\(bad)", "GET /desk?token=\(bad)", "GET /assets/\(bad)",
            "PUT /api/v1/inputs/a\(bad)", "GET /stage?view=\(bad)",
        ] {
            let answer = await real.ask(
                line, [real.bearer, "Accept-Language: de\tX-Evil: 1", "Cookie: gallery=\(bad)"])
            #expect(!answer.contains("X-Evil") && !answer.contains("a=b"), "\(line): \(answer)")
        }
        // A bare line feed, a null, and two lengths: where one server sees an end, another sees none.
        for header in [
            "X: a\nX-Evil: 1\0", "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked, identity",
        ] {
            let answer = await real.ask(
                "POST /desk/command", [real.bearer, header], body: "")
            #expect(answer.status != 202, "\(header)")
        }
        #expect(real.board.takeCommands().isEmpty)
    }

    @Test func webSocketsAreNotSpokenHere() async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let upgrade = [
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        for _ in 1...50 {
            for path in ["/", "/desk", "/desk/events"] {
                let status = await real.ask("GET \(path)", upgrade).status
                #expect(status != 101 && status != 0)
            }
        }
        #expect(await real.ask("GET /").status == 200)
    }

    // MARK: - How much is sent

    @Test(arguments: ["POST /desk/command", "POST /gallery/mood", "GET /", "PUT /api/v1/mood"])
    func anUploadOfAGigabyteIsRefusedBeforeItIsSent(line: String) async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let port = real.desk
        let start = "\(line) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(real.bearer)\r\n"
        let gigabyte = 1 << 30
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
        let declared = await apart {
            RawConnection(to: port)?.flood(
                start + "Content-Length: \(gigabyte)\r\n\r\n", with: letters, upTo: gigabyte)
        }
        #expect(declared?.answer.status == 413)
        // What systems keep for both sides is some megabytes.
        #expect((declared?.sent ?? gigabyte) < 100 << 20)

        let chunk = Array("10000\r\n".utf8) + letters + Array("\r\n".utf8)
        let streamed = await apart {
            RawConnection(to: port)?.flood(
                start + "Transfer-Encoding: chunked\r\n\r\n", with: chunk, upTo: gigabyte)
        }
        // A page that reads no body answers without it.
        #expect(streamed?.answer.status == (line.hasPrefix("GET") ? 200 : 413))
        #expect((streamed?.sent ?? gigabyte) < 100 << 20)
        #expect(real.board.takeCommands().isEmpty && real.board.takeTaps().isEmpty)
        #expect(await real.ask("GET /").status == 200)
    }

    @Test func aHeadWithoutEndIsRefused() async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let port = real.desk
        let head = "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        let lines = Array(
            String(repeating: "X-Long: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", count: 1_000).utf8)
        let most = 1 << 30
        let flooded = await apart { RawConnection(to: port)?.flood(head, with: lines, upTo: most) }
        #expect((flooded?.sent ?? most) < 100 << 20)
        #expect(flooded?.answer.status != 200)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", "POST /gallery/mood HTTP/1.1\r\n"])
    func whoDribblesARequestIsSentAway(head: String) async throws {
        var limits = ServerLimits()
        limits.secondsForARequest = 3
        let real = try await RealServer(limits)
        defer { real.server.close() }
        let port = real.gallery
        let isSentAway = await apart {
            guard let connection = RawConnection(to: port) else { return false }
            guard head.hasPrefix("POST") else {
                _ = connection.push(Array(head.utf8))
                return connection.dribble("X-Slow: a\r\n")
            }
            let rest = "Host: 127.0.0.1\r\nContent-Length: 10000\r\n\r\n"
            _ = connection.push(Array((head + rest).utf8))
            return connection.dribble("a")
        }
        #expect(isSentAway)
        #expect(await real.ask("GET /", gallery: true).status == 200)
    }

    // MARK: - How many ask

    #if os(Linux)
        @Test func tenThousandConnectionsOfOneAddressLeaveRoomForOthers() async throws {
            let most = Self.isLong ? 3_000 : 200
            var limits = ServerLimits()
            limits.connectionsOfOneAddress = most
            let real = try await RealServer(limits)
            defer { real.server.close() }
            let port = real.gallery
            // Both ends of each are this program's: no more than its files allow.
            let count = min(Self.isLong ? 10_000 : 600, (OpenFiles.raised(to: 30_000) - 1_000) / 2)
            let crowd = await apart { (0..<count).compactMap { _ in RawConnection(to: port) } }
            #expect(crowd.count > most)

            let other = await real.ask("GET /", gallery: true, from: "127.0.0.2")
            #expect(other.status == 200)
            #expect(await real.ask("GET /api/v1/state", [real.bearer]).status == 200)
            let command = await real.ask(
                "POST /desk/command", [real.bearer], body: #"{"do":"calm"}"#)
            #expect(command.status == 202 && real.board.takeCommands() == [.calm])
            // Of those beyond the bound each was hung up on; the rest is still there.
            let left = await apart { crowd.filter { $0.pull() != nil }.count }
            #expect(left <= most)
        }
    #endif

    @Test func whoHasGoneLeavesItsPlaceFree() async throws {
        var limits = ServerLimits()
        limits.connectionsOfOneAddress = 20
        let real = try await RealServer(limits)
        defer { real.server.close() }
        let port = real.gallery
        await apart { for _ in 0..<200 { _ = RawConnection(to: port) } }
        var status = 0
        for _ in 0..<500 where status != 200 {
            status = await real.ask("GET /", gallery: true).status
        }
        #expect(status == 200)
    }

    #if os(Linux)
        @Test func aKeyThatIsUsedFromEverywhereIsOneVoiceOfOnePlace() async throws {
            let real = try await RealServer()
            defer { real.server.close() }
            let key = try #require(real.board.inputs.issue("camera"))
            func speak(_ key: String, from place: String) async -> Int {
                await real.ask(
                    "POST /gallery/mood", ["Authorization: Bearer \(key)"],
                    body: #"{"emotion":"fear"}"#, gallery: true, from: place
                ).status
            }
            #expect(await speak(key, from: "127.0.0.2") == 202)
            for place in 3...40 { #expect(await speak(key, from: "127.0.0.\(place)") == 409) }
            for _ in 1...20 { #expect(await speak(key, from: "127.0.0.2") == 429) }
            #expect(await speak(String(repeating: "0", count: 32), from: "127.0.0.3") == 401)
            #expect(await speak(real.token, from: "127.0.0.2") == 401)
            let taps = real.board.takeTaps()
            #expect(taps.map(\.voice) == ["input camera"])
            let input = try #require(real.board.inputs.list.first)
            #expect(input.name == "camera" && input.heard == 1 && input.refused == 58)
            // What speaks is no operator.
            let steering = await real.ask(
                "POST /desk/command", ["Authorization: Bearer \(key)"], body: #"{"do":"end"}"#)
            #expect(steering.status == 401)
        }
    #endif

    // MARK: - What is said

    @Test func scriptInANameAndAMessageArrivesAsTextInOneLine() async throws {
        let real = try await RealServer()
        defer { real.server.close() }
        let evil = "</script><img src=x onerror=alert(1)>\r\n\r\ndata: {}\u{2028}"
        var state = DeskState()
        state.events = [.init(number: 1, time: 0, kind: .message, author: evil, text: evil)]
        real.board.publish(state)
        let (desk, bearer) = (real.desk, real.bearer)
        let answer = await apart {
            RawConnection(to: desk)?.exchange(
                "GET /api/v1/events?count=1 HTTP/1.1\r\nHost: 127.0.0.1:\(desk)\r\n\(bearer)\r\n\r\n",
                until: "\r\n0\r\n\r\n") ?? ""
        }
        #expect(answer.contains("text/event-stream") && answer.contains("nosniff"))
        let lines = answer.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" })
            .filter { $0.hasPrefix("data:") }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        let page = try JSONSerialization.jsonObject(with: Data(line.dropFirst(5).utf8))
        let events = ((page as? [String: Any])?["state"] as? [String: Any])?["events"]
        #expect((events as? [[String: Any]])?.first?["text"] as? String == evil)
        #expect((events as? [[String: Any]])?.first?["author"] as? String == evil)
    }
}
