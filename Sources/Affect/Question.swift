import Signals

/// What makes a message a plain question, which in a live chat is neutral.
///
/// The text reader's training data counts curiosity and confusion as surprise. So the surprise of a
/// plain question goes to neutral, and half of its other feelings with it where none of them is the
/// larger part. A question is plain when it ends in one `?` or begins as questions do ("when does",
/// "anyone know"), has at most 16 words, no `!` and no second `?`, and no word of surprise or abuse.
struct Question: Sendable {
    private let openers: Set<UInt64>
    private let seconds: Set<UInt64>
    private let exclamations: Set<UInt64>

    static let wordLimit = 16
    /// A feeling this strong is not only asked about.
    static let meant = 0.5

    init() {
        func hashes(_ words: String) -> Set<UInt64> {
            Set(words.split(separator: " ").map { TextFeatures.hash(ofWord: $0.scalarValues) })
        }
        openers = hashes("what when where who which how why whats wheres whos hows what's where's")
        seconds = hashes(
            "is are was were do does did will would can could should has have time game song kind"
                + " type many much long old far often about if")
        exclamations = hashes(
            "wow whoa woah omg wtf huh really seriously holy hell damn fuck fucking shit insane"
                + " unbelievable unreal shocked surprised idiot stupid dumb dare")
    }

    /// The mood, if the message is a plain question, as a question asks it.
    func calmed(_ mood: Mood, text: Scalars, words: TextFeatures) -> Mood {
        guard isPlain(text, words) else { return mood }
        var lanes = mood.lanes
        let neutral = Emotion.neutral.index
        lanes[neutral] += lanes[Emotion.surprise.index]
        lanes[Emotion.surprise.index] = 0
        let calmed = Mood(lanes: lanes)
        let strongest = Emotion.allCases.filter { $0 != .neutral }.map { calmed[$0] }.max() ?? 0
        guard strongest < Self.meant else { return calmed }
        return calmed.blended(with: Mood(.neutral), by: 0.5)
    }

    private func isPlain(_ text: Scalars, _ words: TextFeatures) -> Bool {
        guard let first = words.words.first, words.words.count <= Self.wordLimit,
            !words.words.contains(where: { exclamations.contains($0.hash) }),
            !text.contains(where: { $0.folded == 33 })
        else { return false }
        let marks = text.count { $0.folded == 63 }
        if marks == 1 { return text.last { !$0.isBlank }?.folded == 63 }
        return marks == 0 && words.words.count >= 3 && openers.contains(first.hash)
            && seconds.contains(words.words[1].hash)
    }
}
