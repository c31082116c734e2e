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
    static func number(in word: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let bytes = word.baseAddress else { return nil }
        let end = word.count
        var mantissa: UInt64 = 0
        var exponent = 0
        var digits = 0
        var seenPoint = false
        var isNegative = false
        var place = 0
        if end > 0, bytes[0] == 0x2D || bytes[0] == 0x2B {
            isNegative = bytes[0] == 0x2D
            place = 1
        }
        while place < end {
            let byte = bytes[place]
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
            place += 1
        }
        guard digits > 0 else { return nil }
        if place < end {
            guard bytes[place] | 0x20 == 0x65,  // e or E
                let power = Int(String(decoding: word[(place + 1)...], as: UTF8.self)),
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

    /// The number that an array of bytes writes.
    static func number(in word: [UInt8]) -> Double? { word.withUnsafeBufferPointer(number(in:)) }
}
