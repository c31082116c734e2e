import Synchronization

@testable import Chat

/// A server of lines that plays a script, one part for each connection.
actor ScriptedTransport: LineTransport {
    /// What happens on a connection.
    enum Step: Sendable {
        case line(String)
        /// The connection breaks.
        case breaks
        /// Nothing more comes, and the connection stays open.
        case silence
    }

    private var parts: [[Step]]
    /// What was sent, a list for each connection.
    private(set) var sent: [[String]] = []

    init(_ parts: [[Step]]) { self.parts = parts }

    func connect(
        to server: LineServer, opened: @Sendable (any LineWriter) async throws -> Void,
        heard: @Sendable (String) async throws -> Void
    ) async throws {
        guard !parts.isEmpty else { throw FetchError.connection("refused") }
        let part = parts.removeFirst()
        sent.append([])
        try await opened(Writer(transport: self, number: sent.count - 1))
        for step in part {
            switch step {
            case .line(let line): try await heard(line)
            case .breaks: throw FetchError.connection("reset")
            case .silence: try await Task.sleep(for: .seconds(3_600))
            }
        }
    }

    private func note(_ line: String, on number: Int) { sent[number].append(line) }

    private struct Writer: LineWriter {
        let transport: ScriptedTransport
        let number: Int
        func send(_ line: String) async throws { await transport.note(line, on: number) }
    }
}

/// A clock on which waits up to half a minute are over at once, and longer ones never.
struct ShortClock: ChatClock {
    /// The longest wait that is over at once, in seconds.
    var longest = 40.0
    var now: Double { 1_700_000_000 }

    func sleep(until moment: Double) async throws {
        try Task.checkCancellation()
        // The test of a connection's first seconds is for a channel that does not exist.
        guard moment - now <= longest, moment - now != TwitchSource.patience else {
            return try await Task.sleep(for: .seconds(3_600))
        }
        await Task.yield()
    }
}
