import Desk
import Signals
import Testing

@testable import Show

/// What the operator asks, and the mood that follows.
@Suite struct SteeringTests {
    private let room = Mood(.happiness).blended(with: Mood(.neutral), by: 0.4)

    @Test func withNobodyAtTheDeskTheRoomsMoodPassesUnchanged() {
        let steering = Steering()
        #expect(steering.mood(of: room, at: 5) == room)
        #expect(steering.secondsToFollow == 0.5 && steering.showsWords && !steering.isEnded)
    }

    @Test func aHeldMoodTakesOverWithinASecondAndStays() {
        var steering = Steering()
        steering.follow(.hold(.fear, strength: 0.75), at: 10, from: room)
        #expect(steering.mood(of: room, at: 10) == room)
        #expect(steering.mood(of: room, at: 10.5).strongest != .sadness)
        #expect(abs(steering.mood(of: room, at: 11)[.fear] - 0.75) < 1e-9)
        #expect(abs(steering.mood(of: Mood(.anger), at: 500)[.fear] - 0.75) < 1e-9)
        #expect(steering.hold == .init(emotion: .fear, strength: 0.75))
    }

    @Test func aReleasedMoodIsTheRoomsAgain() {
        var steering = Steering()
        steering.follow(.hold(.fear, strength: 1), at: 10, from: room)
        steering.follow(.release, at: 20, from: Mood(.fear))
        #expect(steering.mood(of: room, at: 20)[.fear] == 1)
        #expect(steering.mood(of: room, at: 22) == room)
        #expect(steering.hold == nil)
    }

    @Test func aNudgeFadesByItself() {
        var steering = Steering()
        steering.follow(.nudge(.surprise, strength: 1), at: 10, from: room)
        #expect(abs(steering.mood(of: room, at: 10)[.surprise] - 0.6) < 1e-9)
        #expect(abs(steering.mood(of: room, at: 13)[.surprise] - 0.3) < 1e-9)
        #expect(steering.mood(of: room, at: 60)[.surprise] < 0.001)
    }

    @Test func calmTakesEveryExtremeOutWithinASecond() {
        var steering = Steering()
        steering.follow(.hold(.anger, strength: 1), at: 0, from: room)
        steering.follow(.nudge(.fear, strength: 1), at: 9, from: Mood(.anger))
        steering.follow(.calm, at: 10, from: Mood(.anger))
        var shown = Mood(.anger)
        for beat in 1...30 {
            let mood = steering.mood(of: Mood(.anger), at: 10 + Double(beat) / 30)
            shown = shown.blended(with: mood, by: 1 / (steering.secondsToFollow * 30))
        }
        #expect(steering.mood(of: Mood(.anger), at: 10.4)[.neutral] == 1)
        #expect(shown[.neutral] > 0.95)
    }

    @Test func wordsAndTheEndAreKept() {
        var steering = Steering()
        steering.follow(.words(false), at: 0, from: room)
        #expect(!steering.showsWords)
        steering.follow(.end, at: 0, from: room)
        #expect(steering.isEnded)
    }
}

/// What the desk is told.
@Suite struct DeskJournalTests {
    private func reading(_ id: String, by author: String) -> Reading {
        Reading(
            event: ChatEvent(
                id: id, time: 0, author: ChatAuthor(id: author, name: author),
                kind: .message(text: "text " + id)),
            mood: Mood(.fear), confidence: 0.5)
    }

    @Test func eventsAreNumberedAndBounded() {
        var journal = DeskJournal()
        let readings = (1...100).map { reading("\($0)", by: "a") }
        for reading in readings { journal.note(readings: [reading], events: [], at: 1) }
        #expect(journal.events.count == DeskJournal.mostEvents)
        #expect(journal.events.last?.number == 100 && journal.events.last?.text == "text 100")
    }

    @Test func whatIsTakenAwayInTheChatIsTakenAwayAtTheDesk() {
        var journal = DeskJournal()
        journal.note(readings: [reading("1", by: "a"), reading("2", by: "b")], events: [], at: 1)
        let gone = ChatEvent(id: "", time: 2, kind: .deleted(target: "1"))
        journal.note(readings: [], events: [gone], at: 2)
        #expect(journal.events.map(\.isRemoved) == [true, false])
        #expect(journal.events.first?.text == "")
        let cleared = ChatEvent(
            id: "", time: 3, author: ChatAuthor(id: "b", name: "b"), kind: .authorCleared)
        journal.note(readings: [], events: [cleared], at: 3)
        #expect(journal.events.map(\.isRemoved) == [true, true])
    }

    @Test func picturesLatelyAreThoseOfTenSeconds() {
        var journal = DeskJournal()
        for second in 0...60 {
            journal.note(.init(drawn: second * 30, late: second > 55 ? 4 : 0, dropped: 0))
        }
        #expect(journal.pictures.counts.drawn == 1_800)
        #expect(journal.pictures.counts.drawnLately == 300)
        #expect(journal.pictures.counts.lateLately == 4)
        #expect(journal.pictures.perSecond == 30)
    }
}

/// Moods that are held and set by hand.
@Suite struct MoodByHandTests {
    private let room = Mood(.happiness)

    @Test func aMoodOfSeveralFeelingsCanBeSet() throws {
        var steering = Steering()
        let mood = try Mood(scaling: [3, 0, 1, 0, 0, 0, 0])
        steering.follow(.set(mood), at: 10, from: room)
        #expect(steering.mood(of: room, at: 11) == mood)
        #expect(steering.mood(of: Mood(.fear), at: 400) == mood)
        #expect(steering.hold == .init(emotion: .anger, strength: 0.75))
        steering.follow(.release, at: 500, from: mood)
        #expect(steering.hold == nil && steering.mood(of: room, at: 502) == room)
    }

    @Test func aShowMayBeginWithAMoodHeld() {
        var steering = Steering()
        steering.begin(holding: Mood(.sadness))
        #expect(steering.mood(of: room, at: 0) == Mood(.sadness))
        #expect(steering.hold == .init(emotion: .sadness, strength: 1))
        steering.begin(holding: Mood(.neutral))
        #expect(steering.hold == .init(emotion: .neutral, strength: 1))
    }
}
