import Torch
import Yams

/// One section of a settings file while it is read: takes the keys that are known, and remembers
/// them, so that a key nobody asked for is found.
struct SettingsSection {
    /// The file, for errors.
    let path: String
    /// The keys that lead here, such as "training.noise"; empty at the top.
    let name: String
    /// The line on which the section begins, from 1.
    let line: Int
    private let mapping: Node.Mapping?
    private var keys: [String] = []
    /// Every key that was asked for here and below, with the sections' names in front.
    private(set) var known: [String] = []

    /// The top of a file; throws `TrainingError.settings` when it is not YAML, or no mapping.
    init(yaml: String, path: String) throws {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw TrainingError.settings(path: path, line: error.line, reason: error.words)
        }
        try self.init(node, path: path, name: "", line: 1)
    }

    private init(_ node: Node?, path: String, name: String, line: Int) throws {
        self.path = path
        self.name = name
        self.line = line
        switch node {
        case nil: mapping = nil
        case .scalar(let scalar)? where scalar.string.isEmpty || scalar.string == "null":
            mapping = nil
        case .mapping(let found)?: mapping = found
        case let other?:
            throw TrainingError.settings(
                path: path, line: other.mark?.line ?? line,
                reason: "\(name.isEmpty ? "the file" : name) should be a list of keys and values, "
                    + "each as in `steps: 4000`")
        }
    }

    /// Takes the value of a key; leaves `value` where the file does not name it.
    mutating func read<Value: SettingValue>(
        _ key: String, _ value: inout Value, _ bounds: SettingBounds<Value> = .any
    ) throws {
        guard let node = find(key) else { return }
        let expected = bounds.words.map { "\(Value.kind), \($0)" } ?? Value.kind
        guard case .scalar(let scalar) = node else {
            throw fault(key, node, "should be \(expected)")
        }
        guard let found = Value(setting: scalar.string), bounds.hold(found) else {
            throw fault(key, node, "should be \(expected), not \"\(scalar.string)\"")
        }
        value = found
    }

    /// Reads the section under a key.
    mutating func section(
        _ key: String, _ body: (inout SettingsSection) throws -> Void
    ) throws {
        let node = find(key)
        var part = try SettingsSection(
            node, path: path, name: full(key), line: node?.mark?.line ?? line)
        known.removeLast()
        try body(&part)
        try part.finish()
        known += part.known
    }

    /// Throws `TrainingError.settings` for the first key that nobody asked for.
    func finish() throws {
        guard let mapping else { return }
        for (node, _) in mapping {
            let key = node.string ?? "?"
            guard !keys.contains(key) else { continue }
            throw TrainingError.settings(
                path: path, line: node.mark?.line ?? line,
                reason: "there is no setting \"\(full(key))\"; here can stand "
                    + keys.joined(separator: ", "))
        }
    }

    private mutating func find(_ key: String) -> Node? {
        keys.append(key)
        known.append(full(key))
        return mapping?[key]
    }

    private func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private func fault(_ key: String, _ node: Node, _ reason: String) -> TrainingError {
        .settings(path: path, line: node.mark?.line ?? line, reason: "\(full(key)) \(reason)")
    }
}

/// What a value of a settings file may be.
struct SettingBounds<Value> {
    /// The bounds, for a person; nil where there are none.
    let words: String?
    /// Whether a value lies within.
    let hold: (Value) -> Bool

    /// No bounds.
    static var any: SettingBounds { SettingBounds(words: nil) { _ in true } }
}

extension SettingBounds where Value: Comparable {
    static func from(_ least: Value) -> SettingBounds {
        SettingBounds(words: "\(least) or more") { $0 >= least }
    }
    static func above(_ bound: Value) -> SettingBounds {
        SettingBounds(words: "above \(bound)") { $0 > bound }
    }
    static func within(_ least: Value, _ most: Value) -> SettingBounds {
        SettingBounds(words: "from \(least) to \(most)") { (least...most).contains($0) }
    }
}

/// A value that can stand in a settings file.
protocol SettingValue {
    /// What it is, for a person.
    static var kind: String { get }
    init?(setting: String)
}

extension Int: SettingValue {
    static var kind: String { "a whole number" }
    init?(setting: String) { self.init(setting) }
}

extension UInt64: SettingValue {
    static var kind: String { "a whole number, 0 or more" }
    init?(setting: String) { self.init(setting) }
}

extension Double: SettingValue {
    static var kind: String { "a number" }
    init?(setting: String) {
        self.init(setting)
        guard isFinite else { return nil }
    }
}

extension Float: SettingValue {
    static var kind: String { "a number" }
    init?(setting: String) {
        self.init(setting)
        guard isFinite else { return nil }
    }
}

extension Double?: SettingValue {
    static var kind: String { "auto or a number" }
    init?(setting: String) {
        switch (setting, Double(setting: setting)) {
        case ("auto", _): self = .none
        case (_, let number?): self = .some(number)
        default: return nil
        }
    }
}

extension Bool: SettingValue {
    static var kind: String { "true or false" }
    init?(setting: String) { self.init(setting) }
}

extension String: SettingValue {
    static var kind: String { "text" }
    init?(setting: String) { self = setting }
}

extension Device: SettingValue {
    static var kind: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    init?(setting: String) { self.init(rawValue: setting) }
}

extension Error {
    /// The line that the YAML parser stopped at; the first where it does not say.
    fileprivate var line: Int {
        switch self as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _),
            .composer(_, _, let mark, _):
            mark.line
        default: 1
        }
    }

    /// What the YAML parser says, in one line.
    fileprivate var words: String {
        switch self as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            "it is not YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, _):
            "these keys stand twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))"
        default: "it is not YAML"
        }
    }
}
