// What a character is, as the tokenisers of Hugging Face see it. Everything is told scalar by scalar:
// grapheme clusters split elsewhere on combining marks, Arabic, Thai, Devanagari and CR LF.

extension Unicode.Scalar {
    /// Unicode's property White_Space.
    var isBlank: Bool {
        value < 128
            ? value == 32 || (9...13).contains(value) : properties.isWhitespace
    }

    /// A letter in any script (categories L…).
    var isLetter: Bool {
        if value < 128 { return (value | 32) &- 97 < 26 }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return true
        default: return false
        }
    }

    /// A number in any script (categories N…).
    var isNumber: Bool {
        if value < 128 { return value &- 48 < 10 }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// The category as BERT's normaliser has it: its tables stop at about Unicode 8.
    var oldCategory: Unicode.GeneralCategory {
        if value < 0x800 { return properties.generalCategory }
        guard let age = properties.age, age.major <= 8 else { return .unassigned }
        return properties.generalCategory
    }

    /// What BERT splits off as a word of its own: punctuation, and ASCII's symbols.
    var isPunctuation: Bool {
        if value < 128 {
            return (33...47).contains(value) || (58...64).contains(value)
                || (91...96).contains(value) || (123...126).contains(value)
        }
        switch oldCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// Controls that BERT's normaliser drops; tab and line ends are spaces to it.
    var isDroppedControl: Bool {
        if value == 0 || value == 0xFFFD { return true }
        if value == 9 || value == 10 || value == 13 { return false }
        switch oldCategory {
        case .control, .format, .privateUse, .surrogate: return true
        default: return false
        }
    }

    /// The blocks of Chinese characters that BERT puts spaces round.
    var isChinese: Bool {
        switch value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF,
            0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
            return true
        default: return false
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends a scalar's UTF-8.
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.value < 128 {
            append(UInt8(scalar.value))
        } else if let encoded = UTF8.encode(scalar) {
            append(contentsOf: encoded)
        }
    }
}
