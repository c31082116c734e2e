import Signals

/// Reads all messages of a moment: the better reader as far as its budget goes, the fast one beyond.
///
/// The budget is counted in tokens and not in time, so that the same messages are read in the same way
/// on every machine and at every pace. Where it does not suffice, the messages about which the fast
/// reader is least sure come first. What the better reader has read it remembers by its tokens: in a
/// loud room most messages have been written before.
public struct RoomReader: Sendable {
    /// How messages were read.
    public struct Counts: Sendable, Equatable, Codable {
        /// By the better reader.
        public var sentences = 0
        /// From its memory.
        public var remembered = 0
        /// By the fast reader because the budget was used up.
        public var hurried = 0
    }

    /// Tokens that the better reader takes of one moment, where nothing else is said: in a room of 50
    /// messages a second, about three times what comes in a thirtieth of one.
    public static let usualTokens = 64

    /// How messages were read.
    public private(set) var counts = Counts()
    private let reader: MessageReader
    private let sentences: (any SentenceReader)?
    private let mostTokens: Int
    private var memory = ReadingMemory()

    /// A reader of these two.
    ///
    /// - Parameter sentences: the better reader; nil where there is none.
    /// - Parameter mostTokens: tokens that it takes of one moment.
    public init(
        reader: MessageReader, sentences: (any SentenceReader)?,
        mostTokens: Int = RoomReader.usualTokens
    ) {
        self.reader = reader
        self.sentences = sentences
        self.mostTokens = mostTokens
    }

    /// Reads the messages of one moment; their readings in the same order.
    public mutating func read(_ texts: [String]) -> [MessageReading] {
        guard let sentences else { return texts.map { reader.read($0) } }
        var drafts = texts.map {
            Draft($0, reader: reader, isAnyLanguage: !sentences.readsEnglishOnly)
        }
        for place in drafts.indices where drafts[place].parts.wordsMatter {
            drafts[place].tokens = sentences.tokens(of: texts[place])
        }
        let chosen = choose(&drafts, fastShare: sentences.fastShare)
        for (tokens, mood) in zip(chosen, moods(of: chosen, by: sentences, in: drafts)) {
            memory.remember(mood, of: tokens)
            for place in drafts.indices where drafts[place].tokens == tokens {
                drafts[place].take(mood, leaving: sentences.fastShare)
            }
        }
        return drafts.map { reader.reading(of: $0.parts, words: $0.words) }
    }

    /// The better reader's moods of texts; none where it has no answer, and then all were hurried.
    private mutating func moods(
        of texts: [[Int32]], by sentences: any SentenceReader, in drafts: [Draft]
    ) -> [Mood] {
        if let moods = sentences.moodsInTime(of: texts) { return moods }
        let unread = Set(texts)
        let messages = drafts.count { $0.tokens.map(unread.contains) ?? false }
        counts.sentences -= messages
        counts.hurried += messages
        return []
    }

    /// A message half read.
    private struct Draft {
        var parts: MessageReader.Parts
        var words: Mood
        var tokens: [Int32]?

        init(_ text: String, reader: MessageReader, isAnyLanguage: Bool) {
            parts = reader.parts(of: text)
            // Whoever chose another reader chose it for the language of the room.
            if isAnyLanguage, !parts.words.words.isEmpty { parts.belief = 1 }
            words = reader.textReader.mood(of: parts.words)
        }

        /// Puts the better reader's mood in the place of the fast one's, of which a share stays.
        mutating func take(_ mood: Mood, leaving share: Double) {
            words = mood.blended(with: words, by: share)
        }
    }

    /// Takes what is remembered from memory, and says which texts the better reader is to read: the
    /// unsure first, as many as the budget holds, each but once.
    private mutating func choose(_ drafts: inout [Draft], fastShare: Double) -> [[Int32]] {
        var waiting: [(tokens: [Int32], sureness: Double)] = []
        var known: Set<[Int32]> = []
        for place in drafts.indices {
            guard let tokens = drafts[place].tokens else { continue }
            if let mood = memory.mood(of: tokens) {
                drafts[place].take(mood, leaving: fastShare)
                drafts[place].tokens = nil
                counts.remembered += 1
            } else if known.insert(tokens).inserted {
                let mood = drafts[place].words
                waiting.append((tokens, mood[mood.strongest]))
            }
        }
        let order = waiting.indices.sorted {
            (waiting[$0].sureness, $0) < (waiting[$1].sureness, $1)
        }
        var left = mostTokens
        var chosen: [[Int32]] = []
        for place in order where waiting[place].tokens.count <= left {
            left -= waiting[place].tokens.count
            chosen.append(waiting[place].tokens)
        }
        let read = Set(chosen)
        for draft in drafts {
            guard let tokens = draft.tokens else { continue }
            if read.contains(tokens) { counts.sentences += 1 } else { counts.hurried += 1 }
        }
        return chosen
    }
}

/// The newest moods by the tokens they were read from, at most `limit`.
///
/// Two generations: when the younger is full, the older is forgotten. A mood that is asked for in the
/// older becomes young again.
struct ReadingMemory: Sendable {
    static let limit = 8192
    private var young: [[Int32]: Mood] = [:]
    private var old: [[Int32]: Mood] = [:]

    var count: Int { young.count + old.count }

    mutating func remember(_ mood: Mood, of tokens: [Int32]) {
        if young.count >= Self.limit / 2 {
            old = young
            young = [:]
        }
        young[tokens] = mood
    }

    mutating func mood(of tokens: [Int32]) -> Mood? {
        if let mood = young[tokens] { return mood }
        guard let mood = old.removeValue(forKey: tokens) else { return nil }
        remember(mood, of: tokens)
        return mood
    }
}
