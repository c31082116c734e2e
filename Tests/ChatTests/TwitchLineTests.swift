import Signals
import Testing

@testable import Chat

@Suite struct TwitchLineTests {
    private func event(_ line: String) throws -> ChatEvent {
        try #require(TwitchLine(line)).event.event
    }

    @Test func aMessageHasItsAuthorAndRoles() throws {
        let event = try event(
            "@badges=broadcaster/1,subscriber/12,partner/1;display-name=Ana\\sB;id=x1;user-id=7 "
                + ":ana!ana@ana.example PRIVMSG #stage :hello : there")
        #expect(event.kind == .message(text: "hello : there"))
        #expect(
            event.author
                == ChatAuthor(id: "7", name: "Ana B", roles: [.owner, .member, .verified]))
        #expect(event.id == "x1")
    }

    @Test func meIsAMessage() throws {
        let event = try event(":kit!kit@kit.example PRIVMSG #stage :\u{1}ACTION waves\u{1}")
        #expect(event.text == "waves")
        #expect(event.author == ChatAuthor(id: "kit", name: "kit"))
    }

    @Test func bitsAreAPayment() throws {
        let event = try event("@bits=100;user-id=1 :a!a@a PRIVMSG #stage :Cheer100 wow")
        #expect(
            event.kind
                == .paid(text: "Cheer100 wow", amount: 100, currency: nil, display: "100 bits"))
    }

    @Test(arguments: [
        ("sub", "", "membership"), ("resub", "great show", "membership"),
        ("subgift", "", "gift"), ("announcement", "doors open", "message"),
        ("raid", "", "unknown"),
    ])
    func noticesAreToldApart(id: String, words: String, type: String) throws {
        let line = "@msg-id=\(id);user-id=1;login=a;system-msg=a\\sdid\\sit! :tmi USERNOTICE #stage"
        let event = try event(words.isEmpty ? line : line + " :" + words)
        #expect(event.typeName == type)
        if type != "unknown" { #expect(event.text == (words.isEmpty ? "a did it!" : words)) }
    }

    @Test func removalsNameTheirTarget() throws {
        let one = try event("@target-msg-id=x1;login=a :tmi CLEARMSG #stage :hello")
        #expect(one.kind == .deleted(target: "x1"))
        let all = try event("@target-user-id=7;ban-duration=600 :tmi CLEARCHAT #stage ana")
        #expect(all.kind == .authorCleared)
        #expect(all.author == ChatAuthor(id: "7", name: "ana"))
        #expect(try event("@room-id=1 :tmi CLEARCHAT #stage").typeName == "unknown")
    }

    @Test(arguments: ["hello there", ":) nice", "@ana you are right", "", ":", "@", "@a=b"])
    func ordinaryWordsAreNoLine(_ text: String) {
        #expect(TwitchLine(text) == nil)
    }
}
