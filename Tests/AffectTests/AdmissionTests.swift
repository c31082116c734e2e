import Foundation
import Signals
import Testing

@testable import Affect

@Suite struct AdmissionTests {
    private func messages(
        _ count: Int, by authors: Int, from first: Int = 0, text: String = "hello"
    ) -> [ChatEvent] {
        (first..<first + count).map { number in
            let author = "a\(number % authors)"
            return ChatEvent(
                id: "m\(number)", time: 0, author: ChatAuthor(id: author, name: author),
                kind: .message(text: text))
        }
    }

    private func settings(_ perMoment: Int, seed: UInt64 = 1) -> RoomSettings {
        var settings = RoomSettings()
        settings.messagesPerMoment = perMoment
        settings.seed = seed
        return settings
    }

    @Test func whatCanBeReadPassesWholeAndInItsOrder() {
        var admission = Admission(settings(100))
        for beat in 0..<60 {
            let events = messages(33, by: 7, from: beat * 33)
            #expect(admission.admit(events, at: Double(beat) / 30) == events)
            #expect(admission.scale == 1)
        }
        #expect(admission.passedOver == 0)
    }

    @Test(arguments: [1, 3, 10])
    func noMoreThanTheCapacityPassesHoweverManyCome(beatsInAMoment: Int) {
        var admission = Admission(settings(100))
        var kept = 0
        let beats = 10 * beatsInAMoment
        for beat in 0..<beats {
            let time = Double(beat) / Double(10 * beatsInAMoment)
            let heard = admission.admit(messages(2_000, by: 2_000), at: time)
            kept += heard.count
            #expect(heard.count <= 100)
        }
        // A second holds ten moments; the first may find a whole one unused.
        #expect(kept <= 1_100 && kept >= 900)
        #expect(admission.passedOver == beats * 2_000 - kept)
    }

    @Test func everyMessageHasTheSameChance() {
        var chosen = [Int](repeating: 0, count: 50)
        for seed in 0..<4_000 {
            var admission = Admission(settings(10, seed: UInt64(seed)))
            for event in admission.admit(messages(50, by: 50), at: 0) {
                chosen[Int(event.id.dropFirst()) ?? 0] += 1
            }
        }
        // 800 each, with a standard deviation of 25.
        #expect(chosen.reduce(0, +) == 40_000)
        #expect(chosen.allSatisfy { abs($0 - 800) < 130 })
    }

    @Test func theSampleSpeaksForAsManyPeopleAsWrote() {
        var admission = Admission(settings(50))
        _ = admission.admit(messages(500, by: 500), at: 0)
        #expect(admission.scale == 10)
        // Twenty people who write without end are twenty people.
        var crowd = Admission(settings(200))
        _ = crowd.admit(messages(5_000, by: 20), at: 0)
        #expect(crowd.scale == 1)
    }

    @Test func whatIsNoMessageAlwaysPasses() {
        var admission = Admission(settings(1))
        let deletion = ChatEvent(id: "", time: 0, kind: .deleted(target: "m3"))
        let cleared = ChatEvent(
            id: "", time: 0, author: ChatAuthor(id: "a", name: ""), kind: .authorCleared)
        let heard = admission.admit(messages(100, by: 9) + [deletion, cleared], at: 0)
        #expect(heard.count == 3 && heard.suffix(2) == [deletion, cleared])
    }

    @Test func oneSeedChoosesOneSample() {
        var one = Admission(settings(10, seed: 5))
        var same = Admission(settings(10, seed: 5))
        var other = Admission(settings(10, seed: 6))
        let events = messages(300, by: 300)
        let heard = one.admit(events, at: 0)
        #expect(heard == same.admit(events, at: 0))
        #expect(heard != other.admit(events, at: 0))
    }

    @Test(arguments: [
        ("spoiler", "a SPOILER, really", true), ("spoiler", "spoilers", false),
        ("spoiler", "spoíler!", true), ("shut up", "oh shut up.", true),
        ("shut up", "shut it up", false), ("🍆", "look 🍆🍆", true), ("死ね", "お前死ねよ", true),
        ("ＬＯＬ", "lol", true), ("a", "", false),
    ])
    func mutedWordsAreWholeWords(word: String, text: String, isMuted: Bool) throws {
        #expect(try #require(MutedWords([word])).match(text) == isMuted)
    }

    @Test func aMutedMessageIsNeitherReadNorShown() throws {
        var room = RoomSettings()
        room.mutedWords = ["hate"]
        var listener = Listener(reader: try MessageReader(), room: room)
        let before = listener.mood(at: 1)
        let readings = listener.hear(messages(30, by: 30, text: "I hate you all"), at: 1)
        #expect(readings.isEmpty && listener.mood(at: 1) == before)
        #expect(listener.counts.muted == 30 && listener.counts.read == 0)
    }

