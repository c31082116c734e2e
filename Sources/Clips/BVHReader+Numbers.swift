extension BVHReader {
    /// 1, 10, 100, … 10²², the powers of ten that a `Double` holds exactly.
    private static let powersOfTen: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }

    /// A decimal number such as `-12.5`, `.0083333` or `5.1e-06`; nil for anything else, infinity
    /// among it.
    ///
    /// Written out because a dataset has ten million of them and the library's own conversions need
    /// a string for each, or the user's locale. Exact up to 15 digits, else within one unit of the
    /// last place.
    static func number<Bytes: Collection>(in word: Bytes) -> Double?
    where Bytes.Element == UInt8 {
        var mantissa: UInt64 = 0
        var exponent = 0
        var digits = 0
        var seenPoint = false
        var isNegative = false
        var place = word.startIndex
        if place < word.endIndex, word[place] == 0x2D || word[place] == 0x2B {
            isNegative = word[place] == 0x2D
            place = word.index(after: place)
        }
        while place < word.endIndex {
            let byte = word[place]
            if byte >= 0x30, byte <= 0x39 {
                digits += 1
                if mantissa < 100_000_000_000_000_000 {
                    mantissa = mantissa * 10 + UInt64(byte - 0x30)
                    if seenPoint { exponent -= 1 }
                } else if !seenPoint {
                    exponent += 1
                }
            } else if byte == 0x2E, !seenPoint {
                seenPoint = true
            } else {
                break
            }
            place = word.index(after: place)
        }
        guard digits > 0 else { return nil }
        if place < word.endIndex {
            guard word[place] | 0x20 == 0x65,  // e or E
                let power = Int(
                    String(decoding: word[word.index(after: place)...], as: UTF8.self)),
                abs(power) < 400
            else { return nil }
            exponent += power
        }
        var value = Double(mantissa)
        while exponent < 0 {
            let step = min(-exponent, 22)
            value /= powersOfTen[step]
            exponent += step
        }
        while exponent > 0 {
            let step = min(exponent, 22)
            value *= powersOfTen[step]
            exponent -= step
        }
        // A number beyond a Float's range would turn into infinity further on.
        guard value < 1e30 else { return nil }
        return isNegative ? -value : value
    }
}
