import Foundation

/// What the gallery's page says, in the languages of `phrases.json`.
struct Phrases: Sendable {
    private let languages: [String: [String: String]]

    /// Reads `{"en":{"title":"…"},…}`; throws `DeskError.missing`.
    init(contentsOf file: URL) throws {
        guard let data = try? Data(contentsOf: file),
            let languages = try? JSONDecoder().decode([String: [String: String]].self, from: data),
            languages["en"] != nil
        else { throw DeskError.missing(file: file.lastPathComponent) }
        self.languages = languages
    }

    /// The languages' codes.
    var codes: [String] { languages.keys.sorted() }

    /// Every phrase of a language, by its name.
    func all(in code: String) -> [String: String] { languages[code] ?? [:] }

    /// A page with each `{{name}}` replaced, in the language that a browser likes best.
    func filled(_ page: String, acceptLanguage: String?) -> String {
        let code = best(for: acceptLanguage)
        var phrases = all(in: code)
        phrases["language"] = code
        phrases["direction"] = code == "ar" ? "rtl" : "ltr"
        var pieces = page.components(separatedBy: "{{")
        for index in pieces.indices.dropFirst() {
            guard let end = pieces[index].range(of: "}}") else { continue }
            let name = String(pieces[index][..<end.lowerBound])
            let phrase = phrases[name] ?? languages["en"]?[name] ?? ""
            pieces[index] = Self.escaped(phrase) + pieces[index][end.upperBound...]
        }
        return pieces.joined()
    }

    /// The language that `Accept-Language` ranks highest among those there are; English else.
    func best(for acceptLanguage: String?) -> String {
        // A header can be long; a person reads no more than a few languages.
        let wishes = (acceptLanguage ?? "").prefix(500).split(separator: ",").prefix(20).map {
            wish in
            let parts = wish.split(separator: ";")
            let tag = parts.first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
            let quality = parts.dropFirst().lazy
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .first { $0.hasPrefix("q=") }
                .flatMap { Double($0.dropFirst(2)) }
            return (tag: tag, quality: quality ?? 1)
        }
        var best = (code: "en", quality: 0.0)
        for wish in wishes where wish.quality > best.quality {
            let code = wish.tag.split(separator: "-").first.map(String.init) ?? ""
            if languages[code] != nil { best = (code, wish.quality) }
        }
        return best.code
    }

    private static func escaped(_ phrase: String) -> String {
        phrase.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
            .replacingOccurrences(of: "\"", with: "&quot;")
    }
}
