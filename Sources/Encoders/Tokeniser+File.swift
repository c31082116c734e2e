import Foundation

extension Tokeniser {
    /// The tokeniser of a Hugging Face `tokenizer.json`: WordPiece with BERT's normaliser, or
    /// byte-level BPE as RoBERTa has it.
    ///
    /// Throws `EncoderError`: `.unreadable` when there is no such file, `.file` when it is no JSON,
    /// `.tokeniser` when it asks for something else.
    public init(contentsOf file: URL) throws {
        guard let bytes = try? Data(contentsOf: file) else {
            throw EncoderError.unreadable(path: file.path)
        }
        let tree: JSONTree
        do {
            tree = try JSONTree(bytes)
        } catch let problem as JSONTree.Problem {
            throw EncoderError.file(
                path: file.path, reason: "after \(problem.place) bytes it is no longer JSON")
        }
        try self.init(tree)
    }

    init(_ tree: JSONTree) throws {
        guard let model = tree["model"], let vocabulary = model["vocab"]?.members else {
            throw EncoderError.tokeniser(reason: "it has no model with a vocabulary of names")
        }
        let pieces = try vocabulary.map { name, value in
            guard let id = value.whole, id >= 0 else {
                throw EncoderError.tokeniser(reason: "a token's number is no whole number")
            }
            return (bytes: name, id: Int32(id))
        }
        let kind = model["type"]?.text ?? (model["merges"] == nil ? "WordPiece" : "BPE")
        let added = try Self.addedTokens(in: tree, areNormalised: kind == "WordPiece")
        var ids: [[UInt8]: Int32] = [:]
        for piece in pieces { ids[piece.bytes] = piece.id }
        for token in added {
            var bytes: [UInt8] = []
            for scalar in token.content { bytes.append(scalar) }
            ids[bytes] = token.id
        }
        let made: Model =
            kind == "WordPiece"
            ? .wordPiece(try Self.wordPiece(tree, model, pieces))
            : .bytePairs(try Self.bytePairs(tree, model, pieces, kind: kind))
        let frame = try Self.frame(in: tree, ids)
        self.init(
            model: made, added: AddedTokens(added), first: frame.first, last: frame.last,
            tokenCount: Int((ids.values.max() ?? 0) + 1))
    }

    private static func wordPiece(
        _ tree: JSONTree, _ model: JSONTree, _ pieces: [(bytes: [UInt8], id: Int32)]
    ) throws -> WordPiece {
        guard tree["pre_tokenizer"]?["type"]?.text == "BertPreTokenizer" else {
            throw EncoderError.tokeniser(
                reason: "WordPiece comes without BertPreTokenizer before it")
        }
        var normaliser = WordPiece.Normaliser(
            dropsControls: false, spacesChinese: false, stripsAccents: false, lowersCase: false)
        if let settings = tree["normalizer"], !settings.isNull {
            guard settings["type"]?.text == "BertNormalizer" else {
                throw EncoderError.tokeniser(
                    reason: "its normaliser is \(settings["type"]?.text ?? "without a name")")
            }
            normaliser.dropsControls = settings["clean_text"]?.flag ?? true
            normaliser.spacesChinese = settings["handle_chinese_chars"]?.flag ?? true
            normaliser.lowersCase = settings["lowercase"]?.flag ?? true
            // Where it is not said, accents go as capitals do.
            normaliser.stripsAccents = settings["strip_accents"]?.flag ?? normaliser.lowersCase
        }
        let name = model["unk_token"]?.bytes ?? Array("[UNK]".utf8)
        guard let unknown = pieces.first(where: { $0.bytes == name })?.id else {
            throw EncoderError.tokeniser(reason: "the vocabulary has no token for unknown words")
        }
        return WordPiece(
            pieces: pieces, unknown: unknown,
            prefix: model["continuing_subword_prefix"]?.bytes ?? [35, 35],
            mostCharacters: model["max_input_chars_per_word"]?.whole ?? 100,
            normaliser: normaliser)
    }

    private static func bytePairs(
        _ tree: JSONTree, _ model: JSONTree, _ pieces: [(bytes: [UInt8], id: Int32)], kind: String
    ) throws -> BytePairs {
        guard kind == "BPE" else {
            throw EncoderError.tokeniser(reason: "its model is \(kind)")
        }
        let split = tree["pre_tokenizer"]
        guard split?["type"]?.text == "ByteLevel", split?["use_regex"]?.flag ?? true else {
            throw EncoderError.tokeniser(reason: "BPE comes without ByteLevel before it")
        }
        guard tree["normalizer"]?.isNull ?? true else {
            throw EncoderError.tokeniser(reason: "BPE comes with a normaliser")
        }
        for switched in ["byte_fallback", "ignore_merges"] where model[switched]?.flag == true {
            throw EncoderError.tokeniser(reason: "\(switched) is on")
        }
        for named in ["continuing_subword_prefix", "end_of_word_suffix"]
        where !(model[named]?.bytes ?? []).isEmpty {
            throw EncoderError.tokeniser(reason: "\(named) is not empty")
        }
        let merges = try (model["merges"]?.items ?? []).map { merge in
            // Newer files hold pairs, older ones "a b".
            let pair =
                merge.items?.compactMap(\.bytes)
                ?? merge.bytes?.split(separator: 32).map { [UInt8]($0) } ?? []
            guard pair.count == 2 else {
                throw EncoderError.tokeniser(reason: "a merge does not join two tokens")
            }
            return (left: pair[0], right: pair[1])
        }
        return try BytePairs(
            pieces: pieces, merges: merges, addsSpace: split?["add_prefix_space"]?.flag ?? false)
    }

    private static func addedTokens(
        in tree: JSONTree, areNormalised: Bool
    ) throws -> [AddedTokens.Token] {
        try (tree["added_tokens"]?.items ?? []).map { token in
            guard let content = token["content"]?.text, let id = token["id"]?.whole, id >= 0 else {
                throw EncoderError.tokeniser(reason: "an added token has no content or number")
            }
            if token["single_word"]?.flag == true {
                throw EncoderError.tokeniser(
                    reason: "the added token \(content) counts as a single word only")
            }
            if areNormalised, token["normalized"]?.flag == true {
                throw EncoderError.tokeniser(
                    reason: "the added token \(content) is looked for in normalised text")
            }
            return AddedTokens.Token(
                content: [Unicode.Scalar](content.unicodeScalars), id: Int32(id),
                takesBlanksBefore: token["lstrip"]?.flag ?? false,
                takesBlanksAfter: token["rstrip"]?.flag ?? false)
        }
    }

    /// The tokens round a single text, from any of the three forms in which they are written.
    private static func frame(
        in tree: JSONTree, _ ids: [[UInt8]: Int32]
    ) throws -> (first: Int32, last: Int32) {
        let processor = tree["post_processor"]
        if let steps = processor?["single"]?.items {
            let names = steps.map { $0["SpecialToken"]?["id"]?.bytes }
            if names.count == 3, let first = names[0].flatMap({ ids[$0] }), names[1] == nil,
                let last = names[2].flatMap({ ids[$0] })
            {
                return (first, last)
            }
        } else if let first = processor?["cls"]?.items?.last?.whole,
            let last = processor?["sep"]?.items?.last?.whole
        {
            return (Int32(first), Int32(last))
        }
        throw EncoderError.tokeniser(
            reason: "its post-processor does not put one token before a text and one after it")
    }
}
