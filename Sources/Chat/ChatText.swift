/// What is left of the audience's words once they are safe to draw and to read.
public enum ChatText {
    /// The longest message, in characters as people count them; the rest is cut off.
    public static let longest = 500
    /// The most Unicode scalars in a message: marks heaped on one letter count here.
    public static let mostScalars = 2_000
    /// The longest author's name, in characters.
    public static let longestName = 100

    /// The text without NUL and other control characters, trimmed, and no longer than `characters`.
    ///
    /// Line breaks and tabs become spaces. The two marks that override the direction of writing go
    /// too: they would turn the words around them on the screen.
    public static func cleaned(_ text: String, characters: Int = longest) -> String {
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < mostScalars else { break }
            switch scalar.value {
            case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: kept.append(" ")
            case 0x00...0x1F, 0x7F...0x9F, 0x202D, 0x202E, 0xFEFF: continue
            default: kept.append(scalar)
            }
            count += 1
        }
        let trimmed = String(kept).drop { $0 == " " }
        var cut = trimmed.prefix(characters)
        while cut.last == " " { cut.removeLast() }
        return String(cut)
    }
}
