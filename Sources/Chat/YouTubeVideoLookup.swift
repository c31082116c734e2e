import Foundation

/// Which chat belongs to a stream, from YouTube's Data API (`videos.list`).
struct YouTubeVideoLookup: Sendable {
    /// Units of the key's quota that one look takes.
    static let units = 1

    /// Where the API is, without a slash at the end.
    let base: String
    let key: YouTubeKey
    let fetcher: any PageFetcher

    /// The chat of a video; throws `YouTubeKeyTrouble` and `CancellationError`.
    func chat(of video: String) async throws -> String {
        let request = PageRequest(
            base + "/youtube/v3/videos?part=liveStreamingDetails&id=" + video,
            // In a header, since addresses end up in logs.
            headers: ["x-goog-api-key": key.secret], longest: 1 << 20)
        let page: Page
        do {
            page = try await fetcher.fetch(request)
        } catch let error as FetchError {
            throw YouTubeKeyTrouble(.again, "YouTube cannot be reached: \(error); trying again.")
        }
        guard page.status == 200 else {
            throw YouTubeKeyTrouble(failure(page), key: key, hadPage: false)
        }
        guard let answer = JSONValue(parsing: page.body), answer.keys != nil else {
            throw YouTubeKeyTrouble(.again, "YouTube's answer is damaged; trying again.")
        }
        guard let found = answer["items"]?.array?.first else {
            throw YouTubeKeyTrouble(.end, "There is no such stream (any more), or it is private.")
        }
        let details = found["liveStreamingDetails"]
        if let chat = details?["activeLiveChatId"]?.string?.nonEmpty { return chat }
        throw YouTubeKeyTrouble(.end, whyNoChat(details))
    }

    private func whyNoChat(_ details: JSONValue?) -> String {
        guard let details else { return "The video is no live stream, and has no live chat." }
        return details["actualEndTime"] == nil
            ? "The stream has no chat, or it is switched off." : "The stream is over."
    }

    /// An error as Google's services write it in JSON.
    private func failure(_ page: Page) -> YouTubeFailure {
        let error = JSONValue(parsing: page.body)?["error"]
        let details = (error?["errors"]?.array ?? []) + (error?["details"]?.array ?? [])
        let reasons = details.compactMap { $0["reason"]?.string }
        let words = [error?["message"]?.string ?? ""] + reasons.map { "(\($0))" }
        return YouTubeFailure(
            status: error?["status"]?.string ?? Self.statuses[page.status] ?? "HTTP \(page.status)",
            words: words.joined(separator: " "))
    }

    private static let statuses = [
        400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
        404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
    ]
}
