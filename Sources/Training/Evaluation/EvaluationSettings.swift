/// How much an evaluation measures.
public struct EvaluationSettings: Sendable, Equatable {
    /// Generated clips of each mood; 72 make 504.
    public var clipsPerMood = 72
    /// Poses of a clip: ten seconds.
    public var clipPoses = 300
    /// Poses danced before a clip begins, so that the mood has come.
    public var warmUpPoses = 90
    /// Minutes that stability is measured over.
    public var minutes = 10
    /// Dancers of each mood that dance so long.
    public var longSeeds = 2
    /// The same without the guard.
    public var longSeedsUnguarded = 1
    /// Changes from each mood to each other.
    public var changesPerPair = 2
    /// Histories of each mood that are gone on from in many ways.
    public var histories = 3
    /// Ways in which each is gone on from.
    public var draws = 20
    /// Steps that a judge learns for.
    public var judgeSteps = 500
    /// Windows of dances, and of walks, that dancing is told by.
    public var danceWindows = 1500
    /// Poses whose cost is measured.
    public var costPoses = 900
    /// Whether bad motion is measured too, which comes out the same for every dancer.
    public var measuresBadMotion = true
    /// Threads that dance at the same time.
    public var threads = 2
    /// Where every chance comes from.
    public var seed: UInt64 = 1

    /// What is measured in less than a quarter of an hour on two cores: all but stability, for which
    /// the goal asks for eight seeds.
    public init() {}

    /// Everything that the goals ask for: ten minutes of eight seeds in each mood.
    public static var full: EvaluationSettings {
        var settings = EvaluationSettings()
        settings.longSeeds = 8
        settings.longSeedsUnguarded = 2
        return settings
    }

    /// As little as compares dancers of one kind with each other, where many are to be looked at: ten
    /// clips a mood, one long dance, no bad motion.
    public static var brief: EvaluationSettings {
        var settings = quick
        settings.clipsPerMood = 10
        settings.longSeeds = 1
        settings.draws = 8
        settings.measuresBadMotion = false
        return settings
    }

    /// A look in about two minutes: less of everything; the figures scatter more.
    public static var quick: EvaluationSettings {
        var settings = EvaluationSettings()
        settings.clipsPerMood = 12
        settings.minutes = 2
        settings.longSeeds = 2
        settings.changesPerPair = 1
        settings.histories = 1
        settings.judgeSteps = 250
        settings.danceWindows = 500
        settings.costPoses = 300
        return settings
    }
}
