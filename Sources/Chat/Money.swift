/// A sum of money as a platform writes it: "$5.00", "¥1,000", "R$10.00", "SEK 50.00", "5,00 €".
struct Money: Equatable {
    /// How much, in units of the currency.
    let amount: Double
    /// ISO 4217; nil when the symbol is not known.
    let currency: String?

    /// Reads a sum; nil when it holds no number.
    init?(_ text: String) {
        let digits = text.drop { $0.wholeNumberValue == nil }
        let number = digits.prefix { $0.wholeNumberValue != nil || Money.separators.contains($0) }
        let after = digits.dropFirst(number.count)
        let symbol = (text.prefix(text.count - digits.count) + after)
            .filter { !$0.isWhitespace && $0 != "\u{200E}" && $0 != "\u{200F}" }
        let currency = Money.symbols[symbol] ?? Money.code(symbol)
        guard let amount = Money.amount(of: number, currency: currency) else { return nil }
        self.amount = amount
        self.currency = currency
    }

    private static let separators: Set<Character> = [
        ".", ",", "'", "’", " ", "\u{A0}", "\u{202F}", "\u{2009}", "٫", "٬",
    ]

    /// A plain "$" is taken for the US dollar and "¥" for the yen, as YouTube's English pages mean
    /// them; a bare "kr" may be one of four currencies and stays unknown.
    private static let symbols: [String: String] = [
        "$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "CA$": "CAD", "C$": "CAD",
        "HK$": "HKD", "MX$": "MXN", "NT$": "TWD", "NZ$": "NZD", "R$": "BRL", "S$": "SGD",
        "£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW", "￦": "KRW", "¥": "JPY", "￥": "JPY",
        "円": "JPY", "JP¥": "JPY", "CN¥": "CNY", "元": "CNY", "₱": "PHP", "₪": "ILS", "₫": "VND",
        "₽": "RUB", "₺": "TRY", "₴": "UAH", "฿": "THB", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
        "лв.": "BGN", "lei": "RON", "Rp": "IDR", "RM": "MYR", "S/": "PEN", "₦": "NGN", "₡": "CRC",
    ]

    /// Three Latin capitals are the code itself: "SEK".
    private static func code(_ symbol: String) -> String? {
        symbol.utf8.count == 3 && symbol.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            ? symbol : nil
    }

    /// The last point or comma parts the decimals, unless exactly three digits follow: then it
    /// parts the thousands, except in the currencies that are counted in thousandths.
    private static func amount(of number: Substring, currency: String?) -> Double? {
        let inThousandths = ["BHD", "JOD", "KWD", "OMR", "TND"].contains(currency)
        let written = Array(number.reversed().drop { $0.wholeNumberValue == nil }.reversed())
        guard !written.isEmpty else { return nil }
        let points = written.indices.filter { ".,٫".contains(written[$0]) }
        var decimals = 0
        if let last = points.last {
            let following = written.count - 1 - last
            let repeated = points.dropLast().contains { written[$0] == written[last] }
            if !repeated && (following != 3 || inThousandths) { decimals = following }
        }
        let digits = written.compactMap(\.wholeNumberValue)
        guard digits.count <= 15 else { return nil }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return digits.reduce(0.0) { $0 * 10 + Double($1) } / scale
    }
}
