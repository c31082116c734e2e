import Foundation
import Hummingbird

/// Serves the page on which a show is prepared, to this machine alone, until it is closed.
public final class PreparationServer: Sendable {
    /// The page, with its token: not for everybody.
    public let link: String
    /// What a person should know: an address that was taken, say.
    public let remarks: [String]

    private let server: Listening
    private let routes: PreparationRoutes

    /// Port 8087 of this machine, which leaves a show's desk its own.
    public static let usualAddress = WebAddress(host: "127.0.0.1", port: 8087)

    /// Opens the page at an address of this machine; a port that is taken is exchanged for a free one.
    ///
    /// Throws `DeskError` when it cannot be served, or when others could reach it: keys are entered there.
    public static func open(
        at address: WebAddress, preparing: any Preparing,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> PreparationServer {
        guard address.isOfThisMachineAlone else { throw DeskError.reachable(address: "\(address)") }
        let routes = PreparationRoutes(
            preparing: preparing, key: DeskKey(), files: try PageFiles(),
            doorkeeper: Doorkeeper(addresses: [address]),
            limits: ServerLimits().shared(by: 1, openFiles: OpenFiles.raised()))
        let server = try await Listening.begin(
            at: address, orElsewhere: true, routes: routes, withDesk: true)
        return PreparationServer(server, asked: address, routes: routes, report: report)
    }

    private init(
        _ server: Listening, asked: WebAddress, routes: PreparationRoutes,
        report: @escaping @Sendable (String) -> Void
    ) {
        (self.server, self.routes) = (server, routes)
        link = "http://\(server.address)/prepare?token=\(routes.key.token)"
        let isElsewhere = asked.port != 0 && server.address.port != asked.port
        remarks = isElsewhere ? ["\(asked) is taken, so the page is at \(server.address)."] : []
        routes.tell(PreparationState())
        let states = routes.preparing.states
        Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await state in states { routes.tell(state) } }
                group.addTask { await server.serve(telling: report) }
            }
        }
    }

    /// Stops serving, without waiting for anybody.
    public func close() {
        routes.feed.close()
        server.close()
    }
}

extension PreparationRoutes {
    /// Sends a state to every page.
    func tell(_ state: PreparationState) {
        guard let text = try? JSONEncoder().encode(state) else { return }
        feed.send(ByteBuffer(event: text))
    }
}

extension WebAddress {
    /// Whether only this machine can reach it.
    var isOfThisMachineAlone: Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1"
            || numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
