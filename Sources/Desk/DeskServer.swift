import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import Synchronization

/// Serves a show's pages until it is closed. Whatever becomes of it, the show goes on.
public final class DeskServer: Sendable {
    /// Where the operator's page is; nil where none is served. Holds the token: not for everybody.
    public let deskLink: String?
    /// Where the room's page is.
    public let galleryLink: String
    /// What a person should know: an address that was taken, say.
    public let remarks: [String]

    private let board: DeskBoard
    private let work: Task<Void, Never>
    private let servers: [Listening]

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
            for server in servers { server.end() }
            throw error
        }
        return DeskServer(servers, desk: desk, token: key.token, remarks: remarks, board: board)
    }

    private init(
        _ servers: [Listening], desk: WebAddress?, token: String, remarks: [String],
        board: DeskBoard
    ) {
        let addresses = servers.map(\.address.reachable)
        deskLink = desk.flatMap { _ in
            addresses.first.map { "http://\($0)/desk?token=\(token)" }
        }
        galleryLink = addresses.last.map { "http://\($0)/" } ?? ""
        self.remarks = remarks
        self.board = board
        self.servers = servers
        work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await board.distribute() }
                for server in servers {
                    group.addTask { await server.serve(telling: board) }
                }
            }
        }
    }

    /// Ends what listens, as a fault would, to see what becomes of it.
    package func breakDown() {
        for server in servers { server.end() }
    }

    /// Ends every page's stream and stops serving, without waiting for anybody.
    public func close() {
        board.close()
        work.cancel()
    }
}

/// One address that is being listened at, again and again.
private final class Listening: Sendable {
    let address: WebAddress
    private let routes: DeskRoutes
    private let withDesk: Bool
    private let task: Mutex<Task<Void, any Error>>

    /// Connections at once at most; more wait to be taken up.
    private static let mostConnections = 4_500
    /// Seconds until a server that has failed is tried again, and the most that they grow to.
    private static let pauses = 0.5...30.0

    private init(
        _ address: WebAddress, _ task: Task<Void, any Error>, routes: DeskRoutes, withDesk: Bool
    ) {
        self.address = address
        self.task = Mutex(task)
        self.routes = routes
        self.withDesk = withDesk
    }

    static func begin(
        at address: WebAddress, orElsewhere: Bool, routes: DeskRoutes, withDesk: Bool
    ) async throws -> Listening {
        func begin(_ address: WebAddress) async throws -> Listening {
            let (port, task) = try await listen(at: address, routes: routes, withDesk: withDesk)
            return Listening(
                WebAddress(host: address.host, port: port), task, routes: routes,
                withDesk: withDesk)
        }
        do {
            return try await begin(address)
        } catch  where orElsewhere && address.port != 0 {
            return try await begin(WebAddress(host: address.host, port: 0))
        } catch {
            throw DeskError.cannotListen(address: "\(address)", reason: "\(error)")
        }
    }

    private static func listen(
        at address: WebAddress, routes: DeskRoutes, withDesk: Bool
    ) async throws -> (port: Int, task: Task<Void, any Error>) {
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
        for try await port in ports { return (port, task) }
        throw CancellationError()
    }

    /// Stops listening.
    func end() { task.withLock { $0.cancel() } }

    /// Serves until its own task is cancelled. A server that stops by itself is opened again at the same
    /// address, and the show is told; the key stays, so that an open page finds its way back.
    func serve(telling board: DeskBoard) async {
        while true {
            let task = task.withLock { $0 }
            let result = await withTaskCancellationHandler {
                await task.result
            } onCancel: {
                task.cancel()
            }
            guard !Task.isCancelled else { return }
            var reason = "it stopped"
            if case .failure(let error) = result { reason = "\(error)" }
            board.report(
                "The pages at \(address) are gone (\(reason)); the show goes on, and they are opened "
                    + "again.")
            guard await reopen() else { return }
            board.report("The pages at \(address) are back.")
        }
    }

    /// Opens again, with back-off; false when the show is over.
    private func reopen() async -> Bool {
        var pause = Self.pauses.lowerBound
        while true {
            do { try await Task.sleep(for: .seconds(pause)) } catch { return false }
            pause = min(2 * pause, Self.pauses.upperBound)
            guard
                let again = try? await Self.listen(at: address, routes: routes, withDesk: withDesk)
            else { continue }
            task.withLock { $0 = again.task }
            if Task.isCancelled {
                again.task.cancel()
                return false
            }
            return true
        }
    }
}
