import Foundation

/// What a watch page, a live chat page or a channel's page says.
struct YouTubePage {
    private let bytes: Data
    private let data: JSONValue?
    private let player: JSONValue?

    /// Reads a page; one that says nothing is read too.
    init(_ bytes: Data) {
        self.bytes = bytes
        data = JSONPieces.initialData(in: bytes)
        player = JSONPieces.object(after: "ytInitialPlayerResponse = ", in: bytes)
    }

    /// Whether this is a whole page of YouTube's, with its data.
    var isWhole: Bool { data != nil }

    /// Whether YouTube asks for consent to cookies instead of showing the page.
    var asksForConsent: Bool {
        data == nil && bytes.range(of: Data("consent.youtube.com".utf8)) != nil
    }

    /// What the page's own program would send with its requests; nil where it is not given.
    var client: YouTubeClient? {
        guard let context = JSONPieces.object(after: "\"INNERTUBE_CONTEXT\":", in: bytes)?.bytes
        else { return nil }
        return YouTubeClient(key: word(after: "\"INNERTUBE_API_KEY\":\""), context: context)
    }

    /// The video that the page shows.
    var video: String? {
        player?["videoDetails"]?["videoId"]?.string
            ?? word(after: "<link rel=\"canonical\" href=\"https://www.youtube.com/watch?v=")
    }

    /// Whether the video is live at this moment.
    var isLive: Bool {
        details?["isLiveNow"]?.bool ?? (player?["videoDetails"]?["isLive"]?.bool == true)
    }

    /// Whether the video is announced and has not begun: a waiting room, or a room for free chat.
    var isUpcoming: Bool {
        player?["videoDetails"]?["isUpcoming"]?.bool == true || status == "LIVE_STREAM_OFFLINE"
    }

    /// Whether the chat is that of a stream that is over.
    var isReplay: Bool { chat?["isReplay"]?.bool == true }

    /// The way into the chat; nil where there is none.
    var continuation: String? { chat?.continuation?.token }

    /// The way to all messages, which the page of the chat offers beside top chat; nil where it
    /// offers no choice. The menu's words are in any language; its order is always this.
    var allMessages: String? {
        let header = chat?["header"]?["liveChatHeaderRenderer"]
        let menu = header?["viewSelector"]?["sortFilterSubMenuRenderer"]?["subMenuItems"]?.array
        guard let menu, menu.count > 1 else { return nil }
        return menu[1]["continuation"]?["reloadContinuationData"]?["continuation"]?.string
    }

    /// Why the chat is closed, in YouTube's words; nil where the page gives no reason.
    var closed: String? {
        let bar = conversation?["conversationBarRenderer"]?["availabilityMessage"]
        let message = (bar ?? data?["contents"])?["messageRenderer"]
        return message?["text"]?.youTubeText.nonEmpty
    }

    /// Why the video cannot be watched; nil where it can, or is still to come.
    var refusal: Refusal? {
        guard let status, !["OK", "LIVE_STREAM_OFFLINE"].contains(status) else { return nil }
        let words = (player?["playabilityStatus"]?["reason"]).map { reason in
            reason.string.map { ChatText.cleaned($0) } ?? reason.youTubeText
        }
        let offersMembership =
            player?["playabilityStatus"]?["errorScreen"]?["playerLegacyDesktopYpcOfferRenderer"]
        return Refusal(
            status: status, words: words ?? "", isForMembers: offersMembership != nil)
    }

    /// A video that cannot be watched.
    struct Refusal {
        /// YouTube's name for it: `LOGIN_REQUIRED`, `ERROR`, `UNPLAYABLE`.
        let status: String
        /// YouTube's reason, in the page's language.
        let words: String
        /// Whether a membership would open it.
        let isForMembers: Bool
    }

    /// The first video on a channel's page that is live at this moment.
    var liveVideo: String? { data?.firstLiveVideo(depth: 0) }

    private var conversation: JSONValue? {
        data?["contents"]?["twoColumnWatchNextResults"]?["conversationBar"]
    }
    private var chat: JSONValue? {
        data?["contents"]?["liveChatRenderer"] ?? conversation?["liveChatRenderer"]
    }
    private var status: String? { player?["playabilityStatus"]?["status"]?.string }
    private var details: JSONValue? {
        player?["microformat"]?["playerMicroformatRenderer"]?["liveBroadcastDetails"]
    }

    private func word(after words: String) -> String? {
        guard let start = bytes.range(of: Data(words.utf8))?.upperBound,
            let end = bytes[start...].prefix(200).firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self).nonEmpty
    }
}

/// What YouTube's own page sends with its requests.
struct YouTubeClient: Sendable {
    /// The public key of the page; not every page has one.
    let key: String?
    /// The client's context, a JSON object.
    let context: Data

    /// The body of a request for the messages since `continuation`.
    func body(continuation: String) -> Data {
        let token = Data(continuation.utf8.filter { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C })
        return Data(#"{"context":"#.utf8) + context + Data(#","continuation":""#.utf8) + token
            + Data(#""}"#.utf8)
    }
}

extension JSONValue {
    /// A video marked as live, anywhere below; pages nest deeply, but not this deeply.
    fileprivate func firstLiveVideo(depth: Int) -> String? {
        guard depth < 40 else { return nil }
        if let video = self["videoId"]?.string, let overlays = self["thumbnailOverlays"]?.array {
            let isLive = overlays.contains {
                $0["thumbnailOverlayTimeStatusRenderer"]?["style"]?.string == "LIVE"
            }
            return isLive ? video : nil
        }
        if let video = self["contentId"]?.string, let image = self["contentImage"],
            image.says("THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE")
        {
            return video
        }
        for value in array ?? keys?.compactMap({ self[$0] }) ?? [] {
            if let video = value.firstLiveVideo(depth: depth + 1) { return video }
        }
        return nil
    }

    private func says(_ words: String) -> Bool { bytes?.range(of: Data(words.utf8)) != nil }
}

extension String {
    /// The text, or nil where there is none.
    var nonEmpty: String? { isEmpty ? nil : self }
}
