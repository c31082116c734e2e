import Broadcast
import Desk
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Whether servers answer, without asking anything of them.
enum ServerReach {
    /// Why a stream's server does not answer; nil when it does.
    ///
    /// RTMP: a connection. RTMPS: that and the beginning of encryption; as for the encoder, any
    /// certificate will do. SRT: the answer to the first packet of its handshake.
    static func trouble(of stream: StreamAddress, within limit: Duration) async -> String? {
        let (host, port) = stream.endpoint
        let work: @Sendable () async throws -> Void = {
            switch stream.transport {
            case .rtmp: try await connect(host, port, isSecure: false, within: limit)
            case .rtmps: try await connect(host, port, isSecure: true, within: limit)
            case .srt: try await greet(host, port)
            }
        }
        let trouble = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                do {
                    try await work()
                    return nil
                } catch { return plain(error) }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return nil }
                return "it does not answer within \(limit)"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        return trouble.map { "the server at \(host):\(port) cannot be reached: \($0)." }
    }

    /// Why nothing can listen at an address of this machine; nil when it can.
    static func portTrouble(_ address: WebAddress) async -> String? {
        do {
            let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address.host, port: address.port).get()
            try await channel.close()
            return nil
        } catch { return plain(error) }
    }

    private static func connect(
        _ host: String, _ port: Int, isSecure: Bool, within limit: Duration
    ) async throws {
        let loop = NIOSingletons.posixEventLoopGroup.next()
        let handshake = loop.makePromise(of: Void.self)
        let channel: any Channel
        do {
            let context = isSecure ? try NIOSSLContext(configuration: trustingClient) : nil
            channel = try await ClientBootstrap(group: loop)
                .connectTimeout(.nanoseconds(Int64(limit / .nanoseconds(1))))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let context else { return }
                        let isName = (try? SocketAddress(ipAddress: host, port: 0)) == nil
                        try channel.pipeline.syncOperations.addHandlers([
                            NIOSSLClientHandler(
                                context: context, serverHostname: isName ? host : nil),
                            HandshakeHandler(done: handshake),
                        ])
                    }
                }
                .connect(host: host, port: port).get()
        } catch {
            handshake.fail(error)
            throw error
        }
        if !isSecure { handshake.succeed() }
        defer { channel.close(promise: nil) }
        try await withTaskCancellationHandler {
            try await handshake.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static var trustingClient: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        return configuration
    }

    /// SRT's induction (draft-sharabayko-srt, section 4.3.1): a listener answers it with a cookie and
    /// remembers nothing.
    private static func greet(_ host: String, _ port: Int) async throws {
        let loop = NIOSingletons.posixEventLoopGroup.next()
        let answered = loop.makePromise(of: Void.self)
        let channel: any Channel
        let server: SocketAddress
        do {
            server = try SocketAddress.makeAddressResolvingHost(host, port: port)
            let any = server.protocol == .inet6 ? "::" : "0.0.0.0"
            channel = try await DatagramBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            AnswerHandler(done: answered))
                    }
                }
                .bind(host: any, port: 0).get()
        } catch {
            answered.fail(error)
            throw error
        }
        defer { channel.close(promise: nil) }
        // Datagrams get lost; once more every half second.
        let asking = Task {
            while !Task.isCancelled {
                channel.writeAndFlush(
                    AddressedEnvelope(remoteAddress: server, data: induction), promise: nil)
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        defer { asking.cancel() }
        try await withTaskCancellationHandler {
            try await answered.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static var induction: ByteBuffer {
        var packet = ByteBuffer()
        let header: [UInt32] = [0x8000_0000, 0, 0, 0]
        // Version 4, type UDT; first sequence number, packet size, window; induction; our socket.
        let body: [UInt32] = [4, 2, 1, 1500, 8192, 1, 0x2468_ACE0, 0, 0, 0, 0, 0]
        for word in header + body { packet.writeInteger(word) }
        return packet
    }

    private static func plain(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let failed = error.connectionErrors.first { return plain(failed.error) }
            return "its name is not known"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case ChannelError.connectTimeout: return "it does not answer"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return "it does not speak TLS (\(error))"
        case ChannelError.ioOnClosedChannel, ChannelError.eof, is UnansweredError:
            return "it closed the connection"
        default: return "\(error)"
        }
    }
}

private struct UnansweredError: Error {}

/// Waits for TLS to have begun.
private final class HandshakeHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = Never
    private let done: EventLoopPromise<Void>

    init(done: EventLoopPromise<Void>) { self.done = done }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { done.succeed() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { done.fail(UnansweredError()) }
}

/// Waits for an SRT server's part of the handshake.
private final class AnswerHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    private let done: EventLoopPromise<Void>

    init(done: EventLoopPromise<Void>) { self.done = done }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let packet = unwrapInboundIn(data).data
        guard packet.readableBytes >= 64, packet.getInteger(at: 0, as: UInt16.self) == 0x8000 else {
            return
        }
        done.succeed()
    }

    // "Nobody listens at that port" comes as an error of the next packet.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { done.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { done.fail(UnansweredError()) }
}
