/// The steps of the ladder by name, from the simplest dancer to ours: each is a file of its name in
/// experiments/, and docs/ladder.md holds them against each other.
public enum LadderStep: String, CaseIterable, Sendable, Codable {
    case lastPose = "0-repeat"
    case regression = "1-regression"
    case recurrent = "2-lstm"
    case adversarial = "2-gan"
    case transformer = "3-transformer"
    case moodPerPose = "4-mood-per-pose"
    case delta = "5-delta"
    case penalties = "6-penalties"
    case multimodal = "7-multimodal"
    case mixture = "8-mixture"
    case balance = "9-balance"
    case published = "10-published"
    case small = "10-small"
    case smallWithFaults = "10-small-faults"
    case ours = "ours"
    case oursAndRollouts = "ours-and-rollouts"
    case oursAndTwoPasses = "ours-and-two-passes"
    case oursLessMixture = "ours-less-mixture"
    case oursLessNoise = "ours-less-noise"
    case oursLessGuidance = "ours-less-guidance"
    case oursLessShortHistories = "ours-less-short-histories"
    case oursLessBodyModes = "ours-less-body-modes"

    /// What kind of model a step teaches.
    enum Kind {
        case lastPose, regression, recurrent, adversarial, transformer
        /// Our Transformer with a mixture for each number alone.
        case coordinates
        /// The dancer that ships, by its own settings.
        case dancer
    }

    var kind: Kind {
        switch self {
        case .lastPose: .lastPose
        case .regression: .regression
        case .recurrent: .recurrent
        case .adversarial: .adversarial
        case .transformer, .moodPerPose, .delta, .penalties, .multimodal, .mixture, .balance,
            .published, .small, .smallWithFaults:
            .transformer
        case .oursLessMixture: .coordinates
        case .ours, .oursAndRollouts, .oursAndTwoPasses, .oursLessNoise, .oursLessGuidance,
            .oursLessShortHistories,
            .oursLessBodyModes:
            .dancer
        }
    }

    /// Whether its weights are a dancer's, which can perform.
    public var isDancer: Bool { kind == .dancer }

    /// Whether it sees the 24 keypoints themselves, and not the modes of a body.
    var seesKeypoints: Bool { kind != .dancer && kind != .coordinates }
}
