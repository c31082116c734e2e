import Affect
import ArgumentParser
import Encoders

/// Which reader of sentences is used beside the fast one.
struct ReaderOptions: ParsableArguments {
    @Option(
        help: """
            Another reader of emotions: the folder of a Hugging Face BERT, DistilBERT or RoBERTa \
            classifier, a file of `train reader`, or fast for the fast reader alone.
            """)
    var reader: String?

    /// The reader that was named, or the program's own; nil for the fast one alone.
    func sentenceReader() throws -> (any SentenceReader)? { try SentenceReaders.named(reader) }
}
