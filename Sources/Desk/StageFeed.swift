import Hummingbird
import Synchronization

/// A show as web stages draw it: the files that they need first, then a line for every picture.
///
/// While nobody looks there is nothing to make: the show asks `wants` first.
public final class StageFeed: Sendable {
    /// What the show is asked for.
    public enum Want: Sendable {
        /// Nobody looks.
        case nothing
        /// Somebody looks who has no files to draw with.
        case files
        /// Somebody looks, and draws.
        case lines
    }

    private struct Contents {
        var files: [String: ByteBuffer] = [:]
        var isAsked = false
    }

    /// Web stages at once, at most.
    public static let mostViewers = 16

    let lines = Feed(mostListeners: mostViewers)
    private let contents = Mutex(Contents())

    /// A feed that nobody looks at.
    init() {}

    /// What whoever looks is waiting for.
    public var want: Want {
        let isHeard = lines.isHeard
        return contents.withLock { contents in
            if contents.files.isEmpty { return contents.isAsked || isHeard ? .files : .nothing }
            return isHeard ? .lines : .nothing
        }
    }

    /// Gives the files, by name, that the lines from now on are drawn with.
    public func offer(_ files: [String: [UInt8]]) {
        let buffers = files.mapValues { ByteBuffer(bytes: $0) }
        contents.withLock { $0.files = buffers }
    }

    /// Sends one picture's line of JSON to whoever looks, never waiting; a slow one loses old lines.
    public func send(_ line: [UInt8]) {
        var event = ByteBuffer(string: "data: ")
        event.writeBytes(line)
        event.writeString("\n\n")
        lines.send(event)
    }

    /// One of the files; nil where there is none, and then the show is asked for them.
    func file(_ name: String) -> ByteBuffer? {
        contents.withLock { contents in
            contents.isAsked = true
            return contents.files[name]
        }
    }

    /// Whether the show has given its files.
    var hasFiles: Bool { contents.withLock { !$0.files.isEmpty } }
}
