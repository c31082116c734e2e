import Chat
import FakeYouTube
import Foundation

/// A clock that runs a hundred times as fast.
struct HurriedClock: ChatClock {
    static let speed = 100.0
    private let start = ContinuousClock.now
    private let startDate = Date().timeIntervalSince1970

    var now: Double { startDate + Self.speed * start.duration(to: .now).seconds }

    func sleep(until moment: Double) async throws {
        try await Task.sleep(for: .seconds(max(0, moment - now) / Self.speed))
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }
}

/// A chat that is followed beside the show and cut off again and again.
struct Reconnects {
    /// Follows and cuts until `most` connections were taken up again, or the task is cancelled; counts
    /// them in `count`.
    static func run(_ most: Int, seed: UInt64, counting count: Counter) async throws {
        let clock = HurriedClock()
        var settings = FakeYouTube.Settings()
        settings.mostKept = 500
        let server = FakeYouTube(FakeChat([]), settings: settings) { clock.now }
        var source = YouTubeSource.Settings()
        source.base = try await server.start()
        source.seed = seed
        let faults: [FakeFault] = [.cut, .hangUp, .status(503), .wrong]
        var cuts = 0
        for try await event in try YouTubeSource("@fake", settings: source, clock: clock).events() {
            guard case .status(.live, _) = event.kind else { continue }
            if cuts > 0 { count.add() }
            if cuts == most { break }
            server.say("hello", author: "somebody")
            server.inject(faults[cuts % faults.count], at: .poll)
            cuts += 1
        }
        try await server.stop()
    }
}
