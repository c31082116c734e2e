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

    @Test func liveAddressesHaveASourceAndNoRecording() throws {
        for (text, name) in [
            ("youtube:@stage", "YouTube @stage"), ("twitch:#Stage", "Twitch stage"),
            ("stdin", "standard input"),
        ] {
            let address = try ChatAddress(text)
            #expect(try address.recording() == nil)
            #expect(try address.liveSource()?.name == name)
        }
        #expect(try ChatAddress.demo.liveSource() == nil)
    }

    @Test func liveAddressesThatNameNothingAreRefused() throws {
        let youtube = try ChatAddress("youtube:my stream")
        #expect(throws: ChatError.youtube("my stream")) { try youtube.liveSource() }
        let twitch = try ChatAddress("twitch:two words")
        #expect(throws: ChatError.twitch("two words")) { try twitch.liveSource() }
    }

    @Test func theEnvironmentMayNameStandIns() {
        let settings = LiveChatSettings(environment: [
            "EMOTIONMOTION_YOUTUBE": "http://127.0.0.1:1", "EMOTIONMOTION_TWITCH": "127.0.0.1:2",
        ])
        #expect(settings.youtube.base == "http://127.0.0.1:1")
        #expect(settings.twitch == LineServer(host: "127.0.0.1", port: 2, isSecure: false))
    }
}
