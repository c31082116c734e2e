/// Tokens that stand in text as they are, such as `<mask>`; they are looked for before anything else.
struct AddedTokens: Sendable {
    struct Token: Sendable {
        var content: [Unicode.Scalar]
        var id: Int32
        /// Whether the blanks before it belong to it.
        var takesBlanksBefore: Bool
        /// Whether the blanks after it belong to it.
        var takesBlanksAfter: Bool
    }

    /// A stretch of text, or one added token.
    enum Part {
        case text(Range<Int>)
        case token(Int32)
    }

    private var byFirst: [Unicode.Scalar: [Token]] = [:]

    init(_ tokens: [Token]) {
        for token in tokens {
            guard let first = token.content.first else { continue }
            byFirst[first, default: []].append(token)
        }
    }

    /// The text in order; the leftmost token is found first, and the longest of those.
    func parts(of text: [Unicode.Scalar]) -> [Part] {
        var parts: [Part] = []
        var last = 0
        var at = 0
        while at < text.count {
            guard let token = token(in: text, at: at) else {
                at += 1
                continue
            }
            var start = at
            var end = at + token.content.count
            if token.takesBlanksBefore {
                while start > last, text[start - 1].isBlank { start -= 1 }
            }
            if token.takesBlanksAfter {
                while end < text.count, text[end].isBlank { end += 1 }
            }
            if start > last { parts.append(.text(last..<start)) }
            parts.append(.token(token.id))
            last = end
            at = end
        }
        if last < text.count { parts.append(.text(last..<text.count)) }
        return parts
    }

    private func token(in text: [Unicode.Scalar], at place: Int) -> Token? {
        byFirst[text[place]]?.filter { text[place...].starts(with: $0.content) }
            .max { $0.content.count < $1.content.count }
    }
}
