import Affect
import Foundation

/// Where a reader of sentences comes from.
public enum SentenceReaders {
    /// The word that asks for the fast reader alone.
    public static let none = "fast"

    /// The reader that a person named: a Hugging Face classifier's folder, a file of `train reader`,
    /// `fast` for none; where nothing was named, the encoder that comes with the program, or none
    /// where it was built without.
    ///
    /// Throws `EncoderError`, `SafeTensorError` or `CheckpointError` in plain words.
    public static func named(_ name: String?) throws -> (any SentenceReader)? {
        if name == none { return nil }
        guard let name else {
            return try EncoderReader.shipped.map { try EncoderReader(contentsOf: $0) }
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
            throw EncoderError.unreadable(path: name)
        }
        let place = URL(fileURLWithPath: name)
        return isFolder.boolValue
            ? try SequenceClassifier(folder: place) : try EncoderReader(contentsOf: place)
    }
}
