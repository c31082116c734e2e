import Affect
import Foundation
import SafeTensors
import Signals
import Torch

extension EncoderTraining {
    /// The encoder as it now stands, packed and calibrated.
    ///
    /// - Parameter judges: texts not learnt from. By every second of them, the first among these, the
    ///   logits are sharpened or softened (Guo et al. 2017, "On calibration of modern neural
    ///   networks") and the thresholds set.
    public func reader(judgedBy judges: [LabelledText]) throws -> EncoderFile {
        let known = judges.indices.filter { $0.isMultiple(of: 2) }.map { judges[$0] }
        var file = SafeTensorFile(entries: PackedEncoder.entries(of: model))
        file.entries["vocabulary"] = SafeTensorFile.Entry(
            type: .uint8, shape: [vocabulary.bytes.count], bytes: vocabulary.bytes)
        file.metadata = [
            "format": EncoderReader.format,
            "emotions": Emotion.allCases.map(\.rawValue).joined(separator: ","),
        ]
        var configuration = EncoderReader.Configuration(
            shape: model.encoder.shape, thresholds: Array(repeating: 0.5, count: Emotion.count),
            texts: textCount, settings: settings)
        try file.describe(configuration)
        guard !known.isEmpty else { return EncoderFile(file: file) }

        let moods = try EncoderReader(file).moods(of: known.map(\.text))
        let sharpness = Self.sharpness(moods, known)
        let weight = Tensor(try file.entry("emotions.weight")) * sharpness
        let bias = Tensor(try file.entry("emotions.bias")) * sharpness
        file.entries["emotions.weight"] = weight.safeTensorEntry
        file.entries["emotions.bias"] = bias.safeTensorEntry
        configuration.thresholds = ReaderScores.thresholds(
            moods: try EncoderReader(file).moods(of: known.map(\.text)), labels: known)
        try file.describe(configuration)
        return EncoderFile(file: file)
    }

    /// What the logits are to be multiplied by for the smallest cross-entropy. A mood's logarithms
    /// are logits too.
    private static func sharpness(_ moods: [Mood], _ labels: [LabelledText]) -> Double {
        let pairs = zip(moods, labels).filter { $1.emotions.count == 1 }.map { mood, label in
            (logs: mood.weights.map { log(max($0, 1e-12)) }, label: label.emotions[0].index)
        }
        func loss(_ sharpness: Double) -> Double {
            pairs.reduce(0) { sum, pair in
                let scaled = pair.logs.map { $0 * sharpness }
                let top = scaled.max() ?? 0
                let total = scaled.reduce(0) { $0 + exp($1 - top) }
                return sum + top + log(total) - scaled[pair.label]
            }
        }
        return stride(from: 0.4, through: 2.5, by: 0.02).map { ($0, loss($0)) }
            .min { $0.1 < $1.1 }?.0 ?? 1
    }
}

/// A packed encoder that can be written and read.
public struct EncoderFile: Sendable {
    let file: SafeTensorFile

    /// Writes it: bytes with sign and a scale a row, the words, and the configuration in the metadata.
    /// The same encoder gives the same bytes.
    public func write(to url: URL) throws { try file.write(to: url) }

    /// The reader that it is.
    public func reader() throws -> EncoderReader { try EncoderReader(file) }
}

extension SafeTensorFile {
    fileprivate mutating func describe(_ configuration: EncoderReader.Configuration) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        metadata["configuration"] = String(
            decoding: try encoder.encode(configuration), as: UTF8.self)
    }
}
