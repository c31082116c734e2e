import Signals

/// Hears the chat: reads each message and keeps the room's mood.
///
/// The show gives it the events that are due at each tick. Whatever a message says, it is only ever
/// read.
public struct Listener: Sendable {
    /// What was heard so far.
    public struct Counts: Sendable, Equatable, Codable {
        /// Messages that were read.
        public var read = 0
        /// Events that somebody made but without words, or of a kind not known.
        public var skipped = 0
        /// Messages that were taken back after they had been read.
        public var removed = 0
        /// Messages with a muted word, which were not read.
        public var muted = 0
        /// Messages that were not read because more came than can be; others spoke for them.
        public var passedOver = 0
    }

    /// What was heard so far.
    public private(set) var counts = Counts()
    /// How messages were read.
    public var readers: RoomReader.Counts { reader.counts }
    private var reader: RoomReader
    private var estimator: MoodEstimator
    private var messages = MessageMemory()
    private let room: RoomSettings
    private var admission: Admission

    /// A listener that has heard nothing.
    ///
    /// - Parameter sentences: a better reader of words, which reads of each moment's messages what
    ///   its budget holds; nil where there is none.
    public init(
        reader: MessageReader, sentences: (any SentenceReader)? = nil,
        estimator: MoodEstimator = MoodEstimator(), room: RoomSettings = RoomSettings()
    ) {
        self.reader = RoomReader(reader: reader, sentences: sentences)
        self.estimator = estimator
        self.room = room
        self.estimator.galleryWeight = room.galleryWeight
        admission = Admission(room)
    }

    /// Hears events, all at `time` in seconds on the show's clock; the readings of those with words.
    ///
    /// A reading of no confidence says nothing and does not change the mood. A deleted message is
    /// taken back where it is its author's last (`MoodEstimator.remove(message:author:)`), and all
    /// of an author's where the author is cleared.
    public mutating func hear(_ events: [ChatEvent], at time: Double) -> [Reading] {
        let events = admit(events, at: time)
        // Read at once, so that the better reader can choose; heard one after the other.
        let readings = reader.read(events.compactMap(\.text))
        var next = readings.makeIterator()
        return events.compactMap { event in
            hear(event, reading: event.text == nil ? nil : next.next(), at: time)
        }
    }

    /// Hears a voice of the gallery, which needs no reading: a tapped face, say. It weighs
    /// `galleryWeight` beside a voice of the chat.
    ///
    /// `author` must not be the name of anybody in the chat; `time` is on the same clock.
    public mutating func feel(_ mood: Mood, author: String, time: Double) {
        estimator.add(mood, author: author, time: time, isGallery: true)
    }

    /// What the gallery's voices weigh, those that have spoken too; 0 hears none of them.
    public var galleryWeight: Double {
        get { estimator.galleryWeight }
        set { estimator.galleryWeight = newValue }
    }

    /// From now on messages with one of these words or phrases are not heard, beside those of the
    /// room's settings; the words of an earlier call are.
    public mutating func mute(_ words: [String]) { admission.mute(words) }

    /// Takes back everything that an author said, by the key among all chats.
    public mutating func forget(author: String) {
        counts.removed += messages.forget(author: author)
        estimator.remove(author: author)
    }

    /// Hears a message, by its key, as if it had been read so, where it is its author's last; false
    /// where it is not, and then the mood stays as it is.
    public mutating func correct(
        message: String, author: String, to mood: Mood, time: Double
    ) -> Bool {
        guard estimator.remove(message: message, author: author) else { return false }
        estimator.add(mood, author: author, time: time, message: message)
        return true
    }

    /// The room's mood at `time`, on the same clock.
    public func mood(at time: Double) -> Mood { estimator.mood(at: time) }

    /// The events that are heard: of too many messages a sample, of those with muted words none.
    private mutating func admit(_ events: [ChatEvent], at time: Double) -> [ChatEvent] {
        defer {
            counts.muted = admission.muted
            counts.passedOver = admission.passedOver
        }
        return admission.admit(events, at: time)
    }

    private mutating func hear(
        _ event: ChatEvent, reading: MessageReading?, at time: Double
    ) -> Reading? {
        switch event.kind {
        case .message, .paid, .membership, .gift:
            guard let found = reading else {
                counts.skipped += 1
                return nil
            }
            let reading = Reading(event: event, mood: found.mood, confidence: found.confidence)
            counts.read += 1
            // Nobody's messages have nobody's voice in common.
            let author = event.authorKey ?? "message " + event.key
            if reading.confidence > 0 {
                estimator.add(
                    reading.mood, author: author, time: time, message: event.key,
                    weight: room.weight(of: event) * admission.scale)
            }
            messages.remember(event.key, of: author)
            return reading
        case .deleted:
            guard let target = event.targetKey, let author = messages.forget(message: target)
            else { break }
            counts.removed += 1
            estimator.remove(message: target, author: author)
        case .authorCleared:
            if let author = event.authorKey { forget(author: author) }
        case .unknown: counts.skipped += 1
        case .status: break
        }
        return nil
    }
}
