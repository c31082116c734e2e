import NIOCore
import NIOWebSocket

/// A conversation with OBS over obs-websocket 5: requests out, answers and events in.
///
/// Answers may come in any order. Whoever waits for one is told when OBS goes away, does not answer in
/// time, or the task is cancelled.
public actor OBSConnection {
    /// Which of OBS's events are sent at all, as obs-websocket numbers them.
    public struct EventKinds: OptionSet, Sendable {
        /// The bits of `eventSubscriptions`.
        public let rawValue: Int
        /// The kinds of these bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// OBS ends, plugins speak.
        public static let general = EventKinds(rawValue: 1)
        /// Streams and recordings begin and end.
        public static let outputs = EventKinds(rawValue: 1 << 6)
    }

    /// One request and what it says.
    public struct Request: Sendable, Equatable {
        var type: String
        var data: OBSValue
        /// A request; its data is an object.
        public init(_ type: String, _ data: OBSValue = [:]) {
            self.type = type
            self.data = data
        }
    }

    /// What happens in OBS, for one reader; the newest 64 wait to be read. Ends with the connection.
    public nonisolated let events: AsyncStream<OBSEvent>

    private let eventFeed: AsyncStream<OBSEvent>.Continuation
    private let address: OBSAddress
    private let password: OBSPassword?
    private let kinds: EventKinds
    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    private let patience: Duration
    private var waiting: [String: CheckedContinuation<OBSValue, any Error>] = [:]
    private var count = 0
    private var isGreeted = false
    private var greeting: CheckedContinuation<Void, any Error>?
    /// Why there will be no more answers; nil while there may be.
    private var end: OBSError?

    /// Answers that may be owed at once.
    static let mostWaiting = 64

    init(
        to address: OBSAddress, password: OBSPassword?, events kinds: EventKinds,
        outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, patience: Duration
    ) {
        self.address = address
        self.password = password
        self.kinds = kinds
        (events, eventFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        self.outbound = outbound
        self.patience = patience
    }

    // MARK: - Asking

    /// Asks OBS for something and gives what it answers, an object.
    ///
    /// Throws `OBSError.refused` with OBS's reason, `noAnswer` or `closed`, or `CancellationError`.
    @discardableResult
    public func request(_ type: String, _ data: OBSValue = [:]) async throws -> OBSValue {
        let answer = try await ask(
            .request, type, ["requestType": .text(type), "requestData": data])
        return try Self.result(of: answer, to: type)
    }

    /// Asks for several things in order, in one message; stops at the first that OBS refuses.
    ///
    /// Throws as `request` does, for the first that was refused.
    @discardableResult
    public func batch(_ requests: [Request]) async throws -> [OBSValue] {
        guard !requests.isEmpty else { return [] }
        let list = requests.map { request -> OBSValue in
            ["requestType": .text(request.type), "requestData": request.data]
        }
        let answer = try await ask(
            .batch, requests[0].type, ["haltOnFailure": true, "requests": .list(list)])
        let results = answer["results"]?.list ?? []
        let answered = try zip(results, requests).map { try Self.result(of: $0, to: $1.type) }
        guard answered.count == requests.count else {
            throw OBSError.unreadable("\(answered.count) answers to \(requests.count) requests")
        }
        return answered
    }

    private static func result(of answer: OBSValue, to type: String) throws -> OBSValue {
        let status = answer["requestStatus"]
        guard status?["result"]?.bool == true else {
            throw OBSError.refused(
                request: type, code: status?["code"]?.whole ?? 0,
                comment: status?["comment"]?.text ?? "")
        }
        return answer["responseData"] ?? [:]
    }

    private func ask(
        _ operation: OBSMessage.Operation, _ type: String, _ data: [String: OBSValue]
    ) async throws -> OBSValue {
        if let end { throw end }
        guard waiting.count < Self.mostWaiting else {
            throw OBSError.tooManyRequests(Self.mostWaiting)
        }
        count += 1
        let id = String(count)
        var data = data
        data["requestId"] = .text(id)
        let message = OBSMessage(operation, .object(data)).json
        let limit = patience
        let clock = Task {
            try await Task.sleep(for: limit)
            answer(to: id, with: .failure(OBSError.noAnswer(to: type, within: limit)))
        }
        defer { clock.cancel() }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                // The place is taken before the message leaves, or its answer might come first.
                waiting[id] = continuation
                Task { await send(message, for: id) }
            }
        } onCancel: {
            Task { await answer(to: id, with: .failure(CancellationError())) }
        }
    }

    private func send(_ message: String, for id: String) async {
        do {
            try await outbound.send(.text, ByteBuffer(string: message))
        } catch {
            answer(to: id, with: .failure(end ?? OBSError.closed(reason: "")))
        }
    }

    private func answer(to id: String, with result: Result<OBSValue, any Error>) {
        waiting.removeValue(forKey: id)?.resume(with: result)
    }

    // MARK: - Hearing

    /// Waits until OBS has taken our greeting; throws why it does not.
    func greeted() async throws {
        if let end { throw end }
        guard !isGreeted else { return }
        try await withCheckedThrowingContinuation { greeting = $0 }
    }

    /// Takes in what OBS says; false when it says goodbye.
    func hear(_ frame: OBSFrame) async -> Bool {
        do {
            switch frame {
            case .text(let text): try await hear(try OBSMessage(text))
            case .ping(let data): try await outbound.send(.pong, data)
            case .close(let code, let words):
                finish(farewell(code, words))
                return false
            case .other: break
            }
            return true
        } catch {
            finish(error as? OBSError ?? .closed(reason: "the connection broke"))
            return false
        }
    }

    private func hear(_ message: OBSMessage) async throws {
        switch message.operation {
        case .hello:
            let identify = try OBSMessage.identify(
                after: message, password: password, events: kinds.rawValue, address: address)
            try await outbound.send(.text, ByteBuffer(string: identify.json))
        case .identified:
            isGreeted = true
            greeting?.resume()
            greeting = nil
        case .response, .batchResponse:
            if let id = message.data["requestId"]?.text {
                answer(to: id, with: .success(message.data))
            }
        case .event:
            let data = message.data["eventData"] ?? [:]
            eventFeed.yield(OBSEvent(type: message.data["eventType"]?.text ?? "", data: data))
        case .identify, .reidentify, .request, .batch: break
        }
    }

    /// Why OBS said goodbye, by its own numbers.
    private func farewell(_ code: Int, _ words: String) -> OBSError {
        switch code {
        case 4009: .wrongPassword(address)
        case 4010: .anotherVersion(0)
        default: .closed(reason: words)
        }
    }

    /// Nothing more will come: whoever waits is told why.
    func finish(_ reason: OBSError) {
        if end == nil { end = isGreeted ? reason : reason.beforeGreeting(address) }
        let reason = end ?? reason
        eventFeed.finish()
        greeting?.resume(throwing: reason)
        greeting = nil
        for continuation in waiting.values { continuation.resume(throwing: reason) }
        waiting = [:]
    }
}

extension OBSError {
    /// A server that goes away without a word before it has greeted is no OBS.
    fileprivate func beforeGreeting(_ address: OBSAddress) -> OBSError {
        switch self {
        case .closed(""), .unreadable: .notOBS(address, reason: "it did not greet as OBS does")
        default: self
        }
    }
}
