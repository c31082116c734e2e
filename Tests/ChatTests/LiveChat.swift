import FakeYouTube
import Signals
import Testing

@testable import Chat

/// A fake YouTube on loopback and a source that follows it, both on one clock.
struct LiveChat {
    let clock = FastClock()
    let fake: FakeYouTube

    /// A generated chat that began `before` seconds before the source comes.
    init(
        count: Int, perSecond: Double = 1, before: Double = 0,
        _ change: (inout FakeYouTube.Settings) -> Void = { _ in }
    ) {
        var settings = FakeYouTube.Settings()
        change(&settings)
        let clock = clock
        let chat = FakeChat.generated(
            count: count, perSecond: perSecond, from: clock.now - before + 0.5)
        fake = FakeYouTube(chat, settings: settings) { clock.now }
    }

    func source(
        _ address: String = "fakevideo01", base: String,
        fetcher: any PageFetcher = HTTPPageFetcher(),
        _ change: (inout YouTubeSource.Settings) -> Void = { _ in }
    ) throws -> YouTubeSource {
        var settings = YouTubeSource.Settings()
        settings.base = base
        change(&settings)
        return try YouTubeSource(address, settings: settings, fetcher: fetcher, clock: clock)
    }

    /// Follows the chat until it ends, or until `isEnough` says so.
    func events(
        _ address: String = "fakevideo01", fetcher: any PageFetcher = HTTPPageFetcher(),
        until isEnough: (ChatEvent) throws -> Bool = { _ in false }
    ) async throws -> [ChatEvent] {
        let base = try await fake.start()
        var events = [ChatEvent]()
        for try await event in try source(address, base: base, fetcher: fetcher).events() {
            events.append(event)
            if try isEnough(event) { break }
        }
        try await fake.stop()
        return events
    }
}

extension [ChatEvent] {
    /// The states of the connection in their order.
    var states: [ChatEvent.ConnectionState] {
        compactMap { if case .status(let state, _) = $0.kind { state } else { nil } }
    }

    /// The reasons that were given for a state.
    func reasons(for wanted: ChatEvent.ConnectionState) -> [String] {
        compactMap {
            if case .status(wanted, let reason) = $0.kind { reason ?? "" } else { nil }
        }
    }

    /// The messages' identifiers in their order.
    var messages: [String] {
        compactMap { if case .message = $0.kind { $0.id } else { nil } }
    }
}

/// A fetcher that waits a moment only for a poll that would be answered slowly or never.
struct HastyFetcher: PageFetcher {
    let fake: FakeYouTube

    func fetch(_ request: PageRequest) async throws -> Page {
        var request = request
        // Any other answer is waited for, as a busy machine may be slow to give it.
        if request.body != nil, [.hang, .slow].contains(fake.nextFault(at: .poll)) {
            request.seconds = 0.15
        }
        return try await HTTPPageFetcher().fetch(request)
    }
}

/// Where two lists part, and what they have there; nil where they are equal.
func difference(_ found: [String], _ wanted: [String]) -> String? {
    for place in 0..<max(found.count, wanted.count) {
        let one = place < found.count ? found[place] : "nothing"
        let other = place < wanted.count ? wanted[place] : "nothing"
        if one != other { return "at \(place): \(one), not \(other)" }
    }
    return nil
}

/// A fetcher that does something before a poll by its number, counted from 1.
actor InterruptingFetcher: PageFetcher {
    private let actions: [Int: @Sendable () async throws -> Void]
    private var polls = 0

    init(_ actions: [Int: @Sendable () async throws -> Void]) { self.actions = actions }

    func fetch(_ request: PageRequest) async throws -> Page {
        if request.body != nil {
            polls += 1
            try await actions[polls]?()
        }
        return try await HTTPPageFetcher().fetch(request)
    }
}
