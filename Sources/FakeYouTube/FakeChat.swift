import Foundation

/// A chat for the fake server: what happens in it, and when.
public struct FakeChat: Sendable {
    /// One thing that happens.
    public struct Item: Sendable {
        /// When, in seconds since 1970.
        public var time: Double
        /// The action, a JSON object as `get_live_chat` writes it.
        public var action: String
    }

    /// What happens, earliest first; without what is forgotten.
    public private(set) var items: [Item]
    /// How many of the first are forgotten; places in the chat count them too.
    private(set) var forgotten = 0

    /// A chat of these items, sorted by time.
    public init(_ items: [Item]) {
        self.items = items.sorted { $0.time < $1.time }
    }

    /// A chat of `count` text messages, "message 0" and so on with the identifiers `m0` and so on,
    /// evenly `perSecond` from `start` (seconds since 1970) on, by `authors` authors in turn.
    public static func generated(
        count: Int, perSecond: Double, from start: Double, authors: Int = 20
    ) -> FakeChat {
        FakeChat(
            (0..<count).map { number in
                let time = start + Double(number) / perSecond
                return Item(
                    time: time,
                    action: text(
                        "message \(number)", id: "m\(number)", author: "author \(number % authors)",
                        at: time))
            })
    }

    /// Adds something that happens, in its place by time.
    mutating func add(_ item: Item) { items.insert(item, at: count(by: item.time) - forgotten) }

    /// Forgets the earliest, so that at most this many are kept.
    mutating func forget(downTo most: Int) {
        let surplus = items.count - most
        // In large steps, as the rest moves up.
        guard surplus > most / 2 else { return }
        items.removeFirst(surplus)
        forgotten += surplus
    }

    /// The action of one text message.
    public static func text(
        _ words: String, id: String, author: String, at time: Double
    ) -> String {
        let item: [String: Any] = [
            "message": ["runs": [["text": words]]], "authorName": ["simpleText": author], "id": id,
            "timestampUsec": "\(Int(time * 1e6))", "authorExternalChannelId": "UC-" + author,
        ]
        let action = [
            "addChatItemAction": ["item": ["liveChatTextMessageRenderer": item], "clientId": id]
        ]
        return json(action)
    }

    /// The chat in a `.live_chat.json` of yt-dlp, one action a line, moved to begin at `start`
    /// (seconds since 1970). Lines that are none are passed over.
    public init(recording: Data, from start: Double) {
        var found = [Item]()
        for line in recording.split(separator: 0x0A) {
            guard let value = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
                let replay = value["replayChatItemAction"] as? [String: Any],
                let actions = replay["actions"] as? [[String: Any]]
            else { continue }
            let offset = replay["videoOffsetTimeMsec"] ?? value["videoOffsetTimeMsec"]
            let time = start + (Double("\(offset ?? 0)") ?? 0) / 1e3
            for action in actions {
                found.append(Item(time: time, action: Self.json(Self.moved(action, to: time))))
            }
        }
        self.init(found)
    }

    /// The same action with the time it now happens at.
    private static func moved(_ value: Any, to time: Double) -> Any {
        if let object = value as? [String: Any] {
            return Dictionary(
                uniqueKeysWithValues: object.map { key, value in
                    (key, key == "timestampUsec" ? "\(Int(time * 1e6))" : moved(value, to: time))
                })
        }
        return (value as? [Any])?.map { moved($0, to: time) } ?? value
    }

    static func json(_ value: Any) -> String {
        let bytes = try? JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: bytes ?? Data("{}".utf8), as: UTF8.self)
    }

    /// How many items have happened by `time`.
    func count(by time: Double) -> Int {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return forgotten + low
    }
}
