import NIOCore
import NIOPosix
import NIOSSL

/// Lines over TCP, encrypted where the server is.
public struct SocketLines: LineTransport {
    private let tls: TLSConfiguration

    /// Connections whose encryption is set up by `tls`; the usual one checks certificates against
    /// the system's.
    public init(tls: TLSConfiguration = .makeClientConfiguration()) { self.tls = tls }

    /// Opens a TCP connection and cuts what comes into lines, as `LineTransport` says.
    public func connect(
        to server: LineServer, opened: @Sendable (any LineWriter) async throws -> Void,
        heard: @Sendable (String) async throws -> Void
    ) async throws {
        let channel = try await mapped { try await open(server) }
        try await mapped {
            try await channel.executeThenClose { inbound, outbound in
                try await opened(SocketWriter(outbound: outbound))
                var cutter = LineCutter()
                for try await bytes in inbound {
                    for line in cutter.lines(with: bytes.readableBytesView) {
                        try await heard(line)
                    }
                }
            }
        }
        // A sequence that is cancelled just ends.
        try Task.checkCancellation()
    }

    private func open(_ server: LineServer) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer>
    {
        let context = server.isSecure ? try NIOSSLContext(configuration: tls) : nil
        return try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: server.host, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        // An address has no name to be checked.
                        let isName = (try? SocketAddress(ipAddress: server.host, port: 0)) == nil
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(
                                context: context, serverHostname: isName ? server.host : nil))
                    }
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Gives the network's own errors their plain form; what a closure threw goes through.
    private func mapped<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error where error.isOfTheNetwork {
            try Task.checkCancellation()
            throw FetchError.connection("\(error)")
        }
    }
}

private struct SocketWriter: LineWriter {
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    func send(_ line: String) async throws {
        try await outbound.write(ByteBuffer(string: line + "\r\n"))
    }
}

extension Error {
    fileprivate var isOfTheNetwork: Bool {
        self is IOError || self is ChannelError || self is NIOConnectionError
            || self is NIOSSLError || self is NIOSSLExtraError || self is NIOAsyncWriterError
            || self is BoringSSLError
    }
}
