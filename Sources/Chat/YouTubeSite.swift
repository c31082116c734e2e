import Foundation

/// YouTube's pages and the door to its chats. Every fault throws `YouTubeTrouble`.
struct YouTubeSite: Sendable {
    let base: String
    let fetcher: any PageFetcher
    let clock: any ChatClock
    /// Whether consent has been refused with a cookie, which is what YouTube asks for in Europe.
    private(set) var hasRefusedConsent = false

    init(base: String, fetcher: any PageFetcher, clock: any ChatClock) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.fetcher = fetcher
        self.clock = clock
    }

    /// A page by its path, which begins with a slash.
    mutating func page(_ path: String) async throws -> YouTubePage {
        var page = YouTubePage(try await body(PageRequest(base + path, headers: headers)))
        if page.asksForConsent {
            hasRefusedConsent = true
            page = YouTubePage(try await body(PageRequest(base + path, headers: headers)))
        }
        guard !page.asksForConsent else {
            throw YouTubeTrouble(.end, "YouTube asks for consent to cookies again and again.")
        }
        guard page.isWhole else {
            throw YouTubeTrouble(.again, "YouTube's page came without its data; trying again.")
        }
        return page
    }

    /// The messages since `continuation`.
    func poll(_ continuation: String, as client: YouTubeClient) async throws -> YouTubePoll {
        let key = client.key.map { "&key=" + $0 } ?? ""
        let request = PageRequest(
            base + "/youtubei/v1/live_chat/get_live_chat?prettyPrint=false" + key,
            headers: headers, body: client.body(continuation: continuation), seconds: 15)
        guard let poll = YouTubePoll(try await body(request)) else {
            throw YouTubeTrouble(.again, "YouTube's answer is cut or damaged; trying again.")
        }
        return poll
    }

    private func body(_ request: PageRequest) async throws -> Data {
        do {
            let page = try await fetcher.fetch(request)
            if let trouble = YouTubeTrouble(of: page, now: clock.now) { throw trouble }
            return page.body
        } catch let error as FetchError {
            throw YouTubeTrouble(.again, "YouTube cannot be reached: \(error); trying again.")
        }
    }

    private var headers: [String: String] {
        var headers = [
            // The pages that are read here are those that browsers get, in a language that is known.
            "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "accept-language": "en-US,en;q=0.8",
        ]
        // The choice "reject all", as the consent page itself would save it.
        if hasRefusedConsent { headers["cookie"] = "SOCS=CAI" }
        return headers
    }
}
