import Foundation

/// The developers' data beside the repository; tests that need it are skipped where it is not.
enum SharedData {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()  // EncodersTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()  // the repository
        .deletingLastPathComponent()
        .appendingPathComponent("shared/data")

    static func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    static func has(_ name: String) -> Bool {
        FileManager.default.isReadableFile(atPath: file(name).path)
    }

    static let twitch = "chat/twitch/nymn_2024-01-06.irc.txt"
    static let youTube = "chat/official_api/livenow_press_briefing_2025-03-17_6685.json"

    /// A thousand different lines of real chat, the same that `scripts/make-encoder-fixtures.py` takes.
    static func realChat() throws -> [String] {
        struct Message: Decodable { var message: String }
        let wire = String(decoding: try Data(contentsOf: file(twitch)), as: UTF8.self)
        var lines: [String] = wire.components(separatedBy: "\r\n").compactMap { line in
            guard let mark = line.range(of: " PRIVMSG #nymn ") else { return nil }
            let text = line[mark.upperBound...]
            return String(text.unicodeScalars.first == ":" ? text.dropFirst() : text)
        }
        lines += try JSONDecoder().decode([Message].self, from: Data(contentsOf: file(youTube)))
            .map(\.message)
        var seen: Set<[UInt8]> = []
        return Array(lines.filter { seen.insert(Array($0.utf8)).inserted }.prefix(1000))
    }
}
