/// A message as an encoder that learnt from plain sentences reads it best.
///
/// Web addresses and `:name:` are left out; a name that is called (`@somebody`) and a mask such as
/// `[NAME]` become plain words; a letter that stands three times or more stands twice, a mark at most
/// three times; emoji become their names, said once however often they stand in a row.
enum EncoderText {
    /// Characters that are read of a message.
    static let limit = 1000

    static func plain(_ text: String) -> String {
        let text = [Unicode.Scalar](text.unicodeScalars.prefix(limit))
        var plain = String.UnicodeScalarView()
        var at = 0
        while at < text.count {
            let isWordStart = at == 0 || text[at - 1].isBlank
            if isWordStart, let end = addressEnd(text, from: at) {
                at = end
            } else if text[at] == ":", let end = shortcutEnd(text, from: at) {
                plain.append(" ")
                at = end
            } else if text[at] == "@", let end = nameEnd(text, from: at) {
                plain.append(contentsOf: "name".unicodeScalars)
                at = end
            } else if text[at] == "[", let end = maskEnd(text, from: at) {
                for scalar in text[(at + 1)..<(end - 1)] {
                    plain.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
                }
                at = end
            } else if isPicture(text[at]) {
                at = appendPicture(text, from: at, to: &plain)
            } else {
                at = appendRun(text, from: at, to: &plain)
            }
        }
        return String(plain)
    }

    /// A run of one character, shortened.
    private static func appendRun(
        _ text: [Unicode.Scalar], from start: Int, to plain: inout String.UnicodeScalarView
    ) -> Int {
        // Curly apostrophes are no part of the vocabulary's words.
        let scalar: Unicode.Scalar =
            text[start] == "\u{2019}" || text[start] == "\u{2018}" ? "'" : text[start]
        var end = start + 1
        let folded = text[start].value | 32
        while end < text.count,
            text[end] == text[start]
                || scalar.isASCII && scalar.isLetter && text[end].value | 32 == folded
        {
            end += 1
        }
        let count = end - start
        let most = scalar.isLetter ? (count > 2 ? 2 : count) : min(count, 3)
        for place in 0..<most { plain.append(place == 0 ? scalar : text[start + place]) }
        return end
    }

    /// An emoji's name between spaces, once for all that are the same in a row.
    private static func appendPicture(
        _ text: [Unicode.Scalar], from start: Int, to plain: inout String.UnicodeScalarView
    ) -> Int {
        if let name = text[start].properties.name {
            plain.append(" ")
            plain.append(contentsOf: name.lowercased().unicodeScalars)
            plain.append(" ")
        }
        var end = start + 1
        while end < text.count,
            text[end] == text[start] || text[end].isBlank || isPictureModifier(text[end])
        {
            end += 1
        }
        // Blanks after the last one are the next word's.
        return end
    }

    /// A pictograph that stands as one by itself, or a heart and its like with their own sign.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2190 && scalar.properties.isEmoji && !isPictureModifier(scalar)
    }

    /// What only changes the emoji before it: joiners, variation selectors, tones of skin.
    private static func isPictureModifier(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200D || scalar.value == 0xFE0F || scalar.properties.isEmojiModifier
    }

    private static func addressEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        let isAddress = ["http://", "https://", "www."].contains { beginning in
            let letters = beginning.unicodeScalars
            return text[start...].count >= letters.count
                && zip(letters, text[start...]).allSatisfy { $0.value == $1.value | 32 || $0 == $1 }
        }
        guard isAddress else { return nil }
        var end = start
        while end < text.count, !text[end].isBlank { end += 1 }
        return end
    }

    private static func shortcutEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        var end = start + 1
        var hasLetter = false
        while end < text.count, isNamePart(text[end]) || text[end] == "-" {
            hasLetter = hasLetter || text[end].isLetter
            end += 1
        }
        // 10:30:15 is a time.
        return end < text.count && text[end] == ":" && hasLetter ? end + 1 : nil
    }

    private static func nameEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        var end = start + 1
        while end < text.count, isNamePart(text[end]) || text[end] == "." || text[end] == "-" {
            end += 1
        }
        return end > start + 1 ? end : nil
    }

    private static func maskEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        var end = start + 1
        while end < text.count, (65...90).contains(text[end].value), end - start < 12 { end += 1 }
        return end < text.count && text[end] == "]" && end > start + 1 ? end + 1 : nil
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isLetter || scalar.isNumber
    }
}
