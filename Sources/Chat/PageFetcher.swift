import Foundation

/// What a source asks of a web server.
public struct PageRequest: Sendable, Equatable {
    /// The whole address, `https://…`.
    public var address: String
    /// Header fields beside those that every request has.
    public var headers: [String: String]
    /// JSON to send with POST; nil asks with GET.
    public var body: Data?
    /// Seconds until the whole answer must be there.
    public var seconds: Double
    /// The longest answer in bytes.
    public var longest: Int

    /// A request for a page; with a body, one for an answer to it.
    public init(
        _ address: String, headers: [String: String] = [:], body: Data? = nil,
        seconds: Double = 20, longest: Int = 16 << 20
    ) {
        self.address = address
        self.headers = headers
        self.body = body
        self.seconds = seconds
        self.longest = longest
    }
}

/// What a web server answered.
public struct Page: Sendable, Equatable {
    /// HTTP's status: 200.
    public var status: Int
    /// The `Retry-After` field, as it was written.
    public var retryAfter: String?
    /// The answer's body.
    public var body: Data

    /// An answer.
    public init(status: Int, retryAfter: String? = nil, body: Data) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// Why there is no whole answer; every one of these may pass by itself.
public enum FetchError: Error, Equatable, CustomStringConvertible {
    /// Nothing was answered in time.
    case tooSlow(seconds: Double)
    /// The answer was longer than allowed.
    case tooLong(bytes: Int)
    /// No connection, or one that broke; the system's own words.
    case connection(String)

    /// What went wrong, as part of a sentence.
    public var description: String {
        switch self {
        case .tooSlow(let seconds): "there was no whole answer within \(Int(seconds)) s"
        case .tooLong(let bytes): "the answer is longer than \(bytes >> 20) MB"
        case .connection(let reason): "the connection failed (\(reason))"
        }
    }
}

/// Something that fetches pages; redirects are followed, nothing is tried twice.
public protocol PageFetcher: Sendable {
    /// The answer, whatever its status; throws `FetchError`, or `CancellationError` as soon as the
    /// task is cancelled.
    func fetch(_ request: PageRequest) async throws -> Page
}
