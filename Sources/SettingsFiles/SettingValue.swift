/// A value that can stand in a settings file.
public protocol SettingValue {
    /// What it is, for a person.
    static var kind: String { get }
    /// The value as it is written; nil where the text is none.
    init?(setting: String)
}

extension Int: SettingValue {
    /// "a whole number"
    public static var kind: String { "a whole number" }
    /// A whole number in decimal digits.
    public init?(setting: String) { self.init(setting) }
}

extension UInt64: SettingValue {
    /// "a whole number, 0 or more"
    public static var kind: String { "a whole number, 0 or more" }
    /// A whole number in decimal digits.
    public init?(setting: String) { self.init(setting) }
}

extension Double: SettingValue {
    /// "a number"
    public static var kind: String { "a number" }
    /// A finite number.
    public init?(setting: String) {
        self.init(setting)
        guard isFinite else { return nil }
    }
}

extension Float: SettingValue {
    /// "a number"
    public static var kind: String { "a number" }
    /// A finite number.
    public init?(setting: String) {
        self.init(setting)
        guard isFinite else { return nil }
    }
}

extension Double?: SettingValue {
    /// "auto or a number"
    public static var kind: String { "auto or a number" }
    /// `auto`, which is nil, or a finite number.
    public init?(setting: String) {
        switch (setting, Double(setting: setting)) {
        case ("auto", _): self = .none
        case (_, let number?): self = .some(number)
        default: return nil
        }
    }
}

extension Bool: SettingValue {
    /// "true or false"
    public static var kind: String { "true or false" }
    /// `true` or `false`, or the other words of YAML for them.
    public init?(setting: String) {
        switch setting {
        case "true", "on", "yes": self = true
        case "false", "off", "no": self = false
        default: return nil
        }
    }
}

extension String: SettingValue {
    /// "text"
    public static var kind: String { "text" }
    /// The text itself.
    public init?(setting: String) { self = setting }
}

/// What a value of a settings file may be.
public struct SettingBounds<Value> {
    /// The bounds, for a person; nil where there are none.
    public let words: String?
    /// Whether a value lies within.
    public let hold: (Value) -> Bool

    /// Bounds in words, and what holds them.
    public init(words: String?, _ hold: @escaping (Value) -> Bool) {
        self.words = words
        self.hold = hold
    }

    /// No bounds.
    public static var any: SettingBounds { SettingBounds(words: nil) { _ in true } }
}

extension SettingBounds where Value: Comparable {
    /// A value or more.
    public static func from(_ least: Value) -> SettingBounds {
        SettingBounds(words: "\(least) or more") { $0 >= least }
    }

    /// More than a value.
    public static func above(_ bound: Value) -> SettingBounds {
        SettingBounds(words: "above \(bound)") { $0 > bound }
    }

    /// Both ends and all between.
    public static func within(_ least: Value, _ most: Value) -> SettingBounds {
        SettingBounds(words: "from \(least) to \(most)") { (least...most).contains($0) }
    }
}
