/// A message as the numbers that the text reader weighs: hashes of its words, word pairs and letter
/// groups, "the hashing trick" (Weinberger et al. 2009, "Feature hashing for large scale multitask
/// learning").
///
/// Normalisation, in this order: capitals become small and full-width letters ASCII; curly
/// apostrophes straight; a letter that stands three times or more stands twice; every run of digits
/// becomes `0`; a mask such as `[NAME]` stays one word; an apostrophe inside a word belongs to it;
/// every other mark, emoji and symbol is a word by itself. Words past the first 64 are not read.
struct TextFeatures {
    /// One hash with what it is worth beside the others.
    struct Feature {
        var hash: UInt64
        var value: Float
    }

    /// What a feature of each kind is worth before the message is scaled to length 1.
    static let wordValue: Float = 1
    static let pairValue: Float = 0.8
    static let lettersValue: Float = 0.45
    static let wordLimit = 64
    static let scalarLimit = 1000

    private(set) var features: [Feature] = []
    /// The words made of letters, by which a reader knows a language: their hashes and lengths.
    private(set) var words: [(hash: UInt64, length: Int)] = []
    /// How many words, numbers and marks there are.
    private(set) var pieceCount = 0

    init(_ text: Scalars) {
        let text = text.prefix(TextFeatures.scalarLimit)
        let pieces = TextFeatures.pieces(of: text)
        pieceCount = pieces.count
        features.reserveCapacity(pieces.count * 14 + 8)
        var previous = Self.start
        for piece in pieces {
            let word = Self.hash(ofWord: piece.scalars)
            add(word, Self.wordValue)
            add(Self.joined(previous, word), Self.pairValue)
            previous = word
            if piece.isLetters {
                words.append((word, piece.scalars.count))
                addLetters(of: piece.scalars)
            }
        }
        add(Self.joined(previous, Self.end), Self.pairValue)
        addManner(of: text)
        scale()
    }

    private mutating func add(_ hash: UInt64, _ value: Float) {
        features.append(Feature(hash: hash, value: value))
    }

    /// Letter groups of 3, 4 and 5 within `<word>`.
    private mutating func addLetters(of word: Scalars) {
        guard word.count > 2, word.count <= 24 else { return }
        let framed: Scalars = [60] + word + [62]
        for start in 0..<framed.count {
            var hash = Self.lettersSeed
            for end in start..<min(start + 5, framed.count) {
                hash = Self.step(hash, framed[end])
                if end - start >= 2 { add(Self.mixed(hash), Self.lettersValue) }
            }
        }
    }

    /// How it is written: shouted, stretched, with how many marks.
    private mutating func addManner(of text: ArraySlice<UInt32>) {
        var capitals = 0
        var small = 0
        var questions = 0
        var exclamations = 0
        var repeats = 1
        var isStretched = false
        var previous: UInt32 = 0
        for scalar in text {
            if (65...90).contains(scalar) { capitals += 1 }
            if (97...122).contains(scalar) { small += 1 }
            if scalar == 63 { questions += 1 }
            if scalar == 33 { exclamations += 1 }
            repeats = scalar == previous ? repeats + 1 : 1
            if repeats == 3, (97...122).contains(scalar | 32) { isStretched = true }
            previous = scalar
        }
        func manner(_ kind: UInt32, _ count: Int) -> UInt64 {
            Self.mixed(Self.step(Self.step(Self.mannerSeed, kind), UInt32(min(count, 3))))
        }
        if capitals >= 4, capitals > small { add(manner(1, 1), Self.wordValue) }
        if isStretched { add(manner(2, 1), Self.wordValue) }
        if questions > 0 { add(manner(3, questions), Self.wordValue) }
        if exclamations > 0 { add(manner(4, exclamations), Self.wordValue) }
        if pieceCount <= 4 { add(manner(5, pieceCount), Self.wordValue) }
    }

    /// Scales the values so that their squares sum to 1, whatever the message's length.
    private mutating func scale() {
        let length = features.reduce(Float(0)) { $0 + $1.value * $1.value }.squareRoot()
        guard length > 0 else { return }
        for index in features.indices { features[index].value /= length }
    }

    // MARK: Hashes: FNV-1a over scalars, its bits then mixed so that the upper ones can be used.

    private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let lettersSeed: UInt64 = 0x8422_2325_CBF2_9CE4
    private static let mannerSeed: UInt64 = 0x2545_F491_4F6C_DD1D
    private static let start: UInt64 = 0x5851_F42D_4C95_7F2D
    private static let end: UInt64 = 0x1405_7B7E_F767_814F

    private static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        var hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return hash ^ (hash >> 32)
    }

    /// The hash of a normalised word, as it stands in `words`.
    static func hash(ofWord word: Scalars) -> UInt64 { mixed(word.reduce(wordSeed, step)) }

    private static func joined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        mixed(first &* 0x9E37_79B9_7F4A_7C15 ^ second)
    }
}
