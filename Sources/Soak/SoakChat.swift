import Chat
import FakeYouTube
import Foundation
import Synchronization

/// The audience of a show that is made to suffer: live on a fake YouTube, or in a recording.
final class SoakChat: Sendable {
    /// Where the show finds it.
    let address: ChatAddress
    /// The fake YouTube's address, where it is live.
    let base: String?
    private let server: FakeYouTube?
    private let clock: JumpingClock
    private let count: Mutex<Int>

    /// Messages said so far.
    var said: Int { count.withLock { $0 } }

    private static let words = [
        "what a wonderful night, I love this", "no no no, I hate it", "this makes me so sad",
        "I am scared of the dark", "oh! I did not see that coming", "yuck, that is gross",
        "hello from Lisbon", "look at the arms", "❤️❤️❤️", "😡", "I could watch this for hours",
    ]
    private static let authors = 40

    private init(
        _ address: ChatAddress, base: String?, server: FakeYouTube?, clock: JumpingClock, said: Int
    ) {
        self.address = address
        self.base = base
        self.server = server
        self.clock = clock
        count = Mutex(said)
    }

    /// A live chat on a port of its own.
    static func live() async throws -> SoakChat {
        var settings = FakeYouTube.Settings()
        settings.mostKept = 1_000
        let clock = JumpingClock()
        let server = FakeYouTube(FakeChat([]), settings: settings) { clock.now }
        let base = try await server.start()
        return SoakChat(.youtube("@fake"), base: base, server: server, clock: clock, said: 0)
    }

    /// A recording of so many seconds, written into a folder.
    static func recorded(
        seconds: Double, perSecond: Double, in folder: URL
    ) throws -> SoakChat {
        let messages = Int(seconds * perSecond)
        var lines = Data()
        for number in 0..<messages {
            let line =
                #"{"type":"message","id":"\#(number)","time":\#(Double(number) / perSecond),"#
                + #""author":{"id":"\#(number % authors)","name":"somebody \#(number % authors)"},"#
                + #""text":"\#(words[number % words.count])"}"# + "\n"
            lines.append(Data(line.utf8))
        }
        let file = folder.appending(path: "chat.jsonl")
        try lines.write(to: file)
        return SoakChat(
            .replay(path: file.path), base: nil, server: nil, clock: JumpingClock(),
            said: messages)
    }

    /// Talks until the task is cancelled.
    func talk(perSecond: Double) async throws {
        guard let server else { return }
        while true {
            try await Task.sleep(for: .seconds(1 / perSecond))
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            server.say(
                Self.words[number % Self.words.count], author: "somebody \(number % Self.authors)")
        }
    }

    /// Lets the next answer to a poll go wrong.
    func spoil(_ fault: FakeFault) { server?.inject(fault, at: .poll) }

    /// Goes away and comes back at the same address.
    func leave(for length: Duration) {
        guard let server, let port = base?.split(separator: ":").last.flatMap({ Int($0) }) else {
            return
        }
        Task {
            try await server.stop()
            try await Task.sleep(for: length)
            try await server.start(port: port)
        }
    }

    /// From now on it stamps messages so many seconds later.
    func jump(by seconds: Double) { clock.jump(by: seconds) }

    /// Ends the server.
    func close() async { try? await server?.stop() }
}

/// A calendar that somebody sets.
private final class JumpingClock: Sendable {
    private let offset = Mutex(0.0)
    var now: Double { Date().timeIntervalSince1970 + offset.withLock { $0 } }
    func jump(by seconds: Double) { offset.withLock { $0 += seconds } }
}
