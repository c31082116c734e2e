import Foundation

/// Text as the numbers that an encoder knows it by.
public struct Tokeniser: Sendable {
    enum Model: Sendable {
        case wordPiece(WordPiece)
        case bytePairs(BytePairs)
    }

    let model: Model
    let added: AddedTokens
    /// The token that stands before every text.
    let first: Int32
    /// The token that stands after every text.
    let last: Int32
    /// Tokens from 0 to below this can come out.
    let tokenCount: Int

    init(model: Model, added: AddedTokens, first: Int32, last: Int32, tokenCount: Int) {
        self.model = model
        self.added = added
        self.first = first
        self.last = last
        self.tokenCount = tokenCount
    }

    /// The tokens of a text between the two that frame it, `limit` at most with them.
    public func encode(_ text: String, limit: Int = .max) -> [Int32] {
        precondition(limit >= 2, "\(limit) tokens do not hold a frame")
        let scalars = [Unicode.Scalar](text.unicodeScalars)
        var tokens = [first]
        for part in added.parts(of: scalars) {
            guard tokens.count < limit else { break }
            switch (part, model) {
            case (.token(let id), _): tokens.append(id)
            case (.text(let range), .wordPiece(let pieces)):
                pieces.encode(scalars[range], into: &tokens)
            case (.text(let range), .bytePairs(let pairs)):
                pairs.encode(scalars[range], into: &tokens)
            }
        }
        if tokens.count > limit - 1 { tokens.removeSubrange((limit - 1)...) }
        return tokens + [last]
    }
}
