import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

@testable import OBS

/// As much of obs-websocket 5 as a client sees, on the loopback address, strict about the protocol:
/// a wrong greeting is answered with OBS's own closing numbers.
final class FakeOBS: Sendable {
    /// What it answers to one request.
    enum Answer: Sendable {
        case fine(OBSValue)
        case refuse(code: Int, comment: String)
        /// Nothing at all.
        case silence
        /// It goes away, with words, as OBS does when it ends.
        case goodbye(code: Int, String)
        /// Its connection breaks.
        case crash
        /// The answer is no JSON.
        case nonsense
        /// The same answer in pieces of a few bytes.
        case inPieces(OBSValue)
        /// An event first, then the answer.
        case after(event: String, OBSValue, then: OBSValue)
    }

    let password: String?
    let version: Int
    private let answer: @Sendable (String, OBSValue) -> Answer
    private let inside = Mutex<(server: (any Channel)?, heard: [String])>((nil, []))

    static let salt = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI="
    static let challenge = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="

    /// A fake that wants this password, if any.
    init(
        password: String? = "stage", version: Int = 1,
        answer: @escaping @Sendable (String, OBSValue) -> Answer = { _, _ in .fine([:]) }
    ) {
        self.password = password
        self.version = version
        self.answer = answer
    }

    /// The types of all requests so far, in order.
    var heard: [String] { inside.withLock { $0.heard } }

    /// Serves on a free port while `work` runs.
    func serve<Result: Sendable>(
        _ work: @Sendable (OBSAddress) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOWebSocketServerUpgrader(
                        maxFrameSize: 1 << 20,
                        shouldUpgrade: { channel, head in
                            let isOurs =
                                head.headers.first(name: "Sec-WebSocket-Protocol")
                                == "obswebsocket.json"
                            return channel.eventLoop.makeSucceededFuture(isOurs ? [:] : nil)
                        },
                        upgradePipelineHandler: { channel, _ in
                            channel.eventLoop.makeCompletedFuture {
                                try channel.pipeline.syncOperations.addHandler(
                                    Conversation(self))
                            }
                        })
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withServerUpgrade: ([upgrader], { _ in }))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        inside.withLock { $0.server = server }
        let port = server.localAddress?.port ?? 0
        do {
            let result = try await work(OBSAddress(host: "127.0.0.1", port: port))
            try await server.close()
            return result
        } catch {
            try? await server.close()
            throw error
        }
    }

    fileprivate func reply(to type: String, _ data: OBSValue) -> Answer {
        inside.withLock { $0.heard.append(type) }
        return answer(type, data)
    }
}

