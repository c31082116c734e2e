/// Why an encoder cannot be used.
public enum EncoderError: Error, Equatable, CustomStringConvertible {
    /// A file of a reader's folder is not there or cannot be opened.
    case unreadable(path: String)
    /// A file is there and is not what it should be.
    case file(path: String, reason: String)
    /// A tokeniser of a kind that is not built in.
    case tokeniser(reason: String)
    /// A classifier's labels that are no emotions of the seven.
    case labels([String])
    /// The encoder's own weights, or what is to become of them.
    case weights(reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unreadable(let path):
            "\(path) cannot be opened. A reader's folder holds config.json, tokenizer.json and "
                + "model.safetensors, as `save_pretrained` of a BERT, DistilBERT or RoBERTa "
                + "sequence classifier writes them."
        case .file(let path, let reason):
            "\(path) cannot be used: \(reason)."
        case .tokeniser(let reason):
            "This tokenizer.json cannot be used: \(reason). WordPiece as BERT has it and "
                + "byte-level BPE as RoBERTa has it can be."
        case .labels(let labels):
            "No emotion of the seven is known for the label"
                + "\(labels.count == 1 ? "" : "s") \(labels.joined(separator: ", ")). Name the "
                + "labels in config.json (id2label) anger, disgust, fear, joy, neutral, sadness "
                + "or surprise, or one of the 28 names of GoEmotions."
        case .weights(let reason):
            "These weights are not an encoder's: \(reason). Make some with `train reader`."
        }
    }
}
