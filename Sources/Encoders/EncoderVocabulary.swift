import Foundation

/// The words of an encoder of ours: WordPiece with BERT's uncased normaliser, the first four being
/// padding, unknown, and the frame's two.
struct EncoderVocabulary: Sendable {
    /// The pieces in order, as UTF-8.
    let names: [[UInt8]]
    private let tokeniser: Tokeniser

    init(_ names: [[UInt8]]) {
        self.names = names
        let pieces = names.indices.map { (bytes: names[$0], id: Int32($0)) }
        tokeniser = Tokeniser(
            model: .wordPiece(WordPiece(pieces: pieces, unknown: 1)), added: AddedTokens([]),
            first: 2, last: 3, tokenCount: names.count)
    }

    /// The pieces as a file holds them, one a line.
    var bytes: Data { Data(names.joined(separator: [10])) }

    func encode(_ text: String, limit: Int) -> [Int32] { tokeniser.encode(text, limit: limit) }
}
