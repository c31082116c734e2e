import Signals

/// The one table from the words of motion collections to moods.
///
/// A word that is not in it has no mood, which is not the same as neutral: a dancer that is told
/// nothing must not learn that nothing is calm.
public enum EmotionWords {
    /// What a word means: weights that sum to 1, and whether the word names the emotion (`given`) or
    /// somebody judged that it does.
    public struct Entry: Sendable, Equatable {
        /// The mood.
        public var mood: Mood
        /// `given` or `judgement`.
        public var mapping: MoodMapping
    }

    /// The mood of a word or of a whole label, in any case; nil when it is not in the table.
    public static func entry(for word: String) -> Entry? {
        table[word.lowercased()]
    }

    /// The first word of a file's or folder's name that is in the table, and its mood.
    ///
    /// Words are runs of letters; two neighbours that form a word of the table together (`not`,
    /// `confident`) go first. The name's last part is looked at first, then the folders around it.
    public static func find(in path: String) -> (word: String, entry: Entry)? {
        for part in path.split(separator: "/").reversed() {
            let words = letters(in: part)
            for index in words.indices {
                if index + 1 < words.count {
                    let pair = "\(words[index])-\(words[index + 1])"
                    if let entry = table[pair] { return (pair, entry) }
                }
                if let entry = table[words[index]] { return (words[index], entry) }
            }
        }
        return nil
    }

    /// The mood of MEED's code in a name such as `F03SU1V2`, where F or M and two digits may name
    /// the actor; nil when there is none.
    public static func findMEEDCode(in path: String) -> (word: String, entry: Entry)? {
        for part in path.split(separator: "/").reversed() {
            var words = letters(in: part)
            if let first = words.first, first == "f" || first == "m", words.count > 1,
                part.dropFirst().first?.isNumber == true,
                words.dropFirst().contains(where: { meedCodes[$0] != nil })
            {
                words.removeFirst()
            }
            for word in words {
                if let emotion = meedCodes[word] {
                    return (word.uppercased(), Entry(mood: Mood(emotion), mapping: .given))
                }
            }
        }
        return nil
    }

    /// The codes of the Multi-view Emotional Expressions Dataset.
    private static let meedCodes: [String: Emotion] = [
        "a": .anger, "d": .disgust, "f": .fear, "h": .happiness, "n": .neutral, "sa": .sadness,
        "su": .surprise,
    ]

    private static func letters(in name: Substring) -> [String] {
        name.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Words that name an emotion.
    private static let given: [(Emotion, [String])] = [
        (.anger, ["anger", "angry"]),
        (.disgust, ["disgust", "disgusted"]),
        (.fear, ["fear", "scared", "afraid", "fearful"]),
        (.happiness, ["happiness", "happy", "joy", "joyful"]),
        (.neutral, ["neutral", "normal"]),
        (.sadness, ["sadness", "sad"]),
        (.surprise, ["surprise", "surprised"]),
    ]

    /// Words that were judged to mean a mood.
    private static let judged: [(String, [Emotion: Double])] = [
        // The motion collections of Bandai Namco, CMU and 100STYLE.
        ("active", [.happiness: 0.6, .neutral: 0.4]),
        ("charleston", [.happiness: 0.5, .neutral: 0.5]),
        ("childish", [.happiness: 0.6, .neutral: 0.2, .surprise: 0.2]),
        ("childist", [.happiness: 0.6, .neutral: 0.2, .surprise: 0.2]),
        ("chimpira", [.anger: 0.6, .disgust: 0.2, .neutral: 0.2]),  // a street thug
        ("cool", [.happiness: 0.3, .neutral: 0.7]),
        ("depressed", [.sadness: 1]),
        ("elated", [.happiness: 1]),
        ("elderly", [.neutral: 0.8, .sadness: 0.2]),
        ("exhausted", [.sadness: 0.5, .neutral: 0.5]),
        ("lambada", [.happiness: 0.5, .neutral: 0.5]),
        ("laugh", [.happiness: 1]),
        ("musical", [.happiness: 0.7, .neutral: 0.3]),
        ("not-confident", [.fear: 0.6, .sadness: 0.4]),
        ("old", [.neutral: 0.8, .sadness: 0.2]),
        ("proud", [.happiness: 0.6, .neutral: 0.4]),
        ("rushed", [.neutral: 0.8, .fear: 0.2]),
        ("salsa", [.happiness: 0.5, .neutral: 0.5]),
        ("sexy", [.happiness: 0.3, .neutral: 0.7]),
        ("shy", [.fear: 0.5, .neutral: 0.3, .sadness: 0.2]),
        ("strutting", [.happiness: 0.5, .neutral: 0.5]),
        ("tired", [.sadness: 0.5, .neutral: 0.5]),
        ("waiting", [.neutral: 1]),
        ("wave", [.happiness: 0.4, .neutral: 0.6]),
        ("waving", [.happiness: 0.4, .neutral: 0.6]),
        ("youthful", [.happiness: 0.5, .neutral: 0.5]),
        // DanceDB's words, by where they lie on the circumplex of its authors (Russell 1980).
        ("annoyed", [.anger: 0.6, .disgust: 0.2, .neutral: 0.2]),
        ("bored", [.neutral: 0.6, .sadness: 0.3, .disgust: 0.1]),
        ("curious", [.surprise: 0.4, .happiness: 0.2, .neutral: 0.4]),
        ("excited", [.happiness: 0.8, .surprise: 0.2]),
        ("miserable", [.sadness: 1]),
        ("nervous", [.fear: 0.6, .neutral: 0.4]),
        ("pleased", [.happiness: 0.7, .neutral: 0.3]),
        ("relaxed", [.neutral: 0.7, .happiness: 0.3]),
        ("satisfied", [.happiness: 0.5, .neutral: 0.5]),
    ]

    private static let table: [String: Entry] = {
        var table: [String: Entry] = [:]
        for (emotion, words) in given {
            for word in words { table[word] = Entry(mood: Mood(emotion), mapping: .given) }
        }
        for (word, weights) in judged {
            // A row that does not sum to 1 is a slip in this file; the tests read every row.
            guard let mood = try? Mood(Emotion.allCases.map { weights[$0] ?? 0 }) else {
                preconditionFailure("the weights of \"\(word)\" do not sum to 1")
            }
            table[word] = Entry(mood: mood, mapping: .judgement)
        }
        return table
    }()

    /// Every word of the table.
    public static var words: [String] { table.keys.sorted() }
}