/// One client's conversation.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let fake: FakeOBS
    private var isIdentified = false

    init(_ fake: FakeOBS) { self.fake = fake }

    func handlerAdded(context: ChannelHandlerContext) {
        var hello: [String: OBSValue] = [
            "obsWebSocketVersion": "5.1.0", "rpcVersion": OBSValue(fake.version),
        ]
        if fake.password != nil {
            hello["authentication"] = [
                "challenge": .text(FakeOBS.challenge), "salt": .text(FakeOBS.salt),
            ]
        }
        say(OBSMessage(.hello, .object(hello)), in: context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if frame.opcode == .connectionClose { return context.close(promise: nil) }
        guard frame.opcode == .text else { return }
        // A client's frames are masked.
        guard frame.maskKey != nil else { return close(1002, "not masked", in: context) }
        guard let message = try? OBSMessage(String(buffer: frame.unmaskedData)) else {
            return close(4002, "no JSON", in: context)
        }
        switch message.operation {
        case .identify: identify(message.data, in: context)
        case .request where isIdentified: respond(to: message.data, in: context)
        case .batch where isIdentified: respondToAll(message.data, in: context)
        default: close(4007, "not identified", in: context)
        }
    }

    private func identify(_ data: OBSValue, in context: ChannelHandlerContext) {
        guard data["rpcVersion"] == 1 else { return close(4010, "version", in: context) }
        if let password = fake.password {
            let right = OBSMessage.answer(
                to: FakeOBS.challenge, salt: FakeOBS.salt, password: password)
            guard data["authentication"] == .text(right) else {
                return close(4009, "Authentication failed.", in: context)
            }
        }
        isIdentified = true
        say(OBSMessage(.identified, ["negotiatedRpcVersion": 1]), in: context)
    }

    private func respond(to request: OBSValue, in context: ChannelHandlerContext) {
        let type = request["requestType"]?.text ?? ""
        let respond = { [self] (fields: [String: OBSValue]) in
            OBSMessage(.response, .object(response(to: request, fields)))
        }
        switch fake.reply(to: type, request["requestData"] ?? [:]) {
        case .fine(let data): say(respond(["responseData": data]), in: context)
        case .refuse(let code, let comment):
            say(respond(["requestStatus": status(code, comment)]), in: context)
        case .silence: break
        case .goodbye(let code, let words): close(code, words, in: context)
        case .crash: context.close(promise: nil)
        case .nonsense: send(.text, ByteBuffer(string: "{\"op\":7,"), in: context)
        case .inPieces(let data): sayInPieces(respond(["responseData": data]), in: context)
        case .after(let event, let eventData, let data):
            say(
                OBSMessage(
                    .event, ["eventType": .text(event), "eventIntent": 64, "eventData": eventData]),
                in: context)
            say(respond(["responseData": data]), in: context)
        }
    }

    private func respondToAll(_ batch: OBSValue, in context: ChannelHandlerContext) {
        var results: [OBSValue] = []
        for request in batch["requests"]?.list ?? [] {
            let type = request["requestType"]?.text ?? ""
            switch fake.reply(to: type, request["requestData"] ?? [:]) {
            case .fine(let data):
                results.append(.object(response(to: request, ["responseData": data])))
            case .refuse(let code, let comment):
                results.append(
                    .object(response(to: request, ["requestStatus": status(code, comment)])))
            default: return context.close(promise: nil)
            }
            if results.last?["requestStatus"]?["result"] == false,
                batch["haltOnFailure"] == true
            {
                break
            }
        }
        say(
            OBSMessage(
                .batchResponse,
                ["requestId": batch["requestId"] ?? .null, "results": .list(results)]), in: context)
    }

    private func response(
        to request: OBSValue, _ fields: [String: OBSValue]
    ) -> [String: OBSValue] {
        [
            "requestType": request["requestType"] ?? .null,
            "requestId": request["requestId"] ?? .null,
            "requestStatus": ["result": true, "code": 100],
        ].merging(fields) { $1 }
    }

    private func status(_ code: Int, _ comment: String) -> OBSValue {
        ["result": false, "code": OBSValue(code), "comment": .text(comment)]
    }

    // MARK: Frames

    private func say(_ message: OBSMessage, in context: ChannelHandlerContext) {
        send(.text, ByteBuffer(string: message.json), in: context)
    }

    private func sayInPieces(_ message: OBSMessage, in context: ChannelHandlerContext) {
        let bytes = Array(message.json.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: 7).map {
            bytes[$0..<min($0 + 7, bytes.count)]
        }
        for (index, piece) in pieces.enumerated() {
            let frame = WebSocketFrame(
                fin: index == pieces.count - 1, opcode: index == 0 ? .text : .continuation,
                data: ByteBuffer(bytes: piece))
            context.write(wrapOutboundOut(frame), promise: nil)
        }
        context.flush()
    }

    private func close(_ code: Int, _ words: String, in context: ChannelHandlerContext) {
        var data = ByteBuffer(integer: UInt16(code))
        data.writeString(words)
        send(.connectionClose, data, in: context)
        context.close(promise: nil)
    }

    private func send(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, in context: ChannelHandlerContext
    ) {
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }
}
