import Foundation
import Signals
import Testing

@Suite struct ChatEventTests {
    static let events = [
        ChatEvent(
            id: "1", time: 1_610_000_000.25,
            author: ChatAuthor(id: "u", name: "Ada", roles: [.member]),
            kind: .message(text: "joy 😂 草")),
        ChatEvent(
            id: "2", time: 1,
            kind: .paid(text: "", amount: 5, currency: "EUR", display: "€5.00")),
        ChatEvent(id: "3", time: 2, kind: .membership(text: "hello")),
        ChatEvent(id: "4", time: 3, kind: .gift(text: "")),
        ChatEvent(id: "5", time: 4, kind: .deleted(target: "1")),
        ChatEvent(id: "6", time: 5, author: ChatAuthor(id: "u", name: ""), kind: .authorCleared),
        ChatEvent(id: "7", time: 6, kind: .status(state: .gap, reason: "the line is slow")),
        ChatEvent(id: "8", time: 7, kind: .unknown(renderer: "liveChatNewThingRenderer")),
    ]

    @Test(arguments: events)
    func everyKindSurvivesJSON(_ event: ChatEvent) throws {
        let json = try JSONEncoder().encode(event)
        #expect(try JSONDecoder().decode(ChatEvent.self, from: json) == event)
    }

    @Test func theFormOfAMessageIsTheDocumentedOne() throws {
        let json = #"""
            {"type":"message","id":"x","time":1610000000.25,
             "author":{"id":"a","name":"n","roles":["moderator"]},"text":"hi"}
            """#
        let event = try JSONDecoder().decode(ChatEvent.self, from: Data(json.utf8))
        #expect(event.text == "hi" && event.author?.roles == [.moderator])
    }

    @Test func anAuthorNeedsNoRolesAndMayHaveUnknownOnes() throws {
        let plain = try JSONDecoder().decode(
            ChatAuthor.self, from: Data(#"{"id":"a","name":"n"}"#.utf8))
        let strange = try JSONDecoder().decode(
            ChatAuthor.self, from: Data(#"{"id":"a","name":"n","roles":["wizard","owner"]}"#.utf8))
        #expect(plain.roles.isEmpty && strange.roles == [.owner])
    }

    @Test func aTypeThatDoesNotExistIsRefused() {
        let json = Data(#"{"type":"dance","id":"x","time":1}"#.utf8)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ChatEvent.self, from: json)
        }
    }

    @Test func aReadingIsItsEventWithAMoodAdded() throws {
        let reading = Reading(
            event: Self.events[0], mood: Mood(.happiness), confidence: 0.75)
        let json = try JSONEncoder().encode(reading)
        #expect(try JSONDecoder().decode(Reading.self, from: json) == reading)
        #expect(try JSONDecoder().decode(ChatEvent.self, from: json) == reading.event)
    }
}
