import ArgumentParser
import FakeYouTube
import Foundation

/// `emotionmotion-fake-youtube`: a YouTube for tests and demonstrations, on this machine alone.
@main
struct FakeYouTubeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emotionmotion-fake-youtube",
        abstract: "Serve a live chat on the loopback address as YouTube would.",
        discussion: """
            Then, in another terminal:

              EMOTIONMOTION_YOUTUBE=http://127.0.0.1:8089 emotionmotion chat youtube:@fake

            An audience's program says something with POST /say and {"author":"…","text":"…"}.

            Faults are KIND@SECONDS from the start: 500, 503, 429 and other statuses, cut, slow, \
            wrong, hang, hangup, deaf; ended, replay, hidden, deleted and closed change the video. \
            They happen to the polls; page/KIND@SECONDS and chat/KIND@SECONDS happen to the watch \
            page and to the chat's own page.
            """)

    @Option(help: "Port on 127.0.0.1; 0 is any that is free.")
    var port = 8089

    @Option(help: "A .live_chat.json of yt-dlp to serve instead of generated messages.")
    var recording: String?

    @Option(help: "Generated messages a second.")
    var rate = 2.0

    @Option(help: "How many messages are generated.")
    var count = 20_000

    @Option(help: "Seconds between polls.")
    var poll = 1.0

    @Option(help: "A fault at a time, KIND@SECONDS; may be given several times.")
    var fault: [FaultAtTime] = []

    @Flag(help: "Ask for consent to cookies first.")
    var consent = false

    @Flag(help: "Have a room for free chat, to which the channel's /live page leads.")
    var freeChat = false

    func validate() throws {
        guard rate > 0, poll > 0, count >= 0 else {
            throw ValidationError("--rate and --poll are numbers above 0, --count is 0 or more.")
        }
    }

    func run() async throws {
        let start = Date().timeIntervalSince1970
        let chat =
            try recording.map {
                FakeChat(recording: try Data(contentsOf: URL(fileURLWithPath: $0)), from: start)
            } ?? .generated(count: count, perSecond: rate, from: start)
        var settings = FakeYouTube.Settings()
        settings.pollSeconds = poll
        settings.asksForConsent = consent
        settings.hasFreeChat = freeChat
        let fake = FakeYouTube(chat, settings: settings)
        let address = try await fake.start(port: port)
        // At once, also where somebody waits for it at the other end of a pipe.
        let line = "\(chat.items.count) events at \(address): youtube:@fake, youtube:fakevideo01\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        for fault in fault.sorted(by: { $0.seconds < $1.seconds }) {
            let wait = start + fault.seconds - Date().timeIntervalSince1970
            try await Task.sleep(for: .seconds(max(0, wait)))
            fault.happen(to: fake)
        }
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }
}

/// A fault as it is written on the command line: `503@12.5`.
struct FaultAtTime: ExpressibleByArgument, Sendable {
    private let kind: String
    private let door: FakeDoor
    /// Seconds from the start.
    let seconds: Double

    private static let faults: [String: FakeFault] = [
        "cut": .cut, "slow": .slow, "wrong": .wrong, "hang": .hang, "hangup": .hangUp,
        "deaf": .deaf,
    ]
    private static let doors: [String: FakeDoor] = ["page": .page, "chat": .chat, "poll": .poll]
    private static let states: [String: FakeState] = [
        "live": .live, "upcoming": .upcoming, "ended": .ended, "replay": .replay,
        "hidden": .hidden, "deleted": .deleted,
        "closed": .closed(words: "Chat is disabled for this live stream."),
    ]

    init?(argument: String) {
        let parts = argument.split(separator: "@")
        guard parts.count == 2, let seconds = Double(parts[1]) else { return nil }
        let way = parts[0].split(separator: "/")
        guard let last = way.last, way.count < 3,
            let door = way.count == 1 ? .poll : Self.doors[String(way[0])]
        else { return nil }
        kind = String(last)
        self.door = door
        self.seconds = seconds
        guard Self.faults[kind] != nil || Self.states[kind] != nil || Int(kind) != nil else {
            return nil
        }
    }

    func happen(to fake: FakeYouTube) {
        if let status = Int(kind) { fake.inject(.status(status), at: door) }
        if let fault = Self.faults[kind] { fake.inject(fault, at: door) }
        if let state = Self.states[kind] { fake.change(to: state) }
    }
}
