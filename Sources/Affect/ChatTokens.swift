import Foundation
import Signals

/// What chat itself says feelings with: emotes, emoji, slang and the laughter of many scripts, each
/// a mood of its own.
///
/// The table is `Resources/chat-tokens.csv`. Its column `match` says how a token is found:
///
/// | match | found |
/// |---|---|
/// | `exact` | as a whole word in the same case, as a `:name:`, or, for emoji, anywhere |
/// | `any case` | as a whole word in any case |
/// | `stretched` | the same with letters repeated: lmaooo, ewww |
/// | `syllables` | a word of these two letters, each twice or more: hahaha, ahaha, jajaj |
/// | `run N` | a whole word of N or more of this character: www, 888 |
/// | `inside` | anywhere in the text |
/// | `inside run N` | N or more of this character anywhere: 哈哈哈 |
/// | `marks N` | N or more of this mark: `?` standing alone, `!` anywhere |
/// | `alone` | when the message is nothing but this letter, in either case and repeated or not |
/// | `end` | as the whole message or at a sentence's end |
///
/// `kana` or `han` after it asks for Japanese or for Chinese writing around the token. Other
/// spellings with the same mood are in `also`. The column `role` marks `laughter`, `tears` (which
/// count as laughter beside laughter), `sarcasm` (which flattens the rest) and `emphasis`.
public struct ChatTokens: Sendable {
    /// What a token does to others.
    enum Role: String {
        case none = ""
        case laughter, tears, sarcasm, emphasis
    }

    /// Whose writing a token must stand in.
    enum Script { case any, kana, han }

    /// One row's meaning.
    struct Row {
        var weights: SIMD8<Double>
        var arousal: Double
        var role: Role
    }

    /// A row found after at least `count` of a character, or in a certain script.
    struct Rule {
        var row: Int
        var count = 1
        var script = Script.any
    }

    var rows: [Row] = []
    var exact: [ArraySlice<UInt32>: Int] = [:]
    var anyCase: [ArraySlice<UInt32>: Rule] = [:]
    /// By letters without their repeats: the row, and how often each letter must stand.
    var stretched: [ArraySlice<UInt32>: (row: Int, counts: [Int])] = [:]
    var syllables: [(letters: (UInt32, UInt32), row: Int)] = []
    var runs: [UInt32: Rule] = [:]
    var symbols: [UInt32: Int] = [:]
    var inside: [UInt32: [(pattern: Scalars, row: Int)]] = [:]
    var insideRuns: [UInt32: Rule] = [:]
    var questions: Rule?
    var exclamations: Rule?
    var alone: [UInt32: Int] = [:]
    var ends: [UInt32: [Rule]] = [:]

    /// The table that comes with the program; throws `AffectError` when it is missing or broken.
    public init() throws {
        let file = Bundle.module.url(
            forResource: "chat-tokens", withExtension: "csv", subdirectory: "Resources")
        guard let file, let bytes = try? Data(contentsOf: file) else {
            throw AffectError.missingResource(name: "chat-tokens.csv")
        }
        try self.init(table: String(decoding: bytes, as: UTF8.self))
    }

    /// A table of one's own, in the form of `Resources/chat-tokens.csv`.
    ///
    /// Throws `AffectError.table` naming the line, when a column is missing, a number is none, a
    /// row's weights do not sum to 1 or its way of matching is unknown.
    public init(table: String) throws {
        let lines = CommaSeparated(table).lines
        guard let header = lines.first else {
            throw AffectError.table(line: 1, reason: "it is empty")
        }
        for line in lines.dropFirst() {
            guard line.fields.count == header.fields.count else {
                throw AffectError.table(
                    line: line.number,
                    reason: "it has \(line.fields.count) fields and not \(header.fields.count)")
            }
            let pairs = zip(header.fields, line.fields)
            do {
                try add(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            } catch let problem as Problem {
                throw AffectError.table(line: line.number, reason: problem.reason)
            }
        }
    }

    private struct Problem: Error { var reason: String }

    private mutating func add(_ fields: [String: String]) throws {
        func text(_ column: String) throws -> String {
            guard let text = fields[column] else {
                throw Problem(reason: "there is no column \(column)")
            }
            return text
        }
        func number(_ column: String) throws -> Double {
            guard let number = Double(try text(column)), number >= 0, number <= 1 else {
                throw Problem(reason: "\(column) is not a number from 0 to 1")
            }
            return number
        }
        guard let role = Role(rawValue: try text("role")) else {
            throw Problem(reason: "the role \(try text("role")) is unknown")
        }
        var weights = SIMD8<Double>.zero
        for emotion in Emotion.allCases { weights[emotion.index] = try number(emotion.rawValue) }
        guard role == .emphasis || abs(weights.sum() - 1) < 1e-6 else {
            throw Problem(reason: "the seven weights sum to \(weights.sum()) and not to 1")
        }
        rows.append(Row(weights: weights, arousal: try number("arousal"), role: role))
        let tokens = [try text("token")] + (try text("also")).split(separator: " ").map(String.init)
        for token in tokens { try add(token.scalarValues, match: try text("match")) }
    }

    private mutating func add(_ token: Scalars, match: String) throws {
        guard let first = token.first else { throw Problem(reason: "the token is empty") }
        var words = match.split(separator: " ")[...]
        var rule = Rule(row: rows.count - 1)
        switch words.last {
        case "kana": rule.script = .kana
        case "han": rule.script = .han
        case let last? where Int(last) != nil: rule.count = Int(last) ?? 1
        default: words.append("")
        }
        switch words.dropLast().joined(separator: " ") {
        case "exact" where token.count == 1 && first > 127: symbols[first] = rule.row
        case "exact": exact[token[...]] = rule.row
        case "any case": anyCase[token.map(\.folded)[...]] = rule
        case "stretched":
            let (letters, counts) = token.map(\.folded)[...].withoutRepeats
            stretched[letters[...]] = (rule.row, counts)
        case "syllables" where token.count == 2:
            syllables.append(((first, token[1]), rule.row))
        case "run": runs[first.folded] = rule
        case "inside": inside[first, default: []].append((token, rule.row))
        case "inside run": insideRuns[first] = rule
        case "marks" where first.folded == 63: questions = rule
        case "marks" where first.folded == 33: exclamations = rule
        case "alone": alone[first.folded] = rule.row
        case "end": ends[first, default: []].append(rule)
        default: throw Problem(reason: "\"\(match)\" is no way to match this token")
        }
    }
}

extension ArraySlice<UInt32> {
    /// The characters with repeats left out, and how often each stood.
    var withoutRepeats: (letters: Scalars, counts: [Int]) {
        var letters: Scalars = []
        var counts: [Int] = []
        for letter in self {
            if letter == letters.last {
                counts[counts.count - 1] += 1
            } else {
                letters.append(letter)
                counts.append(1)
            }
        }
        return (letters, counts)
    }
}
