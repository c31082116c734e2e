import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Keeps one connection to what a page needs: whole requests, soon and short, and no more connections
/// of one address than a room has.
///
/// Who dribbles a request byte by byte, sends a body without end, or never closes holds a place that
/// somebody else could have; the library's own idle time begins again with every byte.
final class RequestBounds: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ServerLimits
    private let census: Census
    private var address: String?
    private var deadline: Scheduled<Void>?
    private var bytes = 0
    /// Whether more was sent than is taken: the rest of it is not read any more.
    private var isFlooded = false
    /// Whether the answer was given before the request had come whole.
    private var isAnswered = false

    init(limits: ServerLimits, census: Census) {
        self.limits = limits
        self.census = census
    }

    // MARK: - Coming and going

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard address == nil else { return }
        let origin = context.remoteAddress?.ipAddress ?? "unknown"
        guard census.admits(origin, most: limits.connectionsOfOneAddress) else {
            context.close(promise: nil)
            return
        }
        address = origin
        expectClose(context, within: limits.secondsForARequest)
    }

    private func end() {
        deadline?.cancel()
        deadline = nil
        if let address { census.leave(address) }
        address = nil
    }

    // MARK: - What is asked

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bytes = 0
            isAnswered = false
            context.fireChannelRead(data)
        case .body(let part):
            guard !isFlooded else { return }
            bytes += part.readableBytes
            context.fireChannelRead(data)
            guard bytes > ServerLimits.body else { return }
            // Whoever answers has seen enough to refuse it, and must not wait for the end.
            isFlooded = true
            context.fireChannelRead(wrapInboundOut(.end(nil)))
            if isAnswered { expectClose(context, within: limits.secondsToReadTheRefusal) }
        case .end:
            guard !isFlooded else { return }
            deadline?.cancel()
            deadline = nil
            context.fireChannelRead(data)
        }
    }

    func read(context: ChannelHandlerContext) {
        // What is not read fills the sender's own buffers and nothing here.
        if !isFlooded { context.read() }
    }

    // MARK: - What is answered

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        context.write(data, promise: promise)
        isAnswered = true
        // An answer may be ready before its request was sent whole: the time for that goes on.
        if isFlooded {
            expectClose(context, within: limits.secondsToReadTheRefusal)
        } else if deadline == nil {
            expectClose(context, within: limits.secondsForARequest)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Nothing more is said here; who does not hang up is hung up on.
        if mode == .output { expectClose(context, within: limits.secondsToReadTheRefusal) }
        context.close(mode: mode, promise: promise)
    }

    private func expectClose(_ context: ChannelHandlerContext, within seconds: Double) {
        deadline?.cancel()
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.value.eventLoop.assumeIsolated().scheduleTask(
            in: .milliseconds(Int64(seconds * 1_000))
        ) {
            context.value.close(promise: nil)
        }
    }
}

/// How many connections each network address has.
final class Census: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts one more connection of an address, unless it has `most` already.
    func admits(_ address: String, most: Int) -> Bool {
        counts.withLock { counts in
            let count = counts[address, default: 0]
            guard count < most else { return false }
            counts[address] = count + 1
            return true
        }
    }

    /// One connection of an address less.
    func leave(_ address: String) {
        counts.withLock { counts in
            let left = counts[address, default: 0] - 1
            counts[address] = left > 0 ? left : nil
        }
    }

    /// Connections of an address now.
    func count(of address: String) -> Int { counts.withLock { $0[address, default: 0] } }
}
