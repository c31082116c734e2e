import Signals

extension OSCMessage {
    /// Characters of an identifier or a name that are sent.
    static let longestName = 60
    /// Characters of a message that are sent.
    static let longestText = 300

    /// What happened in the chat as a message; nil for what no receiver could use, and for words that
    /// the show itself did not read, such as those that its operator muted.
    init?(_ event: ChatEvent, reading: Reading?) {
        if event.text != nil, reading == nil { return nil }
        switch event.kind {
        case .message: self.init(event, "message", reading)
        case .paid(_, let amount, let currency, let display):
            self.init(event, "paid", reading)
            arguments.append(.number(Float(amount ?? 0)))
            arguments.append(.text((currency ?? "").bounded(to: Self.longestName)))
            arguments.append(.text(display.bounded(to: Self.longestName)))
        case .membership: self.init(event, "membership", reading)
        case .gift: self.init(event, "gift", reading)
        case .deleted: self.init("removed", texts: [event.targetKey ?? ""])
        case .authorCleared: self.init("cleared", texts: [event.authorKey ?? ""])
        case .status(let state, let reason):
            self.init("status", texts: [state.rawValue, reason ?? ""])
        case .unknown: return nil
        }
    }

    /// Everything that somebody did begins alike: the event's identifier, the author's and the name,
    /// the words, how sure the reading of them is, and the reading's seven weights.
    private init(_ event: ChatEvent, _ name: String, _ reading: Reading?) {
        self.init(
            name, texts: [event.key, event.authorKey ?? "", event.author?.name ?? ""])
        arguments.append(.text((event.text ?? "").bounded(to: Self.longestText)))
        let numbers = [Float(reading?.confidence ?? 0)] + (reading?.mood ?? Mood(.neutral)).numbers
        arguments += numbers.map { .number($0) }
    }

    private init(_ name: String, texts: [String]) {
        self.init(
            "/emotionmotion/" + name, texts.map { .text($0.bounded(to: Self.longestText)) })
    }
}
