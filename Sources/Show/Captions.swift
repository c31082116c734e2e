import Signals
import Stage

/// The audience's last messages, for as long as they are on the picture.
public struct Captions: Sendable {
    /// One message on the picture.
    public struct Line: Sendable, Equatable {
        /// The event's identifier among all chats, so that a message taken away in the chat leaves the picture.
        public var id: String
        /// Who wrote it.
        public var author: ChatAuthor?
        /// The author's identifier among all chats.
        public var authorKey: String?
        /// What it says.
        public var text: String
        /// When it came, in seconds of show.
        public var time: Double
        /// How much it moved the mood, 0 to 1.
        public var weight: Double
    }

    /// Messages on the picture at once; the oldest gives way.
    public static let most = 4

    /// The messages to draw, the oldest first.
    public private(set) var lines: [Line] = []

    /// No messages yet.
    public init() {}

    /// Takes an author's messages off the picture.
    mutating func forget(author: String) { lines.removeAll { $0.authorKey == author } }

    /// Takes in what was read, forgets what is old, and what was taken away in the chat.
    public mutating func update(readings: [Reading], events: [ChatEvent], at time: Double) {
        for reading in readings {
            guard let text = reading.event.text else { continue }
            lines.append(
                Line(
                    id: reading.event.key, author: reading.event.author,
                    authorKey: reading.event.authorKey, text: text, time: time,
                    weight: reading.confidence * (1 - reading.mood[.neutral])))
        }
        for event in events {
            switch event.kind {
            case .deleted: lines.removeAll { $0.id == event.targetKey }
            case .authorCleared: lines.removeAll { $0.authorKey == event.authorKey }
            default: break
            }
        }
        lines.removeAll { time - $0.time > Caption.life }
        lines = Array(lines.suffix(Captions.most))
    }
}
