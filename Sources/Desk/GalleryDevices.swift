import Synchronization

/// The room's phones: each gets a random name, one vote, and a pause between taps.
final class GalleryDevices: Sendable {
    fileprivate struct Contents {
        var lastTap: [String: ContinuousClock.Instant] = [:]
        var order: [String] = []
        var oldest = 0
        var newcomers: [String: Newcomers] = [:]
        var refused = 0
    }

    /// How many devices one network address may still bring.
    fileprivate struct Newcomers {
        var left: Double
        var at: ContinuousClock.Instant
    }

    /// Devices remembered at most; the longest known give way.
    static let most = 8_000
    /// Pause between two taps of one device.
    static let pause = Duration.milliseconds(300)
    // A whole room may come from behind one address, in a minute; a script gets no more than a room.
    fileprivate static let newcomersAtOnce = 600.0
    fileprivate static let newcomersPerSecond = 5.0

    private let contents = Mutex(Contents())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Nobody yet; `now` tells the time.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// A new device's name; nil when its network address has brought too many.
    func welcome(from address: String?) -> String? {
        let time = now()
        let name = randomName(bytes: 16)
        return contents.withLock { contents in
            if let address, !contents.admitsNewcomer(from: address, at: time) { return nil }
            if contents.order.count < Self.most {
                contents.order.append(name)
            } else {
                contents.lastTap[contents.order[contents.oldest]] = nil
                contents.order[contents.oldest] = name
                contents.oldest = (contents.oldest + 1) % Self.most
            }
            contents.lastTap[name] = time - Self.pause
            return name
        }
    }

    /// Whether this is the name of a device that was welcomed here.
    func knows(_ name: String) -> Bool { contents.withLock { $0.lastTap[name] != nil } }

    /// Whether a known device may tap now; counts it when not.
    func mayTap(_ name: String) -> Bool {
        let time = now()
        return contents.withLock { contents in
            guard let last = contents.lastTap[name] else { return false }
            if last.duration(to: time) < Self.pause {
                contents.refused += 1
                return false
            }
            contents.lastTap[name] = time
            return true
        }
    }

    /// Devices remembered.
    var count: Int { contents.withLock { $0.lastTap.count } }

    /// Taps that came too soon.
    var refused: Int { contents.withLock { $0.refused } }
}

extension GalleryDevices.Contents {
    fileprivate mutating func admitsNewcomer(
        from address: String, at time: ContinuousClock.Instant
    ) -> Bool {
        if newcomers.count > 10_000 { newcomers = [:] }
        var budget = newcomers[address] ?? .init(left: GalleryDevices.newcomersAtOnce, at: time)
        let seconds = budget.at.duration(to: time) / .seconds(1)
        budget.left = min(
            GalleryDevices.newcomersAtOnce,
            budget.left + seconds * GalleryDevices.newcomersPerSecond)
        budget.at = time
        let isAdmitted = budget.left >= 1
        if isAdmitted { budget.left -= 1 }
        newcomers[address] = budget
        return isAdmitted
    }
}

/// A name that nobody can guess, in letters and digits that a link and a cookie carry as they are.
func randomName(bytes count: Int) -> String {
    var random = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return String(
        (0..<count).flatMap { _ in
            let byte = UInt8.random(in: .min ... .max, using: &random)
            return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        })
}
