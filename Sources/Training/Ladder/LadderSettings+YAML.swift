import SettingsFiles

extension LadderSettings {
    /// Reads the section `ladder` of a recipe.
    mutating func read(_ section: inout SettingsSection) throws {
        try section.read("step", &step)
        try section.read("as_published", &asPublished)
        try section.read("context", &context, .within(1, 4096))
        try section.read("seesSteps", &seesSteps)
        try section.read("moods", &moods)
        try section.read("moodNoise", &moodNoise, .from(0))
        try section.read("absolutePenalty", &absolutePenalty, .from(0))
        try section.read("squaredPenalty", &squaredPenalty, .from(0))
        try section.read("stillPenalty", &stillPenalty, .from(0))
        try section.read("mixes", &mixes)
        try section.read("balance", &balance)
        try section.read("emotionWeight", &emotionWeight, .from(0))
        try section.read("twoPassShare", &twoPassShare, .within(0, 0.5))
        try section.read("rolloutPoses", &rolloutPoses, .within(0, 60))
    }
}

extension SettingValue where Self: CaseIterable & RawRepresentable, Self.RawValue == String {
    /// "one of " and the words.
    public static var kind: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    /// The case of this word.
    public init?(setting: String) { self.init(rawValue: setting) }
}

extension LadderStep: SettingValue {}
extension LadderSettings.MoodPlace: SettingValue {}
extension LadderSettings.Balance: SettingValue {}
