import Desk
import Signals

/// What the desk is told beside the moods: the newest events, and the pictures of the last seconds.
struct DeskJournal {
    /// Events that are told; a page that looks three times a second misses none at 80 a second.
    static let mostEvents = 30
    private static let window = 10

    /// The newest events, the oldest first.
    private(set) var events: [DeskState.Event] = []
    /// The messages that can still be spoken of.
    private(set) var memory = EventMemory()
    private var lastNumber = 0
    private var pictureTotals: [ShowReport.Pictures] = []

    /// Notes what was read and what was taken away again.
    mutating func note(readings: [Reading], events taken: [ChatEvent], at time: Double) {
        for reading in readings.suffix(Self.mostEvents) {
            let event = reading.event
            add(
                kind: event.deskKind, author: event.author?.name ?? "", text: event.text ?? "",
                mood: reading.mood, confidence: reading.confidence, at: time)
            memory.remember(event, number: lastNumber)
        }
        for event in taken {
            switch event.kind {
            case .deleted: remove { $0.key == event.targetKey }
            case .authorCleared:
                if let author = event.authorKey { forget(author: author) }
            default: break
            }
        }
    }

    /// Notes taps of the gallery; of many at once the last few.
    mutating func note(_ taps: [GalleryTap], at time: Double) {
        for tap in taps.suffix(5) {
            add(
                kind: .gallery, author: tap.name, text: "\(tap.emotion)", mood: tap.mood, at: time)
        }
    }

    /// Notes what the operator asked for, so that there is an account of it.
    mutating func note(_ command: DeskCommand, at time: Double) {
        add(kind: .desk, author: "desk", text: "\(command)", at: time)
    }

    /// Notes what was done at the desk, or why it was not.
    mutating func note(_ deed: DeskDeed) {
        let words = deed.refusal.map { "\(deed.what): refused. \($0)" } ?? deed.what
        let name = deed.by.isEmpty ? "desk" : "desk \(deed.by)"
        add(kind: .desk, author: name, text: words, at: deed.time)
    }

    /// Takes everything away that an author said.
    mutating func forget(author: String) { remove { $0.author == author } }

    /// Notes what a message meant.
    mutating func correct(_ number: Int, to mood: Mood) {
        guard let index = events.firstIndex(where: { $0.number == number }) else { return }
        events[index].mood = mood
        events[index].confidence = 1
        events[index].isCorrected = true
    }

    /// Notes what the show did by itself.
    mutating func note(_ action: ShowCue.Action, at time: Double) {
        add(kind: .desk, author: "cue", text: "\(action)", at: time)
    }

    /// Notes the pictures so far; once a second.
    mutating func note(_ pictures: ShowReport.Pictures) {
        pictureTotals.append(pictures)
        if pictureTotals.count > Self.window + 1 { pictureTotals.removeFirst() }
    }

    /// The pictures so far and of the last ten seconds, and how many a second were drawn.
    var pictures: (counts: DeskState.Pictures, perSecond: Double) {
        var counts = DeskState.Pictures()
        guard let now = pictureTotals.last, let then = pictureTotals.first else {
            return (counts, 0)
        }
        (counts.drawn, counts.late, counts.dropped) = (now.drawn, now.late, now.dropped)
        counts.drawnLately = now.drawn - then.drawn
        counts.lateLately = now.late - then.late
        counts.droppedLately = now.dropped - then.dropped
        let seconds = max(1, pictureTotals.count - 1)
        return (counts, Double(counts.drawnLately) / Double(seconds))
    }

    private mutating func add(
        kind: DeskState.Event.Kind, author: String, text: String, mood: Mood? = nil,
        confidence: Double? = nil, at time: Double
    ) {
        lastNumber += 1
        events.append(
            .init(
                number: lastNumber, time: time, kind: kind, author: author, text: text, mood: mood,
                confidence: confidence))
        if events.count > Self.mostEvents { events.removeFirst() }
    }

    private mutating func remove(where isGone: (EventMemory.Entry) -> Bool) {
        let numbers = memory.forget(where: isGone)
        for index in events.indices where numbers.contains(events[index].number) {
            events[index].text = ""
            events[index].isRemoved = true
        }
    }
}

extension ChatEvent {
    fileprivate var deskKind: DeskState.Event.Kind {
        switch kind {
        case .paid: .paid
        case .membership: .membership
        case .gift: .gift
        case .message, .deleted, .authorCleared, .status, .unknown: .message
        }
    }
}
