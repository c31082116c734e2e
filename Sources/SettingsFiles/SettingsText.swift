import Yams

/// A settings file's text, in which values are set while everything else stays as it was written:
/// comments, order, and keys that whoever sets a value knows nothing about.
///
/// A key of a section is written with the section's name: "obs.address". Only blocks of lines are
/// changed; what was changed is read again, and where anything else would have become different the
/// change is refused.
public struct SettingsText: Sendable, Equatable {
    /// What a key can be set to.
    public enum Value: Sendable, Equatable {
        /// One text, number or word.
        case text(String)
        /// A list of texts.
        case list([String])
    }

    /// The text as it stands.
    public private(set) var text: String
    /// The file, for errors.
    public let path: String

    /// A text; throws `SettingsFileError` when it is not YAML, or no mapping.
    public init(_ text: String, path: String) throws {
        (self.text, self.path) = (text, path)
        _ = try SettingsSection(yaml: text, path: path, of: "a settings file")
    }

    /// What stands under a key: its one text, or its list; nil where it is not named or is no such value.
    public subscript(key: String) -> Value? {
        var node = try? Yams.compose(yaml: text)
        for name in key.split(separator: ".") { node = node?.mapping?[String(name)] }
        return node.flatMap { Value($0) }
    }

    /// Sets a key, or takes it away with nil.
    ///
    /// Throws `SettingsFileError` where the file is written in a way that cannot be changed line by line.
    public mutating func set(_ key: String, to value: Value?) throws {
        guard self[key] != value else { return }
        let names = key.split(separator: ".").map(String.init)
        let refusal = SettingsFileError(
            path: path, line: 1, key: key,
            reason: "\(key) is written in a way that cannot be changed here without disturbing the "
                + "rest; change it in an editor")
        guard let name = names.last, names.count <= 2 else { throw refusal }
        let before = try Yams.compose(yaml: text)
        var lines = TextLines(text)
        guard lines.set(names.first ?? name, names.count > 1 ? name : nil, to: value, in: before)
        else { throw refusal }
        let after = try? Yams.compose(yaml: lines.text)
        guard Self.leaves(after, without: names) == Self.leaves(before, without: names),
            Self.value(at: names, in: after) == value
        else { throw refusal }
        text = lines.text
    }

    private static func value(at names: [String], in node: Node?) -> Value? {
        names.reduce(node) { node, name in node?.mapping?[name] }.flatMap { Value($0) }
    }

    /// All that stands in a file but under one key, without sections that are empty.
    private static func leaves(_ node: Node?, without names: [String]) -> [String: Node] {
        var leaves: [String: Node] = [:]
        for (key, value) in node?.mapping ?? [:] {
            guard let name = key.string, [name] != names else { continue }
            guard names.count == 2, name == names[0], let section = value.mapping else {
                if name != names.first { leaves[name] = value }
                continue
            }
            for (key, value) in section where key.string != names[1] {
                leaves["\(name).\(key.string ?? "")"] = value
            }
        }
        return leaves
    }
}

extension SettingsText.Value {
    /// The value of a node; nil for one that holds keys, or lists of lists, or nothing.
    init?(_ node: Node) {
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
            self = .text(scalar.string)
        case .sequence(let list):
            let texts = list.compactMap(\.scalar?.string)
            guard texts.count == list.count else { return nil }
            self = .list(texts)
        case .mapping, .alias: return nil
        }
    }

    /// The value as it stands behind a key.
    var written: String {
        switch self {
        case .text(let text): Self.written(text)
        case .list(let texts): "[" + texts.map(Self.written).joined(separator: ", ") + "]"
        }
    }

    /// A text as it stands in a file, with quotes where it needs some.
    static func written(_ text: String) -> String {
        // Words for nothing are none of the texts meant; a colon is a text's own only where it is quoted.
        let word = /[A-Za-z0-9_.\/~][A-Za-z0-9_.\/~@%+=\-]*/
        let isPlain =
            !["null", "~", "Null", "NULL"].contains(text)
            && text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy {
                $0.wholeMatch(of: word) != nil
            }
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
            case "\u{2028}": quoted += "\\L"
            case "\u{2029}": quoted += "\\P"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
