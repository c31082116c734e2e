import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle
import Synchronization

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
        try await open(desk: desk, gallery: gallery, board: board, limits: ServerLimits())
    }

    static func open(
        desk: WebAddress?, gallery: WebAddress?, board: DeskBoard, limits: ServerLimits
    ) async throws -> DeskServer {
        let limits = limits.shared(
            by: [desk, gallery].compactMap { $0 }.count, openFiles: OpenFiles.raised())
        let key = DeskKey()
        let addresses = [desk, gallery].compactMap { $0 }
        let routes = DeskRoutes(
            board: board, key: key, files: try PageFiles(),
            doorkeeper: Doorkeeper(addresses: addresses), limits: limits)
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
            // Two free ports are two, though they are written alike.
            if let gallery, gallery != desk || gallery.port == 0 {
                servers.append(
                    try await Listening.begin(
                        at: gallery, orElsewhere: false, routes: routes, withDesk: false))
            }
        } catch {
            for server in servers { server.close() }
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
        let room = servers.last?.address.reachableFromTheRoom
        galleryLink = room.map { "http://\($0)/" } ?? ""
        stageLink = addresses.last.map { "http://\($0)/stage?view=\(key.view)" } ?? ""
        self.remarks = remarks
        self.board = board
        board.galleryLink = galleryLink
        self.servers = servers
        Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await board.distribute() }
                for server in servers {
                    group.addTask { await server.serve { board.report($0) } }
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
        for server in servers { server.close() }
    }
}

/// One address that is being listened at, again and again.
final class Listening: Sendable {
    let address: WebAddress
    private let routes: any PageRoutes
    private let withDesk: Bool
    private let server: Mutex<Server>
    private let isClosed = Mutex(false)

    /// A server that runs.
    ///
    /// It is asked to end and never cancelled: a connection that is just being taken up when the server's
    /// task is cancelled would end the whole program (NIOAsyncWriter insists on being finished).
    private struct Server {
        var task: Task<Void, any Error>
        var group: ServiceGroup
    }

    /// Seconds until a server that has failed is tried again, and the most that they grow to.
    private static let pauses = 0.5...30.0

    private init(
        _ address: WebAddress, _ server: Server, routes: any PageRoutes, withDesk: Bool
    ) {
        self.address = address
        self.server = Mutex(server)
        self.routes = routes
        self.withDesk = withDesk
    }

    static func begin(
        at address: WebAddress, orElsewhere: Bool, routes: any PageRoutes, withDesk: Bool
    ) async throws -> Listening {
        func begin(_ address: WebAddress) async throws -> Listening {
            let (port, server) = try await listen(at: address, routes: routes, withDesk: withDesk)
            return Listening(
                WebAddress(host: address.host, port: port), server, routes: routes,
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
        at address: WebAddress, routes: any PageRoutes, withDesk: Bool
    ) async throws -> (port: Int, server: Server) {
        let (ports, portFeed) = AsyncThrowingStream.makeStream(of: Int.self)
        let silent = Logger(label: "desk") { _ in SwiftLogNoOpLogHandler() }
        let limits = routes.limits
        let census = Census()
        let application = Application(
            router: routes.router(withDesk: withDesk),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [RequestBounds(limits: limits, census: census)],
                    idleTimeout: .seconds(30))),
            configuration: .init(
                address: .hostname(address.host, port: address.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { channel in
                portFeed.yield(channel.localAddress?.port ?? address.port)
            },
            logger: silent)
        var configuration = ServiceGroupConfiguration(services: [application], logger: silent)
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        let group = ServiceGroup(configuration: configuration)
        let task = Task {
            do {
                try await group.run()
                portFeed.finish()
            } catch {
                portFeed.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports { return (port, Server(task: task, group: group)) }
        throw CancellationError()
    }

    /// Asks the server that runs to end; it is opened again, unless `close` was called.
    func end() {
        let group = server.withLock { $0.group }
        Task { await group.triggerGracefulShutdown() }
    }

    /// Ends for good.
    func close() {
        isClosed.withLock { $0 = true }
        end()
    }

    /// Serves until it is closed. A server that stops by itself is opened again at the same address, and
    /// `report` is told; the key stays, so that an open page finds its way back.
    func serve(telling report: @Sendable (String) -> Void) async {
        while true {
            let task = server.withLock { $0.task }
            let result = await task.result
            guard !isClosed.withLock({ $0 }) else { return }
            var reason = "it stopped"
            if case .failure(let error) = result { reason = "\(error)" }
            report(
                "The pages at \(address) are gone (\(reason)); the show goes on, and they are opened "
                    + "again.")
            guard await reopen() else { return }
            report("The pages at \(address) are back.")
        }
    }

    /// Opens again, with back-off; false when the show is over.
    private func reopen() async -> Bool {
        var pause = Self.pauses.lowerBound
        while true {
            try? await Task.sleep(for: .seconds(pause))
            if isClosed.withLock({ $0 }) { return false }
            pause = min(2 * pause, Self.pauses.upperBound)
            guard
                let again = try? await Self.listen(at: address, routes: routes, withDesk: withDesk)
            else { continue }
            server.withLock { $0 = again.server }
            if isClosed.withLock({ $0 }) { end() }
            return true
        }
    }
}
