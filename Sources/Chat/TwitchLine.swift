import Signals

/// One raw line of Twitch's chat: IRC with IRCv3 tags.
struct TwitchLine {
    private let tags: [String: String]
    private let nick: String
    /// What the line does: `PRIVMSG`, `PING`, or a number.
    let command: String
    /// What follows the command.
    let parameters: [String]

    /// Takes a line apart; nil when it is no IRC line.
    init?(_ line: String) {
        var rest = Substring(line).utf8[...]
        func word() -> Substring {
            let word = rest.prefix { $0 != UInt8(ascii: " ") }
            rest = rest.dropFirst(word.count).drop { $0 == UInt8(ascii: " ") }
            return Substring(word)
        }
        var tags = [String: String]()
        if rest.first == UInt8(ascii: "@") {
            rest.removeFirst()
            for tag in word().utf8.split(separator: UInt8(ascii: ";")) {
                let key = tag.prefix { $0 != UInt8(ascii: "=") }
                tags[String(Substring(key))] = TwitchLine.plain(tag.dropFirst(key.count + 1))
            }
        }
        var nick = ""
        if rest.first == UInt8(ascii: ":") {
            rest.removeFirst()
            nick = String(Substring(word().utf8.prefix { $0 != UInt8(ascii: "!") }))
        } else if tags.isEmpty, !rest.starts(with: "PING".utf8) {
            return nil
        }
        let command = word()
        // Numbers are a server's replies.
        guard TwitchLine.commands.contains(String(command)) || Int(command) != nil else {
            return nil
        }
        var parameters = [String]()
        while let first = rest.first {
            if first == UInt8(ascii: ":") {
                parameters.append(String(Substring(rest.dropFirst())))
                break
            }
            parameters.append(String(word()))
        }
        self.tags = tags
        self.nick = nick
        self.command = String(command)
        self.parameters = parameters
    }

    /// The words a line may begin with after its prefix; ":D LOL" is what somebody typed.
    private static let commands: Set = [
        "PRIVMSG", "USERNOTICE", "CLEARCHAT", "CLEARMSG", "NOTICE", "JOIN", "PART", "ROOMSTATE",
        "USERSTATE", "GLOBALUSERSTATE", "HOSTTARGET", "RECONNECT", "CAP", "WHISPER", "PING", "PONG",
    ]

    /// A tag's value without its escapes: `\s` for a space, `\:` for a semicolon.
    private static func plain(_ value: Substring.UTF8View) -> String {
        var bytes = [UInt8]()
        var escaped = false
        for byte in value {
            if escaped {
                switch byte {
                case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "n"): bytes.append(0x20)
                case UInt8(ascii: ":"): bytes.append(UInt8(ascii: ";"))
                default: bytes.append(byte)
                }
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension TwitchLine {
    /// What the line tells: exactly one event.
    var event: RecordedEvent {
        let sent = tag("tmi-sent-ts").flatMap(Double.init).map { $0 / 1e3 }
        return RecordedEvent(id: tag("id") ?? "", author: author, kind: kind, clock: sent)
    }

    private var kind: ChatEvent.Kind {
        switch command {
        case "PRIVMSG": return payment ?? .message(text: words)
        case "USERNOTICE": return notice
        case "CLEARMSG":
            return tag("target-msg-id").map { .deleted(target: $0) } ?? unknown(command)
        // Without a user's name the whole screen was cleared, which takes no message back.
        case "CLEARCHAT": return author == nil ? unknown(command) : .authorCleared
        default: return unknown(command)
        }
    }

    private var notice: ChatEvent.Kind {
        let id = tag("msg-id") ?? command
        let line = words.isEmpty ? ChatText.cleaned(tag("system-msg") ?? "") : words
        switch id {
        case "announcement": return .message(text: words)
        case "sub", "resub", "primepaidupgrade", "giftpaidupgrade", "anongiftpaidupgrade":
            return .membership(text: line)
        case "subgift", "submysterygift", "anonsubgift", "anonsubmysterygift",
            "communitypayforward",
            "standardpayforward":
            return .gift(text: line)
        default: return words.isEmpty ? unknown(id) : .message(text: words)
        }
    }

    /// Bits, or the paid messages that Twitch pinned for a while.
    private var payment: ChatEvent.Kind? {
        if let bits = tag("bits").flatMap(UInt32.init) {
            return .paid(
                text: words, amount: Double(bits), currency: nil, display: "\(bits) bits")
        }
        guard let cents = tag("pinned-chat-paid-amount").flatMap(UInt32.init) else { return nil }
        let exponent = min(tag("pinned-chat-paid-exponent").flatMap(UInt8.init) ?? 0, 6)
        let amount = Double(cents) / (0..<exponent).reduce(1.0) { scale, _ in scale * 10 }
        let currency = tag("pinned-chat-paid-currency").map { ChatText.cleaned($0) }
        return .paid(
            text: words, amount: amount, currency: currency, display: "\(currency ?? "") \(amount)")
    }

    /// The author's words, without the marks around `/me`.
    private var words: String {
        guard parameters.count > 1, let text = parameters.last else { return "" }
        let action = "\u{1}ACTION "
        return ChatText.cleaned(text.hasPrefix(action) ? String(text.dropFirst(8)) : text)
    }

    private var author: ChatAuthor? {
        if command == "CLEARCHAT" {
            guard let id = tag("target-user-id") else { return nil }
            return ChatAuthor(id: id, name: parameters.count > 1 ? parameters[1] : "")
        }
        guard let id = tag("user-id") ?? (command == "PRIVMSG" ? nick : nil), !id.isEmpty else {
            return nil
        }
        let name = ChatText.cleaned(
            tag("display-name") ?? tag("login") ?? nick, characters: ChatText.longestName)
        return ChatAuthor(id: id, name: name, roles: roles)
    }

    private var roles: [ChatAuthor.Role] {
        (tag("badges") ?? "").split(separator: ",").compactMap { badge in
            switch badge.prefix(while: { $0 != "/" }) {
            case "broadcaster": .owner
            case "moderator": .moderator
            case "subscriber", "founder": .member
            case "partner": .verified
            default: nil
            }
        }
    }

    /// A tag's value; nil when it is missing or empty.
    func tag(_ name: String) -> String? { tags[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func unknown(_ name: String) -> ChatEvent.Kind {
        .unknown(renderer: ChatText.cleaned(name))
    }
}
