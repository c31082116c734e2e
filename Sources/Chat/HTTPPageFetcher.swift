import AsyncHTTPClient
import Foundation
import NIOCore

/// Fetches over HTTP and HTTPS, certificates checked.
public struct HTTPPageFetcher: PageFetcher {
    // Lives as long as the program, with its connections, and is therefore never shut down.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10)))
        // Whoever asks hears at once that nobody is there, and decides when to ask again.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(configuration: configuration)
    }()

    /// A fetcher on the connections that the whole program shares.
    public init() {}

    /// The answer, whatever its status; throws `FetchError` or `CancellationError`.
    public func fetch(_ request: PageRequest) async throws -> Page {
        var asked = HTTPClientRequest(url: request.address)
        for (name, value) in request.headers {
            asked.headers.replaceOrAdd(name: name, value: value)
        }
        if let body = request.body {
            asked.method = .POST
            asked.headers.replaceOrAdd(name: "content-type", value: "application/json")
            asked.body = .bytes(ByteBuffer(bytes: body))
        }
        let sent = asked
        // The whole answer races with the time, since a server may send a byte now and then for ever.
        return try await withThrowingTaskGroup(of: Page.self) { group in
            group.addTask { try await answer(to: sent, longest: request.longest) }
            group.addTask {
                try await Task.sleep(for: .seconds(request.seconds))
                throw FetchError.tooSlow(seconds: request.seconds)
            }
            defer { group.cancelAll() }
            guard let page = try await group.next() else { throw CancellationError() }
            return page
        }
    }

    private func answer(to request: HTTPClientRequest, longest: Int) async throws -> Page {
        do {
            let response = try await Self.client.execute(request, timeout: .minutes(10))
            let body = try await response.body.collect(upTo: longest)
            return Page(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "retry-after"),
                body: Data(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw FetchError.tooLong(bytes: longest)
        } catch {
            try Task.checkCancellation()
            throw FetchError.connection("\(error)")
        }
    }
}
