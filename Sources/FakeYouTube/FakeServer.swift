import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// What was asked of the fake server.
struct FakeRequest: Sendable {
    /// The path, its percent signs undone.
    let path: String
    /// What follows the question mark.
    let query: [String: String]
    /// The `Cookie` field.
    let cookie: String?
    /// The body.
    let body: Data

    init(uri: String, cookie: String?, body: Data) {
        let parts = URLComponents(string: uri)
        path = parts?.path ?? uri
        let items = parts?.queryItems ?? []
        query = Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        self.cookie = cookie
        self.body = body
    }

    /// The body as a JSON object.
    var json: [String: Any]? { try? JSONSerialization.jsonObject(with: body) as? [String: Any] }

    /// Where it knocks; nil for what YouTube has and this does not.
    var door: FakeDoor? {
        switch path {
        case "/live_chat": .chat
        case "/youtubei/v1/live_chat/get_live_chat": .poll
        case "/watch", "/consent": .page
        default: path.hasPrefix("/@") ? .page : nil
        }
    }
}

/// What the fake server answers.
struct FakeAnswer: Sendable {
    enum Manner { case whole, cut, slow, hang, hangUp }

    var status = 200
    var headers: [String: String] = [:]
    var body: Data
    var manner = Manner.whole

    init(_ body: String) { self.body = Data(body.utf8) }

    init(status: Int, headers: [String: String] = [:], body: String) {
        self.status = status
        self.headers = headers
        self.body = Data(body.utf8)
    }
}

/// A web server on the loopback address.
struct FakeServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let connections = Connections()

    init(port: Int, answer: @escaping @Sendable (FakeRequest) -> FakeAnswer) async throws {
        let connections = connections
        channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answering(answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        self.port = channel.localAddress?.port ?? port
    }

    func stop() async throws {
        try await channel.close()
        for connection in connections.all { connection.close(promise: nil) }
    }
}

/// The connections that were opened; a `Mutex`, since each has its own thread.
private final class Connections: Sendable {
    private let kept = Mutex<[any Channel]>([])
    var all: [any Channel] { kept.withLock { $0 } }
    func add(_ channel: any Channel) {
        kept.withLock { kept in
            kept.removeAll { !$0.isActive }
            kept.append(channel)
        }
    }
}

/// Answers one connection's requests.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (FakeRequest) -> FakeAnswer
    private var head: HTTPRequestHead?
    private var body = Data()

    init(answer: @escaping @Sendable (FakeRequest) -> FakeAnswer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = Data()
        case .body(let bytes): body.append(contentsOf: bytes.readableBytesView)
        case .end:
            guard let head else { return }
            let cookie = head.headers.first(name: "cookie")
            write(answer(FakeRequest(uri: head.uri, cookie: cookie, body: body)), to: context)
        }
    }

    private func write(_ answer: FakeAnswer, to context: ChannelHandlerContext) {
        if answer.manner == .hang { return }
        if answer.manner == .hangUp { return context.close(promise: nil) }
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status))
        for (name, value) in answer.headers { head.headers.add(name: name, value: value) }
        head.headers.replaceOrAdd(name: "content-length", value: "\(answer.body.count)")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        switch answer.manner {
        case .whole:
            send(answer.body, to: context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .cut:
            send(answer.body.prefix(answer.body.count / 2), to: context)
            context.flush()
            context.close(promise: nil)
        case .slow: drip(answer.body, to: context)
        case .hang, .hangUp: break
        }
    }

    private func send(_ bytes: Data, to context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    }

    private func drip(_ bytes: Data, to context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        guard let first = bytes.first else {
            return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        send(Data([first]), to: context)
        context.flush()
        let rest = Data(bytes.dropFirst())
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(100)) {
            let (handler, context) = bound.value
            handler.drip(rest, to: context)
        }
    }
}
