import Testing

@testable import Chat

@Suite struct ChatTextTests {
    @Test func aLongMessageIsCutAtFiveHundredCharacters() {
        let text = ChatText.cleaned(String(repeating: "👨‍👩‍👧", count: 600))
        #expect(text.count <= ChatText.longest)
        #expect(ChatText.cleaned(String(repeating: "a", count: 600)).count == 500)
    }

    @Test func marksHeapedOnOneLetterAreBounded() {
        let heap = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(ChatText.cleaned(heap).unicodeScalars.count == ChatText.mostScalars)
    }

    @Test func controlsGoAndBreaksBecomeSpaces() {
        #expect(
            ChatText.cleaned("\0a\u{1B}[31mb\r\nc\td\u{202E}e\u{9F}\u{FEFF} ") == "a[31mb  c de")
    }

    @Test func joinersInsideEmojiAndScriptsStay() {
        #expect(ChatText.cleaned("👨‍👩‍👧 क्‍ष") == "👨‍👩‍👧 क्‍ष")
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0), ("2018-01-01T00:00:00.000Z", 1_514_764_800),
        ("2024-02-29T23:59:59.5-05:30", 1_709_270_999.5),
        ("2025-03-18T01:06:00+08:00", 1_742_231_160),
    ])
    func datesAreSecondsSince1970(text: String, seconds: Double) throws {
        #expect(try #require(InternetDate.seconds(text)) == seconds)
    }

    @Test(arguments: [
        "", "yesterday", "2018-13-01T00:00:00Z", "2018-01-01T00:00:00", "2018-01-01 at the theatre",
    ])
    func whatIsNoDateIsNone(_ text: String) { #expect(InternetDate.seconds(text) == nil) }
}
