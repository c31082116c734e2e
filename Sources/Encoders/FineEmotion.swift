import Signals

/// The finer names that people give to emotions, and the seven that they belong to.
///
/// The 28 are GoEmotions' (Demszky et al., ACL 2020) with that data set's own mapping; the others are
/// words that classifiers use for the seven.
enum FineEmotion {
    /// GoEmotions' names in the order of its labels.
    static let names = [
        "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion",
        "curiosity", "desire", "disappointment", "disapproval", "disgust", "embarrassment",
        "excitement", "fear", "gratitude", "grief", "joy", "love", "nervousness", "optimism",
        "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
    ]

    private static let groups: [(Emotion, [String])] = [
        (.anger, ["anger", "annoyance", "disapproval", "angry"]),
        (.disgust, ["disgust", "disgusted"]),
        (.fear, ["fear", "nervousness", "afraid", "scared"]),
        (
            .happiness,
            [
                "joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism",
                "relief", "pride", "admiration", "desire", "caring", "happiness", "happy",
            ]
        ),
        (.sadness, ["sadness", "disappointment", "embarrassment", "grief", "remorse", "sad"]),
        (.surprise, ["surprise", "realization", "confusion", "curiosity", "surprised"]),
        (.neutral, ["neutral", "no emotion", "none"]),
    ]

    private static let emotions: [String: Emotion] = Dictionary(
        groups.flatMap { emotion, names in names.map { ($0, emotion) } },
        uniquingKeysWith: { first, _ in first })

    /// The emotion of the seven that a label names, in any case and with `_` or `-` for a space; nil
    /// for a label of something else.
    static func emotion(named label: String) -> Emotion? {
        let name = label.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 }
        return emotions[String(name)]
    }
}
