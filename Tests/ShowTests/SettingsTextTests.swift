import SettingsFiles
import Testing

/// Values set in a text that somebody wrote by hand.
@Suite struct SettingsTextTests {
    private let evening = """
        # My evening.
        chats: # where words come from
          - youtube:@me # mine
          # and a friend's
          - twitch:friend

        title: "Part # one"   # at the edge
        outputs: [window, "a b.mp4"] # two
        obs:
          # under the table
          address: 127.0.0.1:4455 # as usual

          stream: false
        cues:
          - at: 2:30
            do: {hold: sadness}
        # the end

        """

    private func text(_ yaml: String) throws -> SettingsText {
        try SettingsText(yaml, path: "show.yaml")
    }

    @Test func valuesAreFoundAsTheyStand() throws {
        let text = try text(evening)
        #expect(text["chats"] == .list(["youtube:@me", "twitch:friend"]))
        #expect(text["title"] == .text("Part # one"))
        #expect(text["obs.address"] == .text("127.0.0.1:4455"))
        #expect(text["cues"] == nil && text["puppet"] == nil && text["obs.chat"] == nil)
    }

    @Test func oneValueIsExchangedAndAllElseStays() throws {
        var text = try text(evening)
        try text.set("title", to: .text("It's: \"two\""))
        try text.set("obs.address", to: .text("127.0.0.1:4460"))
        let expected =
            evening
            .replacing("title: \"Part # one\"   # at", with: #"title: "It's: \"two\""   # at"#)
            .replacing("address: 127.0.0.1:4455 # as", with: #"address: "127.0.0.1:4460" # as"#)
        #expect(text.text == expected)
        #expect(text["title"] == .text("It's: \"two\""))
    }

    @Test func whatIsSaidOfAListsItemsStaysWithThem() throws {
        var text = try text(evening)
        try text.set("chats", to: .list(["demo", "twitch:friend", "youtube:@me"]))
        #expect(
            text.text.hasPrefix(
                """
                # My evening.
                chats: # where words come from
                  - demo
                  - twitch:friend
                  - youtube:@me # mine
                  # and a friend's

                title:
                """))
        try text.set("outputs", to: .list(["obs"]))
        #expect(text.text.contains("\noutputs: [obs] # two\nobs:\n"))
    }

    @Test func newKeysComeAfterTheLastAndOldOnesGo() throws {
        var text = try text(evening)
        try text.set("puppet", to: .text("light"))
        try text.set("obs.chat", to: .text("true"))
        try text.set("title", to: nil)
        try text.set("volume", to: nil)
        let expected =
            evening
            .replacing("title: \"Part # one\"   # at the edge\n", with: "")
            .replacing("  stream: false\n", with: "  stream: false\n  chat: true\n")
            .replacing("{hold: sadness}\n", with: "{hold: sadness}\npuppet: light\n")
        #expect(text.text == expected)
        try text.set("obs.chat", to: nil)
        try text.set("obs.stream", to: nil)
        try text.set("obs.address", to: nil)
        try text.set("obs.stream", to: .text("true"))
        #expect(text["obs.stream"] == .text("true") && text["obs.address"] == nil)
    }

    @Test func anEmptyFileAndOneOfCommentsTakeKeys() throws {
        for start in ["", "# nothing yet", "# nothing yet\n"] {
            var text = try text(start)
            try text.set("title", to: .text("A"))
            try text.set("obs.record", to: .text("true"))
            let head = start.isEmpty ? "" : "# nothing yet\n"
            #expect(text.text == head + "title: A\nobs:\n  record: true\n")
        }
    }

    @Test func linesThatEndAsOnWindowsKeepTheirEnds() throws {
        var text = try text("a: 1\r\ntitle: x # y\r\nb: 2\r\n")
        try text.set("title", to: .text("z"))
        #expect(text.text == "a: 1\r\ntitle: z # y\r\nb: 2\r\n")
    }

    @Test func severalLinesOfOneValueAreExchangedTogether() throws {
        var text = try text("title: >\n  long\n  words\nsound: [a,\n  b] # c\nvolume: 1\n")
        try text.set("title", to: .text("short"))
        try text.set("sound", to: .list(["score"]))
        #expect(text.text == "title: short\nsound: [score]\nvolume: 1\n")
    }

    @Test(arguments: [
        "{title: a, volume: 1}", "\"title\": a\n", "? title\n: a\n", "title: &x a\nreader: *x\n",
    ])
    func whatCannotBeChangedByLinesIsRefusedAndLeft(yaml: String) throws {
        var text = try text(yaml)
        #expect(throws: SettingsFileError.self) { try text.set("title", to: .text("b")) }
        #expect(text.text == yaml)
        #expect(throws: SettingsFileError.self) { try text.set("obs.a.b", to: .text("b")) }
    }

    @Test(arguments: [
        "plain", "true", "1:30", "with space", "a: b", "# no comment", "'single'", "\"double\"",
        "back\\slash", "[list]", "{map}", "*star", "&anchor", "!tag", "%percent", "@at", "`tick`",
        "-", "- a", "null", "~", "~/x", "tab\there", "line\nbreak", "bell\u{07}", "émoji 😀",
        "\u{2028}", "\u{85}", "?", "a#b", "https://x.example/y?z=1#w", "",
    ])
    func everyTextComesBackAsItWasWritten(value: String) throws {
        var text = try text("volume: 1\n")
        try text.set("title", to: .text(value))
        try text.set("chats", to: .list([value, "demo"]))
        #expect(text["title"] == .text(value) && text["chats"] == .list([value, "demo"]))
    }
}