    @Test func rolesAndPaymentsWeighWhatTheSettingsSay() {
        var room = RoomSettings()
        func weight(_ roles: [ChatAuthor.Role], isPaid: Bool = false) -> Double {
            room.weight(
                of: ChatEvent(
                    id: "", time: 0, author: ChatAuthor(id: "a", name: "a", roles: roles),
                    kind: isPaid
                        ? .paid(text: "x", amount: 500, currency: "EUR", display: "500 €")
                        : .message(text: "x")))
        }
        // Nobody buys a larger say unless the artist wants it.
        #expect(weight([]) == 1 && weight([], isPaid: true) == 1)
        room.roleWeights = [.moderator: 3, .member: 2]
        room.viewerWeight = 0.5
        #expect(weight([]) == 0.5 && weight([.verified]) == 1 && weight([.member]) == 2)
        #expect(weight([.member, .moderator]) == 3)
        #expect(weight([.moderator], isPaid: true) == 1 && weight([], isPaid: true) == 0.5)
        room.paidWeight = 4
        #expect(weight([.moderator], isPaid: true) == 4 && weight([], isPaid: true) == 2)
    }

    @Test func aRoleOfNoWeightIsNotHeard() throws {
        var room = RoomSettings()
        room.viewerWeight = 0
        var listener = Listener(reader: try MessageReader(), room: room)
        let before = listener.mood(at: 1)
        _ = listener.hear(messages(30, by: 30, text: "I hate you all"), at: 1)
        #expect(listener.mood(at: 1) == before)
    }

    @Test func aSampledRoomFeelsAsTheWholeRoomDoes() throws {
        var room = RoomSettings()
        room.messagesPerMoment = 100
        var sampled = Listener(reader: try MessageReader(), room: room)
        room.messagesPerMoment = 100_000
        var whole = Listener(reader: try MessageReader(), room: room)
        for beat in 0..<30 {
            let time = Double(beat) / 30
            let events = (0..<330).map { number in
                let author = "\(beat)-\(number)"
                return ChatEvent(
                    id: author, time: time, author: ChatAuthor(id: author, name: author),
                    kind: .message(text: number % 3 == 0 ? "I hate this" : "KEKW"))
            }
            _ = sampled.hear(events, at: time)
            _ = whole.hear(events, at: time)
        }
        #expect(sampled.counts.passedOver > 8_000 && whole.counts.passedOver == 0)
        #expect(sampled.counts.read + sampled.counts.passedOver == 9_900)
        for emotion in Emotion.allCases {
            let difference = sampled.mood(at: 1)[emotion] - whole.mood(at: 1)[emotion]
            #expect(abs(difference) < 0.05, "\(emotion)")
        }
    }
}

@Suite struct GalleryCommandTests {
    private func event(_ text: String, _ roles: [ChatAuthor.Role]) -> ChatEvent {
        ChatEvent(
            id: "", time: 0, author: ChatAuthor(id: "a", name: "a", roles: roles),
            kind: .message(text: text))
    }

    @Test func onlyTheOwnerAndModeratorsMayUseIt() {
        let text = "!GALLERY INPUT!:anger=10"
        #expect(GalleryCommand(event(text, [.owner]))?.emotion == .anger)
        #expect(GalleryCommand(event(text, [.member, .moderator]))?.strength == 1)
        #expect(GalleryCommand(event(text, [])) == nil)
        #expect(GalleryCommand(event(text, [.member, .verified])) == nil)
        let nobody = ChatEvent(id: "", time: 0, kind: .message(text: text))
        #expect(GalleryCommand(nobody) == nil)
        let paid = ChatEvent(
            id: "", time: 0, author: ChatAuthor(id: "a", name: "a", roles: [.owner]),
            kind: .paid(text: text, amount: 1, currency: "EUR", display: "1 €"))
        #expect(GalleryCommand(paid) == nil)
    }

    @Test(arguments: [
        ("!GALLERY INPUT!:fear=5", Emotion.fear, 0.5),
        ("!gallery input!: Joy = 2.5 ", .happiness, 0.25),
        ("!GALLERY INPUT!:sadness=99", .sadness, 1), ("!GALLERY INPUT!:sadness=-1", .sadness, 0),
    ])
    func scoresReachFromNoughtToTen(text: String, emotion: Emotion, strength: Double) {
        let command = GalleryCommand(event(text, [.owner]))
        #expect(command?.emotion == emotion && command?.strength == strength)
    }

    @Test(arguments: [
        "!GALLERY INPUT!:anger", "!GALLERY INPUT!:anger=", "!GALLERY INPUT!:anger=nan",
        "!GALLERY INPUT!:rage=3", "!GALLERY INPUT!", "say !GALLERY INPUT!:anger=3", "", "anger=3",
        "!GALLERY INPUT!:anger=3=4",
    ])
    func anythingElseIsNoCommand(text: String) {
        #expect(GalleryCommand(event(text, [.owner])) == nil)
    }
}
