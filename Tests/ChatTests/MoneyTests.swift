import Testing

@testable import Chat

@Suite struct MoneyTests {
    @Test(arguments: [
        ("$5.00", 5.0, "USD"), ("US$9.99", 9.99, "USD"), ("¥1,000", 1_000, "JPY"),
        ("￥10,800", 10_800, "JPY"), ("€5,00", 5, "EUR"), ("5,00\u{A0}€", 5, "EUR"),
        ("R$10.00", 10, "BRL"), ("SEK 50.00", 50, "SEK"), ("CZK\u{A0}20.00", 20, "CZK"),
        ("CA$1,234.56", 1_234.56, "CAD"), ("1.234,56 €", 1_234.56, "EUR"),
        ("₹1,00,000.00", 100_000, "INR"), ("₩5,000", 5_000, "KRW"),
        ("CLP 1.000.000", 1_000_000, "CLP"),
        ("KWD 1.500", 1.5, "KWD"), ("1\u{202F}500,50 zł", 1_500.5, "PLN"), ("NT$75.00", 75, "TWD"),
    ])
    func sumsAreRead(text: String, amount: Double, currency: String) throws {
        let money = try #require(Money(text))
        #expect(abs(money.amount - amount) < 1e-9)
        #expect(money.currency == currency)
    }

    @Test func anUnknownSymbolKeepsItsAmount() throws {
        let money = try #require(Money("[UNREGISTERED]10,800"))
        #expect(money.amount == 10_800)
        #expect(money.currency == nil)
        #expect(Money("50 kr")?.currency == nil)
    }

    @Test(arguments: ["", "free", "$", "99999999999999999999"])
    func whatIsNoSumIsNone(_ text: String) { #expect(Money(text) == nil) }
}
