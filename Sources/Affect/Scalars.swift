/// Text as Unicode scalar values: grapheme clusters are slow to find, and split emoji, Thai and CRLF
/// otherwise than chat tokens need.
typealias Scalars = [UInt32]

extension StringProtocol {
    /// The scalar values.
    var scalarValues: Scalars { unicodeScalars.map(\.value) }
}

extension UInt32 {
    /// A letter, digit or underscore of ASCII.
    var isASCIIWord: Bool {
        (97...122).contains(self | 32) && self < 128 || (48...57).contains(self) || self == 95
    }

    /// What a word in an alphabet is made of: Latin, Greek and Cyrillic with their accents.
    var isWord: Bool {
        isASCIIWord || (0xC0...0x52F).contains(self) && self != 0xD7 && self != 0xF7
    }

    /// Spaces and line ends, the ideographic space among them, and controls.
    var isBlank: Bool {
        self <= 0x20 || self == 0x7F || self == 0x85 || self == 0xA0 || self == 0x3000
            || (0x2000...0x200A).contains(self) || self == 0x2028 || self == 0x2029
    }

    /// ASCII and Latin-1 capitals as small letters, full-width letters and marks as their ASCII
    /// ones, and curly apostrophes as straight ones.
    var folded: UInt32 {
        switch self {
        case 65...90, 0xC0...0xD6, 0xD8...0xDE: self + 32
        case 0xFF21...0xFF3A: self - 0xFEE0 + 32
        case 0xFF01...0xFF5E: self - 0xFEE0
        case 0x2018, 0x2019: 39
        default: self
        }
    }

    /// Hiragana or katakana.
    var isKana: Bool { (0x3041...0x30FF).contains(self) || (0xFF66...0xFF9D).contains(self) }

    /// A Chinese character.
    var isHan: Bool {
        (0x3400...0x9FFF).contains(self) || (0xF900...0xFAFF).contains(self)
            || (0x20000...0x323AF).contains(self)
    }
}

extension Scalars {
    /// Where the `:name:` that starts here ends; nil where none does.
    func shortcutEnd(from start: Int, before limit: Int) -> Int? {
        var end = start + 1
        while end < limit, self[end].isASCIIWord || self[end] == 45 { end += 1 }
        return end < limit && self[end] == 58 && end > start + 1 ? end + 1 : nil
    }
}

extension ArraySlice<UInt32> {
    private static let addresses = ["http://", "https://", "www."].map(\.scalarValues)

    /// Whether it begins as a web address does.
    var isAddress: Bool {
        Self.addresses.contains {
            $0.count <= count && zip($0, self).allSatisfy { $0 == $1.folded }
        }
    }
}
