import GRPCCore
import GRPCNIOTransportHTTP2
import GRPCProtobuf
import Synchronization

@testable import YouTubeAPI

/// YouTube's gRPC service on loopback, playing a script, one part for each connection.
final class ChatServer: RegistrableRPCService {
    /// What happens on a connection.
    enum Step: Sendable {
        case piece(WireLiveChatMessageListResponse)
        case fails(RPCError)
        /// Nothing more comes, and the connection stays open.
        case silence
    }

    /// What a connection asked for.
    struct Question: Sendable {
        var request: WireLiveChatMessageListRequest
        var key: String?
    }

    // A `Mutex`, since every connection has a task of its own.
    private let parts: Mutex<[[Step]]>
    private let asked = Mutex<[Question]>([])

    init(_ parts: [[Step]]) { self.parts = Mutex(parts) }

    /// What each connection asked for.
    var questions: [Question] { asked.withLock { $0 } }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.registerHandler(
            forMethod: WireV3DataLiveChatMessageService.Method.StreamList.descriptor,
            deserializer: ProtobufDeserializer<WireLiveChatMessageListRequest>(),
            serializer: ProtobufSerializer<WireLiveChatMessageListResponse>()
        ) { request, _ in
            for try await message in request.messages {
                let key = request.metadata[stringValues: "x-goog-api-key"].first { _ in true }
                self.asked.withLock { $0.append(Question(request: message, key: key)) }
            }
            let part = self.parts.withLock { $0.isEmpty ? [] : $0.removeFirst() }
            if case .fails(let error)? = part.first { throw error }
            return StreamingServerResponse { writer in
                for step in part {
                    switch step {
                    case .piece(let piece): try await writer.write(piece)
                    case .fails(let error): throw error
                    case .silence: try await Task.sleep(for: .seconds(3_600))
                    }
                }
                return [:]
            }
        }
    }

    /// Serves on a free port while `use` runs.
    func serve<Result: Sendable>(
        _ use: @Sendable @escaping (YouTubeStream) async throws -> Result
    ) async throws -> Result {
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: 0), transportSecurity: .plaintext)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let server = GRPCServer(transport: transport, services: [self])
            group.addTask { try await server.serve() }
            defer { group.cancelAll() }
            let address = try await transport.listeningAddress
            return try await use(YouTubeStream(.loopback(port: address.ipv4?.port ?? 0)))
        }
    }
}
