import Signals

/// One line of plain text: a message, or a line of a log, `[1:02:03] Ada: hello`.
struct TextLine {
    private let text: Substring
    private let offset: Double?

    /// Takes a line apart; a time in square brackets at its start is when it was written.
    init(_ line: String) {
        let line = Substring(ChatText.cleaned(line, characters: 2 * ChatText.longest))
        guard line.first == "[", let close = line.firstIndex(of: "]"),
            let offset = TextLine.seconds(line[..<close].dropFirst())
        else {
            text = line
            self.offset = nil
            return
        }
        text = line[line.index(after: close)...].drop { $0 == " " }
        self.offset = offset
    }

    /// The line as an event. Only a line with a time may name its author, before a colon or in
    /// angle brackets, as chat logs do.
    var event: RecordedEvent {
        var words = text
        var author: ChatAuthor?
        if offset != nil, let (name, rest) = named {
            author = ChatAuthor(id: name, name: name)
            words = rest
        }
        let kind = ChatEvent.Kind.message(text: ChatText.cleaned(String(words)))
        var found = RecordedEvent(author: author, kind: kind)
        found.offset = offset
        return found
    }

    private var named: (name: String, rest: Substring)? {
        let isBracketed = text.first == "<"
        guard let end = text.firstIndex(of: isBracketed ? ">" : ":") else { return nil }
        let name = text[..<end].dropFirst(isBracketed ? 1 : 0)
        let rest = text[text.index(after: end)...]
        guard !name.isEmpty, name.count <= ChatText.longestName, rest.first == " " else {
            return nil
        }
        return (String(name), rest)
    }

    /// The seconds in `m:ss` or `h:mm:ss`; nil for anything else.
    private static func seconds(_ text: Substring) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt16($0) }
        guard (2...3).contains(parts.count), numbers.count == parts.count,
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers.reduce(0) { $0 * 60 + Double($1) }
    }
}
