import Foundation
import Signals

/// Finds the events in a recorded chat, whatever its form, and counts what it cannot use.
///
/// One entry that cannot be read never loses the others.
struct RecordingReader {
    /// The events in the file's order.
    private(set) var found: [RecordedEvent] = []
    /// What could not be used.
    private(set) var problems = Recording.Problems()
    /// When the recorded show began, on the events' clock; nil where the file does not say.
    private(set) var beginning: Double?
    /// The line being read, from 1; in a file that is one JSON array, its element.
    var place = 1

    /// Reads one line of JSON Lines, Twitch IRC or plain text; JSON is told by its first letter.
    mutating func read(line: Data, as form: LineForm) {
        guard line.contains(where: { $0 > 0x20 }) else {
            problems.emptyLines += 1
            return
        }
        switch form {
        case .json:
            guard let value = JSONValue(parsing: line) else { return countUnreadable() }
            read(value)
        case .twitch:
            let text = String(decoding: line, as: UTF8.self)
            guard let twitch = TwitchLine(text) else { return countUnreadable() }
            keep(twitch.event)
        case .text:
            read(text: String(decoding: line, as: UTF8.self))
        }
    }

    /// How a file's lines are written.
    enum LineForm { case json, twitch, text }

    /// Reads one JSON value: an entry in any known form, an envelope around entries, or an array.
    mutating func read(_ value: JSONValue, offset: Double? = nil) {
        if let elements = value.array {
            for element in elements { read(element, offset: offset) }
        } else if let text = value.string {
            // The recent-messages service keeps raw lines in an array.
            if let twitch = TwitchLine(text) { keep(twitch.event) } else { read(text: text) }
        } else if let replay = value["replayChatItemAction"] {
            let time = replay["videoOffsetTimeMsec"] ?? value["videoOffsetTimeMsec"]
            guard let actions = replay["actions"] else { return countUnreadable() }
            read(actions, offset: time?.number.map { $0 / 1e3 } ?? offset)
        } else if value["type"]?.string == "recording", let time = value["time"]?.number {
            beginning = beginning ?? time
        } else if let inside = value.envelope {
            for content in inside { read(content, offset: offset) }
        } else {
            readEntry(value, offset: offset)
        }
    }

    private mutating func readEntry(_ value: JSONValue, offset: Double?) {
        let event =
            if let action = YouTubeAction(value) {
                action.event
            } else if let item = YouTubeOfficialItem(value) {
                item.event
            } else if let item = ChatDownloaderItem(value) {
                item.event
            } else {
                SimpleItem(value)?.event
            }
        guard var event else { return countUnreadable() }
        event.offset = offset ?? event.offset
        keep(event)
    }

    private mutating func read(text: String) {
        var found = TextLine(text).event
        found.event.id = "line-\(place)"
        keep(found)
    }

    private mutating func keep(_ event: RecordedEvent) {
        if case .unknown(let renderer) = event.event.kind {
            problems.unknown[renderer, default: 0] += 1
        }
        found.append(event)
    }

    /// The events found since this was last asked, for a reading without end.
    mutating func takeFound() -> [RecordedEvent] {
        defer { found = [] }
        return found
    }

    /// Counts an entry that says nothing, at the current place.
    mutating func countUnreadable() {
        problems.unreadable += 1
        if problems.firstUnreadable.count < Recording.Problems.placesKept {
            problems.firstUnreadable.append(place)
        }
    }
}

extension JSONValue {
    /// What an envelope holds: a response's actions, a page's data, a list's items; nil when this is
    /// no envelope.
    fileprivate var envelope: [JSONValue]? {
        if let chat = self["continuationContents"] ?? self["contents"] {
            // A response without news has no actions; a watch page has other contents.
            let renderer = chat["liveChatContinuation"] ?? chat["liveChatRenderer"]
            return renderer?["actions"].map { [$0] } ?? []
        }
        for key in ["response", "parsedInitialData", "ytInitialData"] {
            if let inside = self[key], inside.keys != nil { return [inside] }
        }
        // A named sample, {"name":"…","value":{…}}.
        if let sample = self["value"], self["name"]?.string != nil { return [sample] }
        for key in ["items", "messages"] where self["type"] == nil {
            if let list = self[key]?.array { return list }
        }
        // A response that ended the chat.
        return self["responseContext"] == nil ? nil : []
    }
}
