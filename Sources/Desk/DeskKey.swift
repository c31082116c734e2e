/// What lets an operator in: a token for links and programs, and what a browser keeps instead of it.
struct DeskKey: Sendable {
    /// The token that is printed when the show starts.
    let token: String
    /// What lets a web stage see the show, in links; it opens nothing else.
    let view: String
    /// What the browser's cookie holds; it opens nothing as a token.
    let pass: String
    /// The cookie's name, one of its own for each show, as all ports of a host share cookies.
    let cookieName: String

    /// A new key, of random bytes.
    init() {
        token = randomName(bytes: 32)
        view = randomName(bytes: 16)
        pass = randomName(bytes: 32)
        cookieName = "desk-" + randomName(bytes: 4)
    }

    func opens(token given: String) -> Bool { Self.areEqual(given, token) }

    func opens(view given: String) -> Bool { Self.areEqual(given, view) }

    func opens(pass given: String) -> Bool { Self.areEqual(given, pass) }

    /// Compares in a time that does not tell where the first difference is.
    static func areEqual(_ one: String, _ other: String) -> Bool {
        let one = Array(one.utf8)
        let other = Array(other.utf8)
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
    }
}
