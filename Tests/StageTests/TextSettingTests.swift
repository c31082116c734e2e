import CPango
import Foundation
import Testing

@testable import Stage

@Suite struct TextSettingTests {
    private static let texts = [
        "plain words", "𝑓𝑗 𝑓𝑎𝑓𝑓 𝒬𝑔𝑓", "fĝj Ṩ̂Ǻ q̧", "مُحَمَّدٌ لِلّٰهِ يج", "हिन्दी र्कृ श्री ट्ट्रू र्कि", "ปิ่นฎุฏฺ ก็ญู น้ำ", "😂👩‍👩‍👧‍👦🔥",
        "ཧཱུྃ་ བསྒྲུབས", "Ẫ g̲̈ ŷ̰", "שָׁלוֹם קֹדֶשׁ",
    ]

    private func setting(_ text: String, size: Int, bold: Bool, lines: Int) throws -> TextSetting {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1)
        defer { cairo_surface_destroy(surface) }
        let measure = try #require(cairo_create(surface))
        defer { cairo_destroy(measure) }
        return try #require(
            TextSetting(
                text, TextStyle(size: size, isBold: bold, widest: 160, lines: lines),
                measure: measure))
    }

    private func ink(_ painted: TextSetting.Painted) -> Int {
        painted.pixels.reduce(0) { $0 + Int($1 >> 24) }
    }

    /// The same words on a sheet with wide margins have no more ink than on their own.
    @Test(arguments: texts, [false, true])
    func noInkIsCutOff(_ text: String, bold: Bool) throws {
        for (size, lines) in [(12, 1), (22, 2)] {
            let setting = try setting(text, size: size, bold: bold, lines: lines)
            let tight = try #require(setting.painted())
            let wide = try #require(setting.painted(margin: 60))
            #expect(ink(tight) > 0)
            #expect(ink(tight) == ink(wide), "\(text) in \(size) pixels")
        }
    }

    @Test func marksHeapedUpReachNoFartherThanALine() throws {
        let heap = "a" + String(repeating: "\u{0302}\u{0330}", count: 60)
        let heaped = try setting(heap, size: 20, bold: false, lines: 1)
        #expect(heaped.overhang.top <= 20 && heaped.overhang.bottom <= 20)
        let painted = try #require(heaped.painted())
        #expect(painted.height <= heaped.height + 40)
    }

    @Test func wordsStandWhereTheirLinesDoWhateverReachesOut() throws {
        let plain = try setting("nn", size: 40, bold: false, lines: 1)
        let marked = try setting("n\u{0302}\u{0302}\u{0302}n", size: 40, bold: false, lines: 1)
        #expect(plain.overhang == TextSetting.Overhang())
        #expect(marked.overhang.top > 0)
        #expect(marked.width == plain.width && marked.height == plain.height)
    }
}
