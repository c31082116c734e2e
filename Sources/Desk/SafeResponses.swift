import HTTPTypes
import Hummingbird

/// A request with what the pages need to know about it.
struct DeskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The network address it came from.
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }

    /// Bytes of a body that are read; a longer one is refused.
    var maxUploadSize: Int { ServerLimits.body }
}

/// Turns strangers away at the door, and sends nothing out that a browser could be tricked with.
struct SafeResponses: RouterMiddleware {
    typealias Context = DeskContext

    let doorkeeper: Doorkeeper

    func handle(
        _ request: Request, context: DeskContext,
        next: (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try admit(request)
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func admit(_ request: Request) throws {
        let host = request.headers[.hostName] ?? request.head.authority
        let isReading = request.method == .get || request.method == .head
        let refusal = doorkeeper.refusal(
            host: host, origin: request.headers[.origin],
            fetchSite: request.headers[.fetchSite], changes: !isReading)
        if let refusal { throw HTTPError(.forbidden, message: refusal) }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > ServerLimits.body
        {
            throw HTTPError(.contentTooLarge, message: "At most 16 KB can be sent here.")
        }
    }

    // Nothing from elsewhere, no script or style in the page itself, in nobody's frame.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let headers: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, policy),
        (.xContentTypeOptions, "nosniff"),
        (.cacheControl, "no-store"),
        (.referrer, "no-referrer"),
        (.openerPolicy, "same-origin"),
        (.crossOriginResourcePolicy, "same-origin"),
    ]
}

extension HTTPField.Name {
    // The library's own list lacks these.
    fileprivate static let hostName = Self("Host")!
    fileprivate static let fetchSite = Self("Sec-Fetch-Site")!
    fileprivate static let referrer = Self("Referrer-Policy")!
    fileprivate static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
}
