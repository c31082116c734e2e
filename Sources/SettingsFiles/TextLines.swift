import Yams

/// The lines of a YAML text, of which those of one key are exchanged for others.
struct TextLines {
    private var lines: [String]
    private let lineEnd: String

    init(_ text: String) {
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    var text: String { lines.joined(separator: lineEnd) }

    /// Sets a key of the top or, where `inner` is given, of the section `outer`; false where the way in
    /// which it is written is not understood.
    ///
    /// - Parameter root: what the lines hold.
    mutating func set(
        _ outer: String, _ inner: String?, to value: SettingsText.Value?, in root: Node?
    ) -> Bool {
        guard isBlock(root) else { return false }
        let top = entries(of: root, until: lines.count)
        guard let inner else { return set(outer, to: value, among: top, indent: nil) }
        guard let section = top.first(where: { $0.key == outer }) else {
            return insert(outer, inner, value, after: top)
        }
        guard isBlock(section.value) else { return false }
        let within = entries(of: section.value, until: section.lines.upperBound)
        if within.isEmpty {
            guard let value else { return true }
            lines.insert("  \(inner): \(value.written)", at: section.lines.lowerBound + 1)
            return true
        }
        return set(inner, to: value, among: within, indent: within[0].indent)
    }

    // MARK: - What is there

    /// One key with its value, and the lines that are theirs.
    private struct Entry {
        var key: String
        var value: Node
        var indent: Int
        var lines: Range<Int>
    }

    /// Whether a node is a mapping that is written line by line, or nothing yet.
    private func isBlock(_ node: Node?) -> Bool {
        switch node {
        case nil: true
        case .mapping(let mapping)?: mapping.style != .flow || mapping.isEmpty
        case .scalar(let scalar)?: scalar.style == .plain && scalar.string.isEmpty
        default: false
        }
    }

    private func entries(of node: Node?, until end: Int) -> [Entry] {
        guard case .mapping(let mapping)? = node else { return [] }
        var entries: [Entry] = []
        for (key, value) in mapping {
            guard let name = key.string, let mark = key.mark else { continue }
            let start = min(max(0, mark.line - 1), lines.count)
            if let last = entries.indices.last {
                entries[last].lines = entries[last].lines.lowerBound..<start
            }
            entries.append(
                Entry(key: name, value: value, indent: mark.column - 1, lines: start..<end))
        }
        return entries.map { entry in
            var entry = entry
            entry.lines = trimmed(entry.lines, indent: entry.indent)
            return entry
        }
    }

    /// Lines without those at their end that speak of what follows: empty ones, comments that stand no
    /// deeper than the key, and the marks of documents.
    private func trimmed(_ range: Range<Int>, indent: Int) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound + 1 {
            let line = lines[end - 1]
            let depth = line.prefix { $0 == " " }.count
            let words = line.drop { $0 == " " || $0 == "\t" }
            let isOthers =
                words.isEmpty || words.hasPrefix("#") && depth <= indent
                || line.hasPrefix("---") || line.hasPrefix("...")
            guard isOthers else { break }
            end -= 1
        }
        return range.lowerBound..<max(end, range.lowerBound)
    }

    // MARK: - What becomes of it

    private mutating func set(
        _ key: String, to value: SettingsText.Value?, among entries: [Entry], indent: Int?
    ) -> Bool {
        guard let entry = entries.first(where: { $0.key == key }) else {
            guard let value else { return true }
            let margin = String(repeating: " ", count: indent ?? entries.first?.indent ?? 0)
            lines.insert("\(margin)\(key): \(value.written)", at: end(of: entries))
            return true
        }
        guard let value else {
            lines.removeSubrange(entry.lines)
            return true
        }
        let first = lines[entry.lines.lowerBound]
        let start = String(repeating: " ", count: entry.indent) + key
        guard first.hasPrefix(start + ":") else { return false }
        let rest = first.dropFirst(start.count + 1)
        let comment = Self.comment(of: rest)
        var written = [start + ": " + value.written + comment]
        if case .list(let texts) = value, !texts.isEmpty,
            let items = items(of: entry, keeping: texts)
        {
            written = [first] + items
        }
        lines.replaceSubrange(entry.lines, with: written)
        return true
    }

    private mutating func insert(
        _ outer: String, _ inner: String, _ value: SettingsText.Value?, after entries: [Entry]
    ) -> Bool {
        guard let value else { return true }
        let margin = String(repeating: " ", count: entries.first?.indent ?? 0)
        lines.insert(
            contentsOf: ["\(margin)\(outer):", "\(margin)  \(inner): \(value.written)"],
            at: end(of: entries))
        return true
    }

    /// Where another key can be written: after the last one, or else at the end of the text.
    private mutating func end(of entries: [Entry]) -> Int {
        if let last = entries.last { return last.lines.upperBound }
        if lines.last?.isEmpty != true { lines.append("") }
        return lines.count - 1
    }

    /// The lines of a list that is written an item a line, with what is said of the items that stay; nil
    /// where it is written otherwise.
    private func items(of entry: Entry, keeping texts: [String]) -> [String]? {
        guard case .sequence(let list) = entry.value, list.style != .flow, !list.isEmpty else {
            return nil
        }
        let starts = list.compactMap { $0.mark.map { $0.line - 1 } }
        guard starts.count == list.count, starts == starts.sorted(), let first = starts.first,
            first > entry.lines.lowerBound, Set(starts).count == starts.count
        else { return nil }
        let ends = starts.dropFirst() + [entry.lines.upperBound]
        var old = zip(list, zip(starts, ends)).map {
            ($0.scalar?.string, Array(lines[$1.0..<$1.1]))
        }
        let margin = lines[first].prefix { $0 == " " }
        guard lines[first].dropFirst(margin.count).hasPrefix("- ") else { return nil }
        let heading = lines[entry.lines.lowerBound + 1..<first]
        return heading
            + texts.flatMap { text in
                guard let place = old.firstIndex(where: { $0.0 == text }) else {
                    return ["\(margin)- \(SettingsText.Value.written(text))"]
                }
                return old.remove(at: place).1
            }
    }

    /// The comment at a line's end, with the space before it; empty where there is none.
    private static func comment(of line: Substring) -> String {
        var quote: Character?
        var previous: Character = ":"
        var space: Substring.Index?
        for index in line.indices {
            let letter = line[index]
            if let open = quote {
                let isEscaped = open == "\"" && previous == "\\"
                if letter == open, !isEscaped { quote = nil }
                previous = isEscaped ? " " : letter
                continue
            }
            if letter == "#", previous == " " || previous == "\t" {
                return String(line[(space ?? index)...])
            } else if letter == "\"" || letter == "'", " [{,:".contains(previous) {
                quote = letter
            }
            if letter == " " || letter == "\t" {
                if previous != " ", previous != "\t" { space = index }
            }
            previous = letter
        }
        return ""
    }
}
