import Foundation
import Motion
import SettingsFiles
import Signals
import Torch

extension DancerRecipe {
    /// The recipe of a YAML file; what the file does not name stays as it is by default.
    ///
    /// Throws `TrainingError.settings` naming the line and the key that is unknown or has a bad
    /// value, and `TrainingError.noSettings` where there is no such file.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw TrainingError.noSettings(path: file.path)
        }
        try self.init(yaml: String(decoding: bytes, as: UTF8.self), path: file.path)
    }

    /// The recipe of a YAML text; `path` names it in errors.
    public init(yaml: String, path: String) throws {
        self.init()
        do {
            var file = try SettingsSection(yaml: yaml, path: path, of: "a recipe")
            try read(&file)
        } catch let fault as SettingsFileError {
            throw TrainingError.settings(path: path, line: fault.line, reason: fault.reason)
        }
    }

    /// Every key that a settings file can hold, with its sections in front: "training.noise.pull".
    public static func settingNames() throws -> [String] {
        var recipe = DancerRecipe()
        var file = try SettingsSection(yaml: "", path: "", of: "a recipe")
        try recipe.read(&file)
        return file.known
    }

    private mutating func read(_ file: inout SettingsSection) throws {
        try file.section("motion") { section in
            let bounds = SettingBounds<Double?>(words: "0 or more") { ($0 ?? 0) >= 0 }
            try section.read("gestures", &motion.gestures, bounds)
            try section.read("onlyFree", &motion.onlyFree)
            try section.read("locomotion", &motion.locomotion, .above(0))
            try section.read("speedChange", &motion.variation.speed, .within(0, 3))
            try section.read("scaleChange", &motion.variation.scale, .within(0, 1))
        }
        try file.section("model") { section in
            try readModel(&section)
            try whole(section) { try model.validate() }
        }
        try file.section("training") { section in
            try readTraining(&section)
            try section.section("noise") { try readNoise(&$0) }
            try whole(section) { try training.validate() }
        }
        try file.section("machine") { section in
            try section.read("device", &machine.device)
            try section.read("threads", &machine.threads, .within(1, 1024))
        }
        try file.section("dancer") { section in
            try section.read("licence", &dancer.licence)
            try section.read("credits", &dancer.credits)
            try section.read("notes", &dancer.notes)
            try section.section("paceShifts") { shifts in
                for emotion in Emotion.allCases {
                    var shift = Float.zero
                    try shifts.read(emotion.rawValue, &shift, .within(-2, 2))
                    dancer.paceShifts[emotion] = shift == 0 ? nil : shift
                }
            }
        }
        // Asked for only where it is there: it is no setting of a dancer, and has no default.
        if file.isSection("ladder") {
            var ladder = LadderSettings()
            try file.section("ladder") { section in
                try ladder.read(&section)
                try whole(section) { try ladder.validate(training, model) }
            }
            self.ladder = ladder
        }
        try file.finish()
    }

    private mutating func readModel(_ section: inout SettingsSection) throws {
        try section.read("poseComponents", &model.poseComponents, .within(1, 48))
        try section.read("width", &model.width, .within(1, 8192))
        try section.read("layers", &model.layers, .within(1, 128))
        try section.read("heads", &model.heads, .within(1, 128))
        try section.read("mixtures", &model.mixtures, .within(1, 256))
        try section.read("window", &model.window, .within(1, 4096))
        try section.read("dropout", &model.dropout, .within(0, 0.99))
        try section.read("smallestLogSigma", &model.smallestLogSigma, .within(-20, 20))
        try section.read("largestLogSigma", &model.largestLogSigma, .within(-20, 20))
    }

    private mutating func readTraining(_ section: inout SettingsSection) throws {
        try section.read("steps", &training.steps, .from(1))
        try section.read("windows", &training.windows, .from(1))
        try section.read("length", &training.length, .from(17))
        try section.read("learningRate", &training.learningRate, .above(0))
        try section.read("warmUpSteps", &training.warmUpSteps, .from(0))
        try section.read("weightDecay", &training.weightDecay, .from(0))
        try section.read("longestGradient", &training.longestGradient, .above(0))
        try section.read("averaging", &training.averaging, .within(0, 1))
        try section.read("shortShare", &training.shortShare, .within(0, 1))
        try section.read("moodlessShare", &training.moodlessShare, .within(0, 1))
        try section.read("quietLevel", &training.quietLevel, .within(0, 1))
        try section.read("validationWindows", &training.validationWindows, .from(1))
        try section.read("validationInterval", &training.validationInterval, .from(1))
        try section.read("patience", &training.patience, .from(0))
        try section.read("largestRise", &training.largestRise, .above(0))
        try section.read("usesBFloat16", &training.usesBFloat16)
        try section.read("surveyWindows", &training.surveyWindows, .from(2))
        try section.read("historiesPerEmotion", &training.historiesPerEmotion, .from(1))
        try section.read("seed", &training.seed)
    }

    private mutating func readNoise(_ section: inout SettingsSection) throws {
        try section.read("strength", &training.noise.strength, .from(0))
        try section.read("knotSpacing", &training.noise.knotSpacing, .from(1))
        try section.read("white", &training.noise.white, .from(0))
        try section.read("pull", &training.noise.pull, .within(0, 1))
    }

    /// Numbers that are right alone may not fit together: then the section is named.
    private func whole(_ section: SettingsSection, _ check: () throws -> Void) throws {
        func fault(_ reason: String) -> TrainingError {
            .settings(
                path: section.path, line: section.line, reason: "\(section.name): \(reason)")
        }
        do { try check() } catch DancerError.badConfiguration(let reason) {
            throw fault(reason)
        } catch TrainingError.badSettings(let reason) {
            throw fault(reason)
        }
    }
}

extension Device: SettingValue {
    /// "one of cpu, cuda, mps"
    public static var kind: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    /// A device by its name.
    public init?(setting: String) { self.init(rawValue: setting) }
}
