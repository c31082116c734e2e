import Testing

@testable import Encoders

@Suite struct EncoderTextTests {
    @Test(arguments: [
        ("what a night", "what a night"),
        ("sooooo gooood!!!!!!", "soo good!!!"),
        ("NOOOOoooo", "NOO"),
        ("see https://example.org/a?b=c now", "see  now"),
        ("@some_body-1 hi", "name hi"),
        ("[NAME] is here", "name is here"),
        (":pog-champ: yes", "  yes"),
        ("at 10:30: go", "at 10:30: go"),
        ("I don\u{2019}t", "I don't"),
        ("", ""),
    ])
    func aMessageBecomesPlainWords(_ message: String, _ plain: String) {
        #expect(EncoderText.plain(message) == plain)
    }

    @Test func emojiBecomeTheirNamesOnce() {
        let plain = EncoderText.plain("lol \u{1F602}\u{1F602}\u{1F602} \u{2764}\u{FE0F} ok")
        #expect(plain.contains("face with tears of joy"))
        #expect(plain.components(separatedBy: "tears").count == 2)
        #expect(plain.contains("heart"))
        #expect(plain.hasSuffix(" ok"))
        // A tone of skin and a joiner change nothing.
        #expect(
            EncoderText.plain("\u{1F44D}\u{1F3FD}") == EncoderText.plain("\u{1F44D}"))
    }

    @Test func aLongMessageIsCut() {
        #expect(EncoderText.plain(String(repeating: "ab ", count: 5000)).count == EncoderText.limit)
    }
}
