import NIOCore
import NIOWebSocket

extension OBSConnection {
    /// Talks to OBS: greets it, does `work` and says goodbye, however `work` ends.
    ///
    /// - Parameters:
    ///   - kinds: what `OBSConnection.events` tells of.
    ///   - patience: how long OBS may take to greet and to answer.
    ///
    /// Throws `OBSError` in plain words where there is no OBS, it wants another password or goes away,
    /// and what `work` throws.
    public static func open<Result: Sendable>(
        _ address: OBSAddress, password: OBSPassword?,
        events kinds: EventKinds = [.general, .outputs], patience: Duration = .seconds(10),
        _ work: @escaping @Sendable (OBSConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await OBSSocket.open(address, within: patience)
        return try await channel.executeThenClose { inbound, outbound in
            let connection = OBSConnection(
                to: address, password: password, events: kinds, outbound: outbound,
                patience: patience)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await connection.listen(to: inbound)
                }
                defer { group.cancelAll() }
                let deadline = Task {
                    try await Task.sleep(for: patience)
                    await connection.finish(.noAnswer(to: "our greeting", within: patience))
                }
                defer { deadline.cancel() }
                try await connection.greeted()
                deadline.cancel()
                let result = try await work(connection)
                try? await outbound.send(.connectionClose, ByteBuffer(integer: UInt16(1000)))
                return result
            }
        }
    }

    /// Hears OBS out until it goes away or nobody wants to hear it any more.
    private nonisolated func listen(
        to inbound: NIOAsyncChannelInboundStream<WebSocketFrame>
    ) async {
        do {
            for try await frame in inbound {
                guard await hear(OBSFrame(frame)) else { return }
            }
        } catch {}
        await finish(Task.isCancelled ? .closed(reason: "we left") : .closed(reason: ""))
    }
}
