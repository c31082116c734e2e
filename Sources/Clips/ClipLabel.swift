import Signals

/// What is known about a clip beside its points.
public struct ClipLabel: Sendable, Equatable {
    /// The mood; nil when no emotion is known, which is not the same as neutral.
    public var mood: Mood?
    /// How the mood came about.
    public var mapping: MoodMapping
    /// The name of the collection that the clip comes from.
    public var source: String
    /// The source's own word for what is shown.
    public var label: String
    /// What is done: walking, waving, a dance.
    public var content: String
    /// Who moves, where known.
    public var actor: String?
    /// Whether the clip trains or validates.
    public var split: ClipSplit
    /// The licence in its owner's words; empty where nobody states one.
    public var licence: String
    /// What may be done with a model trained on the clip.
    public var use: ClipUse

    /// A label; a clip of which nothing is known has all of these.
    public init(
        mood: Mood? = nil, mapping: MoodMapping = .unlabelled, source: String = "",
        label: String = "", content: String = "", actor: String? = nil, split: ClipSplit = .train,
        licence: String = "", use: ClipUse = .unstated
    ) {
        self.mood = mood
        self.mapping = mapping
        self.source = source
        self.label = label
        self.content = content
        self.actor = actor
        self.split = split
        self.licence = licence
        self.use = use
    }
}

extension ClipLabel {
    /// Whether somebody only goes from one place to another: a dancer that learns much of it walks
    /// instead of dancing.
    public var isLocomotion: Bool {
        let words = content.lowercased().split { !$0.isLetter }
        return !words.contains("dance")
            && words.contains { Self.waysToGo.contains(String($0)) }
    }

    private static let waysToGo: Set = [
        "dash", "jog", "locomotion", "march", "run", "running", "treadmill", "walk", "walking",
    ]
}

/// How a clip's mood came about.
public enum MoodMapping: String, CaseIterable, Sendable, Codable {
    /// The source's label names the emotion.
    case given
    /// The source's label is another word, and somebody judged which mood it means.
    case judgement
    /// No emotion is stated: the clip has no mood.
    case unlabelled
}

/// Whether a clip trains or validates.
public enum ClipSplit: String, CaseIterable, Sendable, Codable {
    case train
    case validation = "val"
}

/// What may be done with a model trained on a clip.
public enum ClipUse: String, CaseIterable, Sendable, Codable {
    /// It may be given away for any use.
    case free = "yes"
    /// It may be given away, marked as not for commercial use.
    case nonCommercial = "non-commercial only"
    /// Nobody states the owner's terms: not for a model that is given away.
    case unclear
    /// The clip is for reading and tests only.
    case notForTraining = "not for training"
    /// There is no list of licences: the clip's owner decides.
    case unstated

    /// True when a model may be trained on the clip at all.
    public var mayTrain: Bool {
        switch self {
        case .free, .nonCommercial, .unstated: true
        case .unclear, .notForTraining: false
        }
    }
}
