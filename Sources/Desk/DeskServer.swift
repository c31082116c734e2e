import Foundation
import Hummingbird
import HummingbirdCore
import Logging

/// Serves a show's pages until it is closed. Whatever becomes of it, the show goes on.
public final class DeskServer: Sendable {
    /// Where the operator's page is; nil where none is served. Holds the token: not for everybody.
    public let deskLink: String?
    /// Where the room's page is.
    public let galleryLink: String
    /// Where browsers draw the show. Holds the view key: for those who may see the show.
    public let stageLink: String
    /// What a person should know: an address that was taken, say.
    public let remarks: [String]

    private let board: DeskBoard
    private let work: Task<Void, Never>

    /// Opens the desk, which also serves the gallery to this machine, and the gallery alone at an
    /// address of its own, where one is named.
    ///
    /// A desk's port that is taken is exchanged for a free one; it says so in `remarks`.
    ///
    /// Throws `DeskError` when a page cannot be served.
    public static func open(
        desk: WebAddress?, gallery: WebAddress?, board: DeskBoard
    ) async throws -> DeskServer {
        let key = DeskKey()
        let addresses = [desk, gallery].compactMap { $0 }
        let routes = DeskRoutes(
            board: board, key: key, files: try PageFiles(),
            doorkeeper: Doorkeeper(addresses: addresses))
        var servers: [Listening] = []
        var remarks: [String] = []
        do {
            if let desk {
                let server = try await Listening.begin(
                    at: desk, orElsewhere: true, routes: routes, withDesk: true)
                servers.append(server)
                if desk.port != 0, server.address.port != desk.port {
                    remarks.append("\(desk) is taken, so the desk is at \(server.address).")
                }
            }
            if let gallery, gallery != desk {
                servers.append(
                    try await Listening.begin(
                        at: gallery, orElsewhere: false, routes: routes, withDesk: false))
            }
        } catch {
            for server in servers { server.task.cancel() }
            throw error
        }
        return DeskServer(servers, desk: desk, key: key, remarks: remarks, board: board)
    }

    private init(
        _ servers: [Listening], desk: WebAddress?, key: DeskKey, remarks: [String],
        board: DeskBoard
    ) {
        let addresses = servers.map(\.address.reachable)
        deskLink = desk.flatMap { _ in
            addresses.first.map { "http://\($0)/desk?token=\(key.token)" }
        }
        galleryLink = addresses.last.map { "http://\($0)/" } ?? ""
        stageLink = addresses.last.map { "http://\($0)/stage?view=\(key.view)" } ?? ""
        self.remarks = remarks
        self.board = board
        work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await board.distribute() }
                for server in servers {
                    group.addTask { await server.wait(telling: board) }
                }
            }
        }
    }

    /// Ends every page's stream and stops serving, without waiting for anybody.
    public func close() {
        board.close()
        work.cancel()
    }
}

/// One address that is being listened at.
private struct Listening: Sendable {
    let address: WebAddress
    let task: Task<Void, any Error>

    /// Connections at once at most; more wait to be taken up.
    private static let mostConnections = 4_500

    static func begin(
        at address: WebAddress, orElsewhere: Bool, routes: DeskRoutes, withDesk: Bool
    ) async throws -> Listening {
        do {
            return try await begin(at: address, routes: routes, withDesk: withDesk)
        } catch  where orElsewhere && address.port != 0 {
            let free = WebAddress(host: address.host, port: 0)
            return try await begin(at: free, routes: routes, withDesk: withDesk)
        } catch {
            throw DeskError.cannotListen(address: "\(address)", reason: "\(error)")
        }
    }

    private static func begin(
        at address: WebAddress, routes: DeskRoutes, withDesk: Bool
    ) async throws -> Listening {
        let (ports, portFeed) = AsyncThrowingStream.makeStream(of: Int.self)
        let silent = Logger(label: "desk") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            router: routes.router(withDesk: withDesk),
            // Who dawdles over a request's first lines is sent away.
            server: .http1(configuration: .init(idleTimeout: .seconds(30))),
            configuration: .init(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(mostConnections)),
            onServerRunning: { channel in
                portFeed.yield(channel.localAddress?.port ?? address.port)
            },
            logger: silent)
        let task = Task {
            do {
                try await application.run()
                portFeed.finish()
            } catch {
                portFeed.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports {
            return Listening(address: WebAddress(host: address.host, port: port), task: task)
        }
        throw CancellationError()
    }

    /// Returns when the server has stopped; tells the show when nobody had asked it to.
    func wait(telling board: DeskBoard) async {
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        guard !Task.isCancelled else { return }
        var reason = "it stopped"
        if case .failure(let error) = result { reason = "\(error)" }
        board.report("The pages at \(address) are gone (\(reason)); the show goes on.")
    }
}
