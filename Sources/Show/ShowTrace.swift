import Foundation
import Signals

/// Writes down the way of each message through the show, a JSON object a line, for whoever measures.
///
/// All times are seconds since 1970. Pictures that are not drawn leave their messages waiting for the
/// next one; more than 1,000 do not wait.
struct ShowTrace {
    /// One message's way.
    private struct Way: Encodable {
        var id: String
        /// When the platform says that it was written.
        var sent: Double
        var heard: Double
        var read = 0.0
        var felt = 0.0
        var posed = 0.0
        var drawn = 0.0
        /// The first picture that knows it.
        var picture = 0
    }

    private let file: FileHandle
    private let encoder = JSONEncoder()
    private var ways: [Way] = []

    /// Throws `ShowError.unwritable`.
    init(file: URL) throws {
        guard FileManager.default.createFile(atPath: file.path, contents: nil),
            let handle = FileHandle(forWritingAtPath: file.path)
        else { throw ShowError.unwritable(file.path) }
        self.file = handle
        encoder.outputFormatting = .sortedKeys
    }

    private var now: Double { Date().timeIntervalSince1970 }

    mutating func heard(_ events: [ChatEvent]) {
        let now = now
        let messages = events.filter { if case .message = $0.kind { true } else { false } }
        ways += messages.prefix(1_000 - ways.count).map {
            Way(id: $0.id, sent: $0.time, heard: now)
        }
    }

    mutating func read() { note(\.read) }
    mutating func felt() { note(\.felt) }
    mutating func posed() { note(\.posed) }

    mutating func drew(_ picture: Int) {
        note(\.drawn)
        for index in ways.indices { ways[index].picture = picture }
        for way in ways {
            guard var line = try? encoder.encode(way) else { continue }
            line.append(UInt8(ascii: "\n"))
            // A full disk must not end a show; the measurement is then short.
            try? file.write(contentsOf: line)
        }
        ways.removeAll(keepingCapacity: true)
    }

    /// Sets a time that is not set yet.
    private mutating func note(_ time: WritableKeyPath<Way, Double>) {
        guard !ways.isEmpty else { return }
        let now = now
        for index in ways.indices where ways[index][keyPath: time] == 0 {
            ways[index][keyPath: time] = now
        }
    }
}
