import Yams

/// One section of a settings file while it is read: takes the keys that are known, and remembers
/// them, so that a key nobody asked for is found.
public struct SettingsSection {
    /// The file, for errors.
    public let path: String
    /// The keys that lead here, such as "training.noise"; empty at the top.
    public let name: String
    /// The line on which the section begins, from 1.
    public let line: Int
    /// What the file is a file of, for errors: "a show".
    private let subject: String
    private let mapping: Node.Mapping?
    private var keys: [String] = []
    /// Every key that was asked for here and below, with the sections' names in front.
    public private(set) var known: [String] = []

    /// The top of a file; throws `SettingsFileError` when it is not YAML, or no mapping.
    ///
    /// - Parameter subject: what the file is a file of, for errors: "a show".
    public init(yaml: String, path: String, of subject: String) throws {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw SettingsFileError(path: path, line: error.line, reason: error.words)
        }
        try self.init(node, path: path, of: subject, name: "", line: 1)
    }

    private init(
        _ node: Node?, path: String, of subject: String, name: String, line: Int
    ) throws {
        self.path = path
        self.subject = subject
        self.name = name
        self.line = line
        switch node {
        case nil: mapping = nil
        case .scalar(let scalar)? where scalar.string.isEmpty || scalar.string == "null":
            mapping = nil
        case .mapping(let found)?: mapping = found
        case let other?:
            throw SettingsFileError(
                path: path, line: other.mark?.line ?? line, key: name.isEmpty ? nil : name,
                reason: "\(name.isEmpty ? "the file" : name) should be a list of keys and values, "
                    + "each as in `steps: 4000`")
        }
    }

    /// Takes the value of a key; leaves `value` where the file does not name it.
    public mutating func read<Value: SettingValue>(
        _ key: String, _ value: inout Value, _ bounds: SettingBounds<Value> = .any
    ) throws {
        guard let node = find(key) else { return }
        value = try self.value(of: node, key: key, bounds)
    }

    /// Takes the value of a key that has no value where the file does not name it.
    public mutating func read<Value: SettingValue>(
        _ key: String, ifThere value: inout Value?, _ bounds: SettingBounds<Value> = .any
    ) throws {
        guard let node = find(key) else { return }
        value = try self.value(of: node, key: key, bounds)
    }

    /// A key's one text, or its list of texts, each with its line; nil where the file does not name it.
    public mutating func texts(_ key: String) throws -> [(text: String, line: Int)]? {
        guard let node = find(key) else { return nil }
        let parts: [Node] =
            switch node {
            case .sequence(let list): Array(list)
            default: [node]
            }
        return try parts.map { part in
            (try value(of: part, key: key, .any), part.mark?.line ?? line)
        }
    }

    /// Reads the section under a key.
    public mutating func section(
        _ key: String, _ body: (inout SettingsSection) throws -> Void
    ) throws {
        let node = find(key)
        var part = try SettingsSection(
            node, path: path, of: subject, name: full(key), line: node?.mark?.line ?? line)
        known.removeLast()
        try body(&part)
        try part.finish()
        known += part.known
    }

    /// Reads each section of the list under a key, as in `- at: 12:30`.
    public mutating func sections(
        _ key: String, _ body: (inout SettingsSection) throws -> Void
    ) throws {
        guard let node = find(key) else { return }
        guard case .sequence(let list) = node else {
            throw fault(at: key, "should be a list, whose parts begin with a dash")
        }
        for (index, node) in list.enumerated() {
            var part = try SettingsSection(
                node, path: path, of: subject, name: "\(full(key))[\(index + 1)]",
                line: node.mark?.line ?? line)
            try body(&part)
            try part.finish()
            for name in part.known where !known.contains(Self.unnumbered(name)) {
                known.append(Self.unnumbered(name))
            }
        }
    }

    /// A name without the places in lists: "cues.at" for "cues[3].at".
    private static func unnumbered(_ name: String) -> String {
        name.replacing(/\[[0-9]+\]/, with: "")
    }

    /// Whether a key is there, and holds keys of its own.
    public func isSection(_ key: String) -> Bool {
        if case .mapping? = mapping?[key] { true } else { false }
    }

    /// The keys as they stand in the file.
    public var written: [String] { mapping?.keys.compactMap(\.string) ?? [] }

    /// Throws `SettingsFileError` for the first key that nobody asked for.
    public func finish() throws {
        guard let mapping else { return }
        for (node, _) in mapping {
            let key = node.string ?? "?"
            guard !keys.contains(key) else { continue }
            let meant = likeliest(key).map { "; did you mean `\($0)`?" } ?? "."
            throw SettingsFileError(
                path: path, line: node.mark?.line ?? line, key: full(key),
                reason: "`\(full(key))` is not a setting of \(subject)\(meant) Here can stand "
                    + keys.joined(separator: ", "))
        }
    }

    /// An error at a key, or at the section's own line where the file does not name it.
    public func fault(at key: String, _ reason: String) -> SettingsFileError {
        let node = mapping?.first { $0.key.string == key }
        return SettingsFileError(
            path: path, line: node?.key.mark?.line ?? line, key: full(key),
            reason: "\(full(key)) \(reason)")
    }

    private func value<Value: SettingValue>(
        of node: Node, key: String, _ bounds: SettingBounds<Value>
    ) throws -> Value {
        let expected = bounds.words.map { "\(Value.kind), \($0)" } ?? Value.kind
        guard case .scalar(let scalar) = node else {
            throw fault(key, node, "should be \(expected)")
        }
        guard let found = Value(setting: scalar.string), bounds.hold(found) else {
            throw fault(key, node, "should be \(expected), not \"\(scalar.string)\"")
        }
        return found
    }

    private mutating func find(_ key: String) -> Node? {
        keys.append(key)
        known.append(full(key))
        return mapping?[key]
    }

    private func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private func fault(_ key: String, _ node: Node, _ reason: String) -> SettingsFileError {
        SettingsFileError(
            path: path, line: node.mark?.line ?? line, key: full(key),
            reason: "\(full(key)) \(reason)")
    }

    /// The known key that a slip of the finger made into this one.
    private func likeliest(_ key: String) -> String? {
        let near = keys.map { (key: $0, slips: slips(from: key, to: $0)) }.min {
            $0.slips < $1.slips
        }
        guard let near, near.slips <= max(1, near.key.count / 3) else { return nil }
        return near.key
    }
}

/// Letters put in, left out, exchanged or swapped with their neighbour between two words (optimal
/// string alignment distance), whatever their case.
private func slips(from one: String, to other: String) -> Int {
    let (one, other) = (Array(one.lowercased()), Array(other.lowercased()))
    var rows = [Array(0...other.count)]
    for i in one.indices {
        var row = [i + 1]
        for j in other.indices {
            let change = rows[i][j] + (one[i] == other[j] ? 0 : 1)
            var least = min(rows[i][j + 1] + 1, row[j] + 1, change)
            if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                least = min(least, rows[i - 1][j - 1] + 1)
            }
            row.append(least)
        }
        rows.append(row)
    }
    return rows[one.count][other.count]
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
