import Broadcast
import Signals
import Synchronization

/// Moods, poses and what the chat does, to another program over OSC 1.0.
///
/// Every datagram is one bundle. Nothing waits: a datagram that the system does not take is lost and
/// counted, and whoever listens is up to date with the next one. `docs/osc.md` lists the addresses.
public final class OSCOutput: PoseOutput {
    private struct Contents {
        var counts = OutputCounts()
        var moment = OSCMoment()
        var isSilent = false
        var trouble: String?
        var news: String?
    }

    /// The version of the addresses and of what they carry.
    public static let version: Int32 = 1

    /// The output's name.
    public let name: String

    private let socket: OSCSocket
    private let contents = Mutex(Contents())

    /// An output to a port of a machine, whose name is looked up here and now.
    ///
    /// Throws `OSCError` where there is no such machine.
    public init(host: String, port: Int) throws(OSCError) {
        name = OutputAddress.osc(host: host, port: port).description
        socket = try OSCSocket(host: host, port: port)
    }

    /// Datagrams sent and lost so far.
    public var counts: OutputCounts { contents.withLock { $0.counts } }

    /// Nothing to begin with: the first pose is the first datagram.
    public func start() {}

    /// Notes how the show is beside the pose, for the next one's bundle.
    public func note(_ moment: OSCMoment) { contents.withLock { $0.moment = moment } }

    /// Sends a pose, in torsos, with the mood that the show is in and `time` in seconds of it.
    public nonisolated(nonsending) func send(_ pose: Pose, mood: Mood, time: Double) async {
        let moment = contents.withLock { $0.moment }
        send(moment.messages(pose: pose, mood: mood, time: time))
    }

    /// Sends what happened in the chat, a bundle for each; of many at once the last `mostEvents`.
    ///
    /// - Parameter readings: those of the events in which something was read.
    public func send(_ events: [ChatEvent], readings: [Reading]) {
        let spare = max(0, events.count - Self.mostEvents)
        contents.withLock {
            $0.counts.sent += spare
            $0.counts.dropped += spare
        }
        for event in events.suffix(Self.mostEvents) {
            let reading = readings.last { $0.event.key == event.key }
            guard let message = OSCMessage(event, reading: reading) else { continue }
            send([message])
        }
    }

    /// What happened in the chat that is sent at once, at most: 600 events a second.
    public static let mostEvents = 20

    /// Says that the show is over.
    public func finish(within limit: Duration? = nil) async {
        let isSilent = contents.withLock { contents in
            defer { contents.isSilent = true }
            return contents.isSilent
        }
        if !isSilent {
            _ = socket.send(OSCPacket.bytes(of: [OSCMessage("/emotionmotion/end", [])]))
        }
    }

    /// What went wrong since the last call, each kind said once in a row; nil where nothing did.
    public func takeTrouble() -> String? {
        contents.withLock { contents in
            defer { contents.news = nil }
            return contents.news.map { "\(name): \($0)" }
        }
    }

    private func send(_ messages: [OSCMessage]) {
        guard !contents.withLock({ $0.isSilent }) else { return }
        let outcome = socket.send(OSCPacket.bytes(of: messages))
        contents.withLock { contents in
            contents.counts.sent += 1
            guard let trouble = outcome.trouble else { return contents.counts.written += 1 }
            contents.counts.dropped += 1
            if trouble != contents.trouble { contents.news = trouble }
            contents.trouble = trouble
        }
    }
}

extension OSCSocket.Outcome {
    /// What there is to say of it, the same words each time; nil where all is well.
    fileprivate var trouble: String? {
        switch self {
        case .sent: nil
        case .nobodyListens: "nobody listens there yet; the show goes on sending"
        case .lost(let reason): "\(reason); the show goes on sending"
        }
    }
}
