import Signals

/// Labelled sentences written as people write in a chat: in haste, with short forms, letters
/// stretched, marks left out.
struct EncoderAugmentation {
    /// Share of the texts that are changed at all.
    static let share = 0.4

    private let shortForms: [String: String] = [
        "you": "u", "are": "r", "your": "ur", "you're": "ur", "please": "pls", "because": "cuz",
        "people": "ppl", "thanks": "thx", "though": "tho", "what": "wut", "okay": "ok",
        "really": "rly", "right": "rite", "about": "abt", "going": "goin", "love": "luv",
        "brother": "bro", "yes": "yea", "don't": "dont", "i'm": "im", "can't": "cant",
        "tonight": "2nite", "to": "2", "for": "4", "with": "w", "why": "y", "see": "c",
    ]
    private let shortPhrases: [(words: [String], short: String)] = [
        (["oh", "my", "god"], "omg"), (["i", "don't", "know"], "idk"),
        (["to", "be", "honest"], "tbh"), (["right", "now"], "rn"), (["by", "the", "way"], "btw"),
        (["what", "the", "fuck"], "wtf"), (["what", "the", "hell"], "wth"),
        (["in", "my", "opinion"], "imo"), (["i", "love", "you"], "ily"),
    ]

    /// The text as it is, or written as in a chat.
    func text(_ text: String, using random: inout SeededRandom) -> String {
        guard random.uniform() < Self.share else { return text }
        var words = text.split(separator: " ").map(String.init)
        if random.uniform() < 0.3 { words = shortened(words, using: &random) }
        if random.uniform() < 0.3, words.count > 4 {
            let dropped = Int(random.uniform() * Double(words.count))
            words.remove(at: dropped)
        }
        if random.uniform() < 0.25, !words.isEmpty {
            let place = Int(random.uniform() * Double(words.count))
            words[place] = stretched(words[place], using: &random)
        }
        var written = words.joined(separator: " ")
        if random.uniform() < 0.5 {
            while let last = written.unicodeScalars.last, ".,!?".unicodeScalars.contains(last) {
                written.unicodeScalars.removeLast()
            }
        } else if random.uniform() < 0.2 {
            written.unicodeScalars.removeAll { ".,'".unicodeScalars.contains($0) }
        }
        return written.isEmpty ? text : written
    }

    private func shortened(_ words: [String], using random: inout SeededRandom) -> [String] {
        var short: [String] = []
        var at = 0
        while at < words.count {
            let phrase = shortPhrases.first { phrase in
                words[at...].count >= phrase.words.count
                    && zip(words[at...], phrase.words).allSatisfy { $0.lowercased() == $1 }
            }
            if let phrase {
                short.append(phrase.short)
                at += phrase.words.count
            } else {
                let form = shortForms[words[at].lowercased()]
                short.append(random.uniform() < 0.6 ? form ?? words[at] : words[at])
                at += 1
            }
        }
        return short
    }

    /// One letter, a vowel or the last, twice.
    private func stretched(_ word: String, using random: inout SeededRandom) -> String {
        var letters = [Unicode.Scalar](word.unicodeScalars)
        let places = letters.indices.filter { place in
            letters[place].isLetter
                && (place == letters.count - 1 || "aeiou".unicodeScalars.contains(letters[place]))
        }
        guard let place = places.randomElement(using: &random) else { return word }
        letters.insert(letters[place], at: place)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: letters)
        return String(view)
    }
}
