import Foundation

/// BERT's tokens: words and marks, each cut into the longest pieces that the vocabulary knows
/// (Wu et al. 2016, "Google's Neural Machine Translation System", as `BertTokenizer` has it).
struct WordPiece: Sendable {
    /// How text is brought into one form first.
    struct Normaliser: Sendable, Equatable {
        var dropsControls = true
        var spacesChinese = true
        var stripsAccents = true
        var lowersCase = true
    }

    let normaliser: Normaliser
    /// A piece that begins a word, by its UTF-8.
    private let starts: [ArraySlice<UInt8>: Int32]
    /// A piece that goes on with one, by its UTF-8 without the prefix.
    private let continuations: [ArraySlice<UInt8>: Int32]
    private let longest: Int
    private let unknown: Int32
    /// A word of more characters than this is unknown as a whole.
    private let mostCharacters: Int

    init(
        pieces: [(bytes: [UInt8], id: Int32)], unknown: Int32, prefix: [UInt8] = [35, 35],
        mostCharacters: Int = 100, normaliser: Normaliser = Normaliser()
    ) {
        var starts: [ArraySlice<UInt8>: Int32] = [:]
        var continuations: [ArraySlice<UInt8>: Int32] = [:]
        for piece in pieces {
            starts[piece.bytes[...]] = piece.id
            if piece.bytes.starts(with: prefix), piece.bytes.count > prefix.count {
                continuations[[UInt8](piece.bytes.dropFirst(prefix.count))[...]] = piece.id
            }
        }
        self.starts = starts
        self.continuations = continuations
        longest = pieces.reduce(1) { max($0, $1.bytes.count) }
        self.unknown = unknown
        self.mostCharacters = mostCharacters
        self.normaliser = normaliser
    }

    /// The tokens of a stretch of text that holds no added token.
    func encode(_ text: ArraySlice<Unicode.Scalar>, into tokens: inout [Int32]) {
        var word: [UInt8] = []
        var characters = 0
        func endWord() {
            guard characters > 0 else { return }
            cut(word, characters: characters, into: &tokens)
            word.removeAll(keepingCapacity: true)
            characters = 0
        }
        for scalar in normalised(text) {
            if scalar.isBlank {
                endWord()
            } else if scalar.isPunctuation {
                endWord()
                word.append(scalar)
                characters = 1
                endWord()
            } else {
                word.append(scalar)
                characters += 1
            }
        }
        endWord()
    }

    /// Greedy cutting from the left; the whole word is unknown where one piece cannot be found.
    private func cut(_ word: [UInt8], characters: Int, into tokens: inout [Int32]) {
        guard characters <= mostCharacters else { return tokens.append(unknown) }
        let count = tokens.count
        var start = 0
        while start < word.count {
            let pieces = start == 0 ? starts : continuations
            var end = min(word.count, start + longest)
            while end > start {
                // Only before a character's first byte can a piece end.
                if end == word.count || word[end] & 0xC0 != 0x80, let id = pieces[word[start..<end]]
                {
                    tokens.append(id)
                    break
                }
                end -= 1
            }
            guard end > start else {
                tokens.removeSubrange(count...)
                return tokens.append(unknown)
            }
            start = end
        }
    }

    /// `BertNormalizer`, in its order: controls, blanks, spaces round Chinese, accents, capitals.
    private func normalised(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        kept.reserveCapacity(text.count)
        var isASCII = true
        for scalar in text {
            if normaliser.dropsControls {
                if scalar.isDroppedControl { continue }
                if scalar.isBlank {
                    kept.append(" ")
                    continue
                }
            }
            isASCII = isASCII && scalar.isASCII
            if normaliser.spacesChinese, scalar.isChinese {
                kept += [" ", scalar, " "]
            } else {
                kept.append(scalar)
            }
        }
        if normaliser.stripsAccents, !isASCII { kept = Self.withoutAccents(kept) }
        guard normaliser.lowersCase else { return kept }
        guard !isASCII else {
            return kept.map { $0.value &- 65 < 26 ? Unicode.Scalar(UInt8($0.value + 32)) : $0 }
        }
        return kept.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    }

    /// Decomposed (NFD), then without the marks that take no space.
    private static func withoutAccents(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        return String(view).decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.isASCII || $0.oldCategory != .nonspacingMark
        }
    }
}
