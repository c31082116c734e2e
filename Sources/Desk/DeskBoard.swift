import Foundation
import Hummingbird
import Signals
import Synchronization

/// Between a show and its web pages: states one way, commands and taps the other.
///
/// The show publishes and takes; it never waits for a page, whatever the pages do.
public final class DeskBoard: Sendable {
    private struct Contents {
        var orders: [DeskOrder] = []
        var lastOrder = 0
        var lock: DeskLock?
        var galleryLink: String?
        var taps: [GalleryTap] = []
        var troubles: [String] = []
        var lastTap = 0
        var heardTap = 0
        var tally = GalleryTally()
        var moments: [MoodMoment] = []
        var newest = DeskState()
    }

    /// Seconds of mood that a page opened late is shown.
    static let memory = 600
    /// Commands that wait for the show at most; more are refused.
    public static let mostCommands = 64
    /// Taps that wait for the show at most; more are refused and counted.
    public static let mostTaps = 2_000

    private let contents = Mutex(Contents())
    private let news: AsyncStream<DeskState>
    private let newsFeed: AsyncStream<DeskState>.Continuation
    let operators = Feed(mostListeners: 16)
    let phones = Feed(mostListeners: 4_000)
    let devices: GalleryDevices
    let inputs: GalleryInputs
    /// The show for stages in browsers.
    public let stage = StageFeed()
    /// Small pictures for the desk.
    public let preview: PreviewFeed

    /// A board with nothing on it.
    public convenience init() { self.init { .now } }

    /// A board with nothing on it, whose phones' pauses are told by `now`.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant) {
        devices = GalleryDevices(now: now)
        inputs = GalleryInputs(now: now)
        preview = PreviewFeed(now: now)
        (news, newsFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: - The show's side

    /// Shows a state to whoever looks; an older one that nobody has passed on yet is dropped.
    public func publish(_ state: DeskState) {
        var state = state
        state.gallery = galleryTally
        state.inputs = inputs.list
        (state.lock, state.galleryLink) = contents.withLock { ($0.lock, $0.galleryLink) }
        newsFeed.yield(state)
    }

    /// The orders since the last call, each once, as they came.
    public func takeOrders() -> [DeskOrder] {
        contents.withLock { contents in
            defer { contents.orders = [] }
            return contents.orders
        }
    }

    /// The taps since the last call, each once, in their order.
    public func takeTaps() -> [GalleryTap] {
        contents.withLock { contents in
            defer { contents.taps = [] }
            contents.heardTap = contents.lastTap
            return contents.taps
        }
    }

    /// Hears what an input of the room says with its key over another way than the pages', from a
    /// network address; what has no key, comes too soon or from a second place is not heard.
    public func hear(_ mood: Mood, key: String, from place: String) {
        guard case .heard(let name) = inputs.hear(key: key, from: place) else { return }
        _ = say(mood, by: name)
    }

    /// What went wrong with the pages since the last call, a sentence each.
    public func takeTroubles() -> [String] {
        contents.withLock { contents in
            defer { contents.troubles = [] }
            return contents.troubles
        }
    }

    /// The gallery in numbers.
    public var galleryTally: GalleryTally {
        var tally = contents.withLock { $0.tally }
        tally.devices = devices.count
        tally.refused += devices.refused
        return tally
    }

    /// Says that no state will follow: every page's stream of events ends.
    public func close() { newsFeed.finish() }

    // MARK: - The pages' side

    /// Passes states on as they come, written once however many look; returns after `close`.
    func distribute() async {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for await state in news {
            if let data = try? encoder.encode(DeskPage(state)) {
                operators.send(ByteBuffer(event: data))
            }
            remember(state)
            let heard = contents.withLock { $0.heardTap }
            if let data = try? encoder.encode(GalleryState(state, heard: heard)) {
                phones.send(ByteBuffer(event: data))
            }
        }
        operators.close()
        phones.close()
        stage.lines.close()
    }

    /// Keeps a state until the next, and of each second's first one the moods.
    func remember(_ state: DeskState) {
        contents.withLock { contents in
            contents.newest = state
            guard contents.moments.last.map({ $0.second < Int(state.time) }) ?? true else { return }
            contents.moments.append(MoodMoment(state))
            if contents.moments.count > Self.memory { contents.moments.removeFirst() }
        }
    }

    /// The show as it was last told; before that, one that has not begun.
    var newestState: DeskState { contents.withLock { $0.newest } }

    /// The mood of the last ten minutes, once a second, the oldest first.
    var moments: [MoodMoment] { contents.withLock { $0.moments } }

    /// Puts a command before the show, unless the desk is locked or too many wait. What is the board's
    /// own is done at once, `doing` with it; false from that leaves the order undone and untold.
    func order(
        _ command: DeskCommand, by: String, doing: () -> Bool = { true }
    ) -> DeskAnswer {
        contents.withLock { contents in
            if let lock = contents.lock, lock.keepsOut(command, by: by) { return .locked(lock) }
            guard contents.orders.count < Self.mostCommands else { return .busy }
            guard doing() else { return .undone }
            switch command {
            case .lock(let reach): contents.lock = DeskLock(reach: reach, by: by)
            case .unlock: contents.lock = nil
            default: break
            }
            contents.lastOrder += 1
            contents.orders.append(
                DeskOrder(number: contents.lastOrder, command: command, by: by))
            return .taken(contents.lastOrder)
        }
    }

    /// Where the room's page is, for its code on the desk.
    var galleryLink: String? {
        get { contents.withLock { $0.galleryLink } }
        set { contents.withLock { $0.galleryLink = newValue } }
    }

    /// Puts a tap before the show; its number, or nil when too many wait already.
    func tap(_ emotion: Emotion, strength: Double, from device: String) -> Int? {
        put { GalleryTap(number: $0, device: device, emotion: emotion, strength: strength) }
    }

    /// Puts what an input says before the show; its number, or nil when too much waits already.
    func say(_ mood: Mood, by input: String) -> Int? {
        put { GalleryTap(number: $0, input: input, mood: mood) }
    }

    private func put(_ tap: (_ number: Int) -> GalleryTap) -> Int? {
        contents.withLock { contents in
            guard contents.taps.count < Self.mostTaps else {
                contents.tally.refused += 1
                return nil
            }
            contents.lastTap += 1
            contents.tally.taps += 1
            contents.taps.append(tap(contents.lastTap))
            return contents.lastTap
        }
    }

    /// Tells the show of a trouble; of many the first few.
    func report(_ trouble: String) {
        contents.withLock { contents in
            if contents.troubles.count < 8 { contents.troubles.append(trouble) }
        }
    }
}

/// Both moods at one second of the show; written as `[second, [room's seven], [dancer's seven]]`
/// in hundredths, in the order of `Emotion.allCases`.
struct MoodMoment: Encodable, Equatable {
    var second: Int
    var room: [Int]
    var dancer: [Int]

    init(_ state: DeskState) {
        second = Int(state.time)
        room = state.roomMood.weights.map { Int(($0 * 100).rounded()) }
        dancer = state.dancerMood.weights.map { Int(($0 * 100).rounded()) }
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(second)
        try list.encode(room)
        try list.encode(dancer)
    }
}

/// The state as the desk's page gets it.
struct DeskPage: Encodable {
    var state: DeskState
    var health: DeskHealth

    init(_ state: DeskState) {
        self.state = state
        health = state.health
    }
}

extension ByteBuffer {
    /// One server-sent event; JSON has no line break in it, so one `data` line holds it.
    init(event json: Data) {
        self.init(string: "data: ")
        writeBytes(json)
        writeString("\n\n")
    }
}
