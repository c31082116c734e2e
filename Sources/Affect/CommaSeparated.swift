/// The fields of a text of comma-separated values (RFC 4180), line by line; quotes may hold commas
/// and doubled quotes.
struct CommaSeparated {
    /// Each line's fields with its number, counted from 1.
    private(set) var lines: [(number: Int, fields: [String])] = []

    init(_ text: String) {
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var number = 1
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        func isEmptyLine() -> Bool { fields.isEmpty && field.isEmpty }
        while let scalar = next {
            next = scalars.next()
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                field.append(scalar)
                next = scalars.next()
            case "\"": isQuoted.toggle()
            case ",", "\n":
                if isQuoted {
                    field.append(scalar)
                    continue
                }
                if scalar == "\n", isEmptyLine() {
                    number += 1
                    continue
                }
                fields.append(String(field))
                field = .init()
                guard scalar == "\n" else { continue }
                lines.append((number, fields))
                fields = []
                number += 1
            case "\r" where !isQuoted: break
            default: field.append(scalar)
            }
        }
        if !isEmptyLine() { lines.append((number, fields + [String(field)])) }
    }
}
