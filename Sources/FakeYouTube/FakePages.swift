/// What the fake server's pages hold: as much of YouTube's own as a reader of chats looks at.
enum FakePages {
    static let key = "FAKE-KEY"
    static let context = #"{"client":{"clientName":"WEB","clientVersion":"2.20260213.01.00"}}"#
    /// A continuation that names no video, as today's watch pages give for "all messages".
    static let stub = "STUB"

    static func watch(video: String, state: FakeState, continuation: String) -> String {
        let isLive = state == .live
        let player = """
            {"playabilityStatus":\(playability(state)),"videoDetails":{"videoId":"\(video)",\
            "isLive":\(isLive),"isUpcoming":\(state == .upcoming)},"microformat":\
            {"playerMicroformatRenderer":{"liveBroadcastDetails":{"isLiveNow":\(isLive)}}}}
            """
        let bar = bar(state, continuation: continuation)
        return page(
            video: video, player: player,
            data: #"{"contents":{"twoColumnWatchNextResults":{\#(bar)}}}"#)
    }

    private static func playability(_ state: FakeState) -> String {
        switch state {
        case .live, .ended, .replay: #"{"status":"OK"}"#
        case .upcoming: #"{"status":"LIVE_STREAM_OFFLINE","reason":"Waiting"}"#
        case .hidden: #"{"status":"LOGIN_REQUIRED","reason":"This video is private"}"#
        case .deleted: #"{"status":"ERROR","reason":"Video unavailable"}"#
        case .closed: #"{"status":"OK"}"#
        }
    }

    private static func bar(_ state: FakeState, continuation: String) -> String {
        switch state {
        case .live, .upcoming, .replay:
            let isReplay = state == .replay ? #","isReplay":true"# : ""
            return #""conversationBar":{"liveChatRenderer":{"continuations":[{"#
                + #""reloadContinuationData":{"continuation":"\#(continuation)"}}],"header":"#
                + header(top: stub, all: stub) + isReplay + "}}"
        case .closed(let words):
            return #""conversationBar":{"conversationBarRenderer":{"availabilityMessage":"#
                + message(words) + "}}"
        case .ended, .hidden, .deleted: return ""
        }
    }

    static func message(_ words: String) -> String {
        #"{"messageRenderer":{"text":{"runs":[{"text":\#(FakeChat.json([words]).dropFirst().dropLast())}]}}}"#
    }

    private static func header(top: String, all: String) -> String {
        func item(_ title: String, _ token: String) -> String {
            #"{"title":"\#(title)","continuation":{"reloadContinuationData":{"continuation":"\#(token)"}}}"#
        }
        return
            #"{"liveChatHeaderRenderer":{"viewSelector":{"sortFilterSubMenuRenderer":{"subMenuItems":["#
            + item("Top chat", top) + "," + item("Live chat", all) + "]}}}}"
    }

    static func chat(top: String, all: String, actions: [String]) -> String {
        let data = """
            {"contents":{"liveChatRenderer":{"continuations":[{"timedContinuationData":\
            {"timeoutMs":1000,"continuation":"\(top)"}}],"header":\(header(top: top, all: all)),\
            "actions":[\(actions.joined(separator: ","))]}}}
            """
        return html("window[\"ytInitialData\"] = \(data);")
    }

    static func closedChat(_ words: String) -> String {
        html("window[\"ytInitialData\"] = {\"contents\":\(message(words))};")
    }

    static func channel(live: String?, announced: String) -> String {
        func item(_ video: String, _ style: String) -> String {
            #"{"richItemRenderer":{"content":{"videoRenderer":{"videoId":"\#(video)","#
                + #""thumbnailOverlays":[{"thumbnailOverlayTimeStatusRenderer":{"style":"\#(style)"}}]}}}}"#
        }
        let items = [item(announced, "UPCOMING")] + (live.map { [item($0, "LIVE")] } ?? [])
        return html(
            #"var ytInitialData = {"contents":{"twoColumnBrowseResultsRenderer":{"tabs":[{"#
                + #""tabRenderer":{"content":{"richGridRenderer":{"contents":["#
                + items.joined(separator: ",") + "]}}}}]}}};")
    }

    /// As YouTube asks for consent, without any of the page's data.
    static let consent = """
        <html><body><form action="https://consent.youtube.com/save" method="POST"></form></body></html>
        """

    static func poll(actions: [String], next: String, seconds: Double) -> String {
        let list = actions.isEmpty ? "" : #","actions":[\#(actions.joined(separator: ","))]"#
        return #"{"responseContext":{},"continuationContents":{"liveChatContinuation":{"#
            + #""continuations":[{"invalidationContinuationData":{"timeoutMs":\#(Int(seconds * 1e3)),"#
            + #""continuation":"\#(next)"}}]\#(list)}}}"#
    }

    private static func page(video: String, player: String, data: String) -> String {
        let link = "<link rel=\"canonical\" href=\"https://www.youtube.com/watch?v=\(video)\">"
        return html("var ytInitialPlayerResponse = \(player);var ytInitialData = \(data);", link)
    }

    private static func html(_ script: String, _ head: String = "") -> String {
        """
        <!DOCTYPE html><html><head>\(head)<script>ytcfg.set({"INNERTUBE_API_KEY":"\(key)",\
        "INNERTUBE_CONTEXT":\(context)});</script></head><body><script>\(script)</script></body></html>
        """
    }
}
