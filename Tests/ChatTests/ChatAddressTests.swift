import Testing

@testable import Chat

@Suite struct ChatAddressTests {
    @Test(arguments: [
        ("demo", ChatAddress.demo), ("stdin", .standardInput),
        ("replay:/tmp/a b:c.json", .replay(path: "/tmp/a b:c.json")),
        (
            "youtube:https://www.youtube.com/watch?v=x",
            .youtube("https://www.youtube.com/watch?v=x")
        ),
        ("twitch:stage", .twitch("stage")),
    ])
    func addressesAreRead(text: String, address: ChatAddress) throws {
        #expect(try ChatAddress(text) == address)
    }

    @Test(arguments: ["", "replay:", "chat.json", "mixer:me", "DEMO"])
    func whatIsNoAddressIsRefused(_ text: String) {
        #expect(throws: ChatError.address(text)) { try ChatAddress(text) }
    }

    @Test func livePlatformsSayThatTheyAreNotThereYet() throws {
        let youtube = try ChatAddress("youtube:@stage")
        #expect(throws: ChatError.notYet(platform: "YouTube")) { try youtube.recording() }
        let twitch = try ChatAddress("twitch:stage")
        #expect(throws: ChatError.notYet(platform: "Twitch")) { try twitch.recording() }
        #expect(try ChatAddress("stdin").recording() == nil)
    }
}
