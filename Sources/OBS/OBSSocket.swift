import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket to OBS: text in, text out.
enum OBSSocket {
    typealias Channel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    private enum Outcome {
        case open(Channel)
        case refused
    }

    /// The longest message, in bytes: a picture of OBS's screen is a message too.
    static let longestMessage = 16 << 20

    /// Opens the socket within `limit`; throws `OBSError.notThere` or `notOBS`.
    static func open(_ address: OBSAddress, within limit: Duration) async throws -> Channel {
        let limit = TimeAmount(limit)
        let upgrade: EventLoopFuture<Outcome>
        let deadline: Scheduled<Void>
        do {
            (upgrade, deadline) = try await ClientBootstrap(
                group: NIOSingletons.posixEventLoopGroup
            )
            .connectTimeout(limit)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Something that listens and says nothing must not be waited for for ever.
                    let deadline = channel.eventLoop.scheduleTask(in: limit) {
                        channel.close(promise: nil)
                    }
                    return (try prepare(channel, for: address), deadline)
                }
            }
        } catch {
            try Task.checkCancellation()
            throw OBSError.notThere(address)
        }
        defer { deadline.cancel() }
        let outcome = try? await upgrade.get()
        try Task.checkCancellation()
        guard case .open(let channel) = outcome else {
            throw OBSError.notOBS(address, reason: "it says nothing, or speaks something else")
        }
        return channel
    }

    private static func prepare(
        _ channel: any NIOCore.Channel, for address: OBSAddress
    ) throws -> EventLoopFuture<Outcome> {
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: "\(address)")
        headers.add(name: "Sec-WebSocket-Protocol", value: "obswebsocket.json")
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
        let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(maxFrameSize: longestMessage) {
            channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1_024,
                        maxAccumulatedFrameSize: longestMessage))
                return .open(try Channel(wrappingChannelSynchronously: channel))
            }
        }
        let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.close(promise: nil)
                return channel.eventLoop.makeSucceededFuture(.refused)
            })
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
        // OBS's first words may come in the same packet as its consent.
        pipeline.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: pipeline)
    }
}

/// What the far end sent, as far as it matters here.
enum OBSFrame {
    case text(String)
    case ping(ByteBuffer)
    case close(code: Int, reason: String)
    case other

    init(_ frame: WebSocketFrame) {
        var data = frame.unmaskedData
        switch frame.opcode {
        case .text: self = .text(String(buffer: data))
        case .ping: self = .ping(data)
        case .connectionClose:
            let code = data.readInteger(as: UInt16.self) ?? 1005
            self = .close(code: Int(code), reason: String(buffer: data))
        default: self = .other
        }
    }
}

extension NIOAsyncChannelOutboundWriter<WebSocketFrame> {
    /// Sends one frame, masked, as a client must.
    func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) async throws {
        try await write(
            WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data))
    }
}
