import Foundation

/// A chat that can be asked for its messages.
struct YouTubeRoom: Sendable {
    /// Who asks.
    let client: YouTubeClient
    /// Where the chat goes on.
    var continuation: String
    /// When it may be asked, in seconds since 1970.
    var due: Double
    /// When the continuation was given, in seconds since 1970.
    var given: Double
    /// Whether the next answer is history.
    var isHistory = true
}

extension YouTubeSite {
    /// The way into the chat of a video, or of what a channel shows live. Throws `YouTubeTrouble`.
    mutating func room(at address: YouTubeAddress) async throws -> YouTubeRoom {
        let watch = try await watchPage(of: address)
        guard let way = watch.continuation, !watch.isReplay else { throw noChat(on: watch) }
        let chat = try await page("/live_chat?continuation=" + way.asQuery)
        if let words = chat.closed { throw YouTubeTrouble.closed(words) }
        guard let client = chat.client ?? watch.client else {
            throw YouTubeTrouble(.again, "YouTube's page came without its settings; trying again.")
        }
        guard let continuation = chat.allMessages ?? chat.continuation else {
            throw YouTubeTrouble(.end, "The chat has ended.")
        }
        return YouTubeRoom(
            client: client, continuation: continuation, due: clock.now, given: clock.now)
    }

    /// The video that an address names, or that a channel shows live. Throws `YouTubeTrouble`.
    mutating func video(at address: YouTubeAddress) async throws -> String {
        if case .video(let video) = address { return video }
        guard let video = try await watchPage(of: address).video else {
            throw YouTubeTrouble(.end, "The channel shows nothing live at this moment.")
        }
        return video
    }

    private mutating func watchPage(of address: YouTubeAddress) async throws -> YouTubePage {
        switch address {
        case .video(let video): return try await page("/watch?v=" + video)
        case .channel(let path):
            let path = path.asPath
            let page = try await page(path + "/live")
            guard !page.isLive || page.video == nil else { return page }
            // A channel's first stream may be a room for free chat, announced for a day far away,
            // while another is live.
            if let live = try await self.page(path + "/streams").liveVideo, live != page.video {
                return try await self.page("/watch?v=" + live)
            }
            guard page.video != nil else {
                throw YouTubeTrouble(.end, "The channel shows nothing live at this moment.")
            }
            return page
        }
    }

    private func noChat(on page: YouTubePage) -> YouTubeTrouble {
        if page.isReplay {
            return YouTubeTrouble(.end, "The stream is over: its chat is a recording now.")
        }
        if let refusal = page.refusal { return YouTubeTrouble(refusal) }
        if let words = page.closed { return .closed(words) }
        return YouTubeTrouble(
            .end,
            page.isLive || page.isUpcoming
                ? "The stream has no chat." : "The stream is over, or was never live.")
    }
}

extension String {
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")

    /// A continuation as part of a query; where it is already written so, it stays.
    fileprivate var asQuery: String {
        let unwritten = removingPercentEncoding ?? self
        return unwritten.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? self
    }

    /// A path with its letters of other scripts written as the web does.
    fileprivate var asPath: String {
        let unwritten = removingPercentEncoding ?? self
        let allowed = Self.plain.union(CharacterSet(charactersIn: "/@"))
        return unwritten.addingPercentEncoding(withAllowedCharacters: allowed) ?? self
    }
}
