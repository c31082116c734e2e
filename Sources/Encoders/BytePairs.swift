/// RoBERTa's tokens: byte-level BPE (Radford et al. 2019, "Language Models are Unsupervised Multitask
/// Learners"). Text is cut as GPT-2's pattern cuts it; in each part, neighbours are joined in the
/// order of the merges.
struct BytePairs: Sendable {
    /// What joining two tokens gives, and how early it is done.
    private struct Merge: Sendable {
        var rank: Int32
        var joined: Int32
    }

    private let ofByte: [Int32]
    private let merges: [UInt64: Merge]
    /// Whether a space is put before text that begins with none.
    let addsSpace: Bool

    /// A tokeniser of a vocabulary and merges written in GPT-2's alphabet for bytes.
    ///
    /// Throws `EncoderError.tokeniser` when a byte has no token, or a merge names one that is not in
    /// the vocabulary.
    init(
        pieces: [(bytes: [UInt8], id: Int32)], merges pairs: [(left: [UInt8], right: [UInt8])],
        addsSpace: Bool
    ) throws {
        var ids: [[UInt8]: Int32] = [:]
        for piece in pieces { ids[piece.bytes] = piece.id }
        ofByte = try Self.alphabet.enumerated().map { byte, letter in
            guard let id = ids[letter] else {
                throw EncoderError.tokeniser(reason: "the vocabulary has no token for byte \(byte)")
            }
            return id
        }
        var merges: [UInt64: Merge] = [:]
        for (rank, pair) in pairs.enumerated() {
            guard let left = ids[pair.left], let right = ids[pair.right],
                let joined = ids[pair.left + pair.right]
            else {
                let words = String(decoding: pair.left + [32] + pair.right, as: UTF8.self)
                throw EncoderError.tokeniser(
                    reason: "merge \(rank + 1), \"\(words)\", joins what the vocabulary lacks")
            }
            let key = Self.key(left, right)
            if merges[key] == nil { merges[key] = Merge(rank: Int32(rank), joined: joined) }
        }
        self.merges = merges
        self.addsSpace = addsSpace
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// GPT-2's letter for each byte, as UTF-8: printable ones stand for themselves, the others for
    /// U+0100 and on.
    private static let alphabet: [[UInt8]] = {
        var next: UInt32 = 256
        return (0..<256).map { byte in
            var code = UInt32(byte)
            if !(33...126).contains(byte), !(161...172).contains(byte), byte < 174 {
                code = next
                next += 1
            }
            return Unicode.Scalar(code).flatMap { UTF8.encode($0) }.map { [UInt8]($0) } ?? []
        }
    }()

    /// The tokens of a stretch of text that holds no added token.
    func encode(_ text: ArraySlice<Unicode.Scalar>, into tokens: inout [Int32]) {
        guard !text.isEmpty else { return }
        var text = [Unicode.Scalar](text)
        if addsSpace, text.first != " " { text.insert(" ", at: 0) }
        var bytes: [UInt8] = []
        for part in Self.parts(of: text) {
            bytes.removeAll(keepingCapacity: true)
            for scalar in text[part] { bytes.append(scalar) }
            tokens += joined(bytes)
        }
    }

    /// Joins the neighbours of lowest rank, the leftmost of equals, until none can be joined.
    private func joined(_ bytes: [UInt8]) -> [Int32] {
        var ids = bytes.map { ofByte[Int($0)] }
        func merge(_ place: Int) -> Merge? { merges[Self.key(ids[place], ids[place + 1])] }
        var ranks = ids.indices.dropLast().map { merge($0)?.rank ?? .max }
        while let lowest = ranks.min(), lowest < .max, let place = ranks.firstIndex(of: lowest),
            let found = merge(place)
        {
            ids[place] = found.joined
            ids.remove(at: place + 1)
            ranks.remove(at: place)
            if place < ranks.count { ranks[place] = merge(place)?.rank ?? .max }
            if place > 0 { ranks[place - 1] = merge(place - 1)?.rank ?? .max }
        }
        return ids
    }

    /// GPT-2's pattern, by hand:
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    static func parts(of text: [Unicode.Scalar]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var at = 0
        while at < text.count {
            let start = at
            at = contractionEnd(text, from: at) ?? wordEnd(text, from: at)
            if at == start {
                while at < text.count, text[at].isBlank { at += 1 }
                // The last blank before a word goes with the word, or stands alone.
                if at < text.count, at - start > 1 { at -= 1 }
            }
            parts.append(start..<at)
        }
        return parts
    }

    private static func contractionEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        guard text[start] == "'", start + 1 < text.count else { return nil }
        let next = text[start + 1]
        if ["s", "t", "m", "d"].contains(next) { return start + 2 }
        guard start + 2 < text.count else { return nil }
        let pair = (next, text[start + 2])
        return pair == ("r", "e") || pair == ("v", "e") || pair == ("l", "l") ? start + 3 : nil
    }

    /// A run of letters, of numbers or of other marks, with one space before it; `start` where there
    /// is none.
    private static func wordEnd(_ text: [Unicode.Scalar], from start: Int) -> Int {
        let first = text[start] == " " && start + 1 < text.count ? start + 1 : start
        guard !text[first].isBlank else { return start }
        func end(_ isInside: (Unicode.Scalar) -> Bool) -> Int {
            var end = first + 1
            while end < text.count, isInside(text[end]) { end += 1 }
            return end
        }
        if text[first].isLetter { return end(\.isLetter) }
        if text[first].isNumber { return end(\.isNumber) }
        return end { !$0.isBlank && !$0.isLetter && !$0.isNumber }
    }
}
