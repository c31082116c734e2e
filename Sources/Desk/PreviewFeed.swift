import Hummingbird
import Synchronization

/// Small pictures of the show for the desk: one at a time, the newest, and none while nobody looks.
public final class PreviewFeed: Sendable {
    private struct Contents {
        var asked: ContinuousClock.Instant?
        var given: ContinuousClock.Instant?
        var newest: (number: Int, picture: ByteBuffer)?
        var isInTheMaking = false
    }

    /// How long after somebody asked for a picture the show goes on making them.
    static let attention = Duration.seconds(3)
    /// The pause between two pictures: three a second.
    public static let pause = Duration.milliseconds(330)
    /// Pixels across; the height follows the show's.
    public static let width = 480

    private let contents = Mutex(Contents())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// A feed that nobody looks at; `now` tells the time.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    // MARK: - The show's side

    /// Whether a picture is to be made now; if so, it is in the making until `give` or `giveUp`.
    public func begins() -> Bool {
        let time = now()
        return contents.withLock { contents in
            guard !contents.isInTheMaking, let asked = contents.asked,
                asked.duration(to: time) < Self.attention
            else {
                // An old picture must not pass for the show of now.
                if contents.asked.map({ $0.duration(to: time) > Self.attention }) ?? false {
                    contents.newest = nil
                }
                return false
            }
            if let given = contents.given, given.duration(to: time) < Self.pause { return false }
            contents.isInTheMaking = true
            contents.given = time
            return true
        }
    }

    /// Gives the picture that was begun, a JPEG file, with its number in the show.
    public func give(_ jpeg: [UInt8], number: Int) {
        contents.withLock { contents in
            contents.newest = (number, ByteBuffer(bytes: jpeg))
            contents.isInTheMaking = false
        }
    }

    /// Says that the picture that was begun cannot be had.
    public func giveUp() { contents.withLock { $0.isInTheMaking = false } }

    // MARK: - The pages' side

    /// The newest picture; nil where there is none yet. To ask is to look.
    func look() -> (number: Int, picture: ByteBuffer)? {
        let time = now()
        return contents.withLock { contents in
            if let asked = contents.asked, asked.duration(to: time) >= Self.attention {
                contents.newest = nil
            }
            contents.asked = time
            return contents.newest
        }
    }
}
