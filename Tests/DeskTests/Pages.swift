import Hummingbird
import HummingbirdTesting
import NIOCore

@testable import Desk

/// The server's router with a board of its own, as the tests ask it.
struct Pages {
    let board: DeskBoard
    let key = DeskKey()
    let routes: DeskRoutes

    /// Pages of a room in which no time passes, however busy the machine is.
    init() throws {
        let start = ContinuousClock.now
        board = DeskBoard { start }
        routes = DeskRoutes(
            board: board, key: key, files: try PageFiles(),
            doorkeeper: Doorkeeper(addresses: [.usualDesk]))
    }

    /// Asks once; `path` may carry a query.
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, _ headers: HTTPFields = [:],
        body: String? = nil, withDesk: Bool = true
    ) async throws -> TestResponse {
        let application = Application(router: routes.router(withDesk: withDesk))
        return try await application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers,
                body: body.map { ByteBuffer(string: $0) })
        }
    }

    var bearer: HTTPFields { [.authorization: "Bearer \(key.token)"] }

    /// The cookie that a phone is given with the page.
    func newPhone() async throws -> HTTPFields {
        let cookie = try await ask(.get, "/gallery").headers[.setCookie] ?? ""
        return [.cookie: String(cookie.prefix { $0 != ";" })]
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}

extension DeskBoard {
    /// The commands of the orders since the last call.
    func takeCommands() -> [DeskCommand] { takeOrders().map(\.command) }
}
