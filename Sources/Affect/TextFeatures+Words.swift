extension TextFeatures {
    /// A word, number, mask or mark of a message, normalised.
    struct Piece {
        var scalars: Scalars
        var isLetters: Bool
    }

    /// The message's pieces in order, `wordLimit` at most.
    static func pieces(of text: ArraySlice<UInt32>) -> [Piece] {
        var pieces: [Piece] = []
        var at = text.startIndex
        while at < text.endIndex, pieces.count < wordLimit {
            let scalar = text[at].folded
            if scalar.isBlank || scalar == 0xFE0F {
                at += 1
            } else if scalar == 91, let end = maskEnd(in: text, from: at) {
                pieces.append(Piece(scalars: text[at..<end].map(\.folded), isLetters: false))
                at = end
            } else if isDigit(scalar) {
                while at < text.endIndex, isDigit(text[at].folded) { at += 1 }
                pieces.append(Piece(scalars: [48], isLetters: false))
            } else if isLetter(scalar) {
                let end = wordEnd(in: text, from: at)
                pieces.append(Piece(scalars: shortened(text[at..<end]), isLetters: true))
                at = end
            } else {
                pieces.append(Piece(scalars: [scalar], isLetters: false))
                at += 1
            }
        }
        return pieces
    }

    private static func isDigit(_ scalar: UInt32) -> Bool { (48...57).contains(scalar) }

    /// Letters of any script: ASCII's, and what lies outside the blocks of marks and symbols.
    private static func isLetter(_ scalar: UInt32) -> Bool {
        if scalar < 128 { return (97...122).contains(scalar) }
        return scalar >= 0xC0 && scalar != 0xD7 && scalar != 0xF7
            && !(0x2000...0x2BFF).contains(scalar) && !(0x3000...0x303F).contains(scalar)
            && !(0xFE00...0xFE6F).contains(scalar) && !(0x1F000...0x1FBFF).contains(scalar)
            && scalar < 0xE0000
    }

    private static func wordEnd(in text: ArraySlice<UInt32>, from start: Int) -> Int {
        var end = start + 1
        while end < text.endIndex {
            let scalar = text[end].folded
            let isInside =
                scalar == 39 && end + 1 < text.endIndex && isLetter(text[end + 1].folded)
            guard isLetter(scalar) || isInside else { break }
            end += 1
        }
        return end
    }

    private static func maskEnd(in text: ArraySlice<UInt32>, from start: Int) -> Int? {
        var end = start + 1
        while end < text.endIndex, (65...90).contains(text[end]), end - start < 12 { end += 1 }
        return end < text.endIndex && text[end] == 93 && end > start + 1 ? end + 1 : nil
    }

    /// The word in small letters, none standing more than twice in a row.
    private static func shortened(_ word: ArraySlice<UInt32>) -> Scalars {
        var letters: Scalars = []
        letters.reserveCapacity(word.count)
        for scalar in word {
            let letter = scalar.folded
            let count = letters.count
            if count >= 2, letters[count - 1] == letter, letters[count - 2] == letter { continue }
            letters.append(letter)
        }
        return letters
    }
}
