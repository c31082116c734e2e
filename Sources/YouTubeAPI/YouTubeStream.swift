import Chat
import GRPCCore
import GRPCNIOTransportHTTP2

/// YouTube's stream of messages over gRPC (`V3DataLiveChatMessageService/StreamList`).
package struct YouTubeStream: YouTubeMessageStream {
    /// Where the service is.
    package enum Server: Sendable, Equatable {
        /// A host by its name, port 443, certificates checked.
        case secure(host: String)
        /// An address of this machine, unencrypted: a stand-in for YouTube.
        case loopback(port: Int)

        /// YouTube itself.
        package static let youtube = Server.secure(host: "youtube.googleapis.com")

        /// YouTube, or the port on this machine that a variable of the environment names:
        /// `EMOTIONMOTION_YOUTUBE_GRPC=50051`.
        package init(environment: [String: String]) {
            let port = environment["EMOTIONMOTION_YOUTUBE_GRPC"].flatMap(Int.init)
            self = port.map { .loopback(port: $0) } ?? .youtube
        }
    }

    private let server: Server

    /// A way to YouTube, or to what stands in for it.
    package init(_ server: Server = .youtube) { self.server = server }

    /// Follows a chat over one connection, as `YouTubeMessageStream` says.
    package func follow(
        chat: String, after page: String?, with key: YouTubeKey,
        opened: @escaping @Sendable () async throws -> Void,
        received: @escaping @Sendable (YouTubeMessages) async throws -> Void
    ) async throws {
        var request = WireLiveChatMessageListRequest()
        request.liveChatID = chat
        request.part = ["id", "snippet", "authorDetails"]
        request.hl = "en"
        if let page { request.pageToken = page }
        var options = CallOptions.defaults
        // Whoever follows decides when to try again.
        options.waitForReady = false
        options.maxResponseMessageBytes = 16 << 20
        let (asked, how) = (request, options)
        do {
            try await withGRPCClient(transport: try transport()) { client in
                let service = WireV3DataLiveChatMessageService.Client(wrapping: client)
                try await service.streamList(
                    asked, metadata: ["x-goog-api-key": "\(key.secret)"], options: how
                ) { response in
                    _ = try response.accepted.get()
                    try await opened()
                    for try await piece in response.messages {
                        try await received(YouTubeMessages(piece))
                    }
                }
            }
        } catch let error as RPCError {
            try Task.checkCancellation()
            throw YouTubeFailure(error)
        } catch let error as RuntimeError {
            try Task.checkCancellation()
            throw YouTubeFailure(status: "UNAVAILABLE", words: error.message)
        }
    }

    private func transport() throws -> HTTP2ClientTransport.Posix {
        var config = HTTP2ClientTransport.Posix.Config.defaults
        config.http2.maxFrameSize = 1 << 16
        return switch server {
        case .secure(let host):
            try HTTP2ClientTransport.Posix(
                target: .dns(host: host, port: 443), transportSecurity: .tls, config: config)
        case .loopback(let port):
            try HTTP2ClientTransport.Posix(
                target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext,
                config: config)
        }
    }
}

extension YouTubeFailure {
    /// A gRPC status, with the words beneath it where the connection failed.
    init(_ error: RPCError) {
        let cause = error.cause.map { " (\($0))" } ?? ""
        let name = "\(error.code)".snakeCased
        self.init(
            status: name == "INTERNAL_ERROR" ? "INTERNAL" : name, words: error.message + cause)
    }
}

extension String {
    /// `resourceExhausted` as gRPC writes it in its documents, `RESOURCE_EXHAUSTED`.
    fileprivate var snakeCased: String {
        reduce(into: "") { name, letter in
            if letter.isUppercase { name.append("_") }
            name.append(contentsOf: letter.uppercased())
        }
    }
}
