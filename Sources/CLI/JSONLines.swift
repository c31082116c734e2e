import Foundation

/// Values on standard output, one JSON object a line, each there as soon as it is known.
struct JSONLines {
    private let encoder: JSONEncoder

    init() {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Writes one line; throws when nobody reads any more.
    func write(_ value: some Encodable) throws {
        var line = try encoder.encode(value)
        line.append(UInt8(ascii: "\n"))
        try FileHandle.standardOutput.write(contentsOf: line)
    }

    /// Writes values for people and programs to a file.
    static func write(_ value: some Encodable, toFile path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

/// Says something to the person at the terminal, beside the results.
func say(_ words: String) {
    // Whoever listened may be gone, which ends no show.
    try? FileHandle.standardError.write(contentsOf: Data((words + "\n").utf8))
}
