import Foundation
import SafeTensors
import Signals
import Testing
import Torch

@testable import Encoders

@Suite struct SequenceClassifierTests {
    @Test(arguments: ["bert", "distilbert", "roberta"])
    func logitsAreThoseOfTransformers(_ name: String) throws {
        let expected = try Expected(name)
        let classifier = try SequenceClassifier(folder: Fixture.folder(name))
        // All at once, so that short texts stand beside longer ones and are filled up.
        let logits = classifier.logits(of: expected.lines)
        #expect(logits.count == expected.lines.count)
        var largest: Float = 0
        for (found, wanted) in zip(logits, expected.logits) {
            #expect(found.count == wanted.count)
            for (a, b) in zip(found, wanted) { largest = max(largest, abs(a - b)) }
        }
        #expect(largest < 1e-4)
        let spread = expected.logits.map { $0[0] }
        #expect((spread.max() ?? 0) - (spread.min() ?? 0) > 0.5)
    }

    @Test func labelsNameTheSeven() throws {
        let classifier = try SequenceClassifier(folder: Fixture.folder("bert"))
        #expect(classifier.emotions == Emotion.allCases)
        #expect(FineEmotion.emotion(named: "Joy") == .happiness)
        #expect(FineEmotion.emotion(named: "SADNESS") == .sadness)
        #expect(FineEmotion.emotion(named: "curiosity") == .surprise)
        #expect(FineEmotion.emotion(named: "LABEL_0") == nil)
        #expect(FineEmotion.names.allSatisfy { FineEmotion.emotion(named: $0) != nil })
    }

    @Test func unknownLabelsAreNamed() throws {
        let folder = try spoilt("bert") { $0.replacing("\"joy\"", with: "\"LABEL_3\"") }
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: EncoderError.labels(["LABEL_3"])) { try SequenceClassifier(folder: folder) }
    }

    @Test(arguments: ["config.json", "tokenizer.json", "model.safetensors"])
    func aMissingFileIsNamed(_ name: String) throws {
        let folder = try Fixture.copy("roberta")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try FileManager.default.removeItem(at: file)
        #expect(throws: EncoderError.unreadable(path: file.path)) {
            try SequenceClassifier(folder: folder)
        }
    }

    @Test(arguments: [
        ("\"bert\"", "\"t5\"", "model_type is t5"), ("\"gelu\"", "\"relu\"", "activation is relu"),
        ("\"hidden_size\": 24", "\"hidden_size\": 26", "does not divide"),
        ("\"vocab_size\"", "\"vocab_sighs\"", "vocab_size is missing"),
        ("\"id2label\"", "\"id3label\"", "names no labels"),
    ])
    func aConfigurationOfSomethingElseIsRefused(
        _ old: String, _ new: String, _ reason: String
    ) throws {
        let folder = try spoilt("bert") { $0.replacing(old, with: new) }
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect {
            try SequenceClassifier(folder: folder)
        } throws: { error in
            guard case EncoderError.file(let path, let words)? = error as? EncoderError else {
                return false
            }
            return path.hasSuffix("config.json") && words.contains(reason)
        }
    }

    @Test func weightsOfAnotherSizeAreNamedWithBothShapes() throws {
        let folder = try spoilt("bert") {
            $0.replacing("\"intermediate_size\": 40", with: "\"intermediate_size\": 44")
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let name = "bert.encoder.layer.0.intermediate.dense.weight"
        #expect(
            throws: CheckpointError.wrongShape(name: name, expected: [44, 24], found: [40, 24])
        ) { try SequenceClassifier(folder: folder) }
    }

    @Test func weightsThatAreCutShortAreRefused() throws {
        let folder = try Fixture.copy("distilbert")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("model.safetensors")
        try Data(contentsOf: file).prefix(50_000).write(to: file)
        #expect(throws: SafeTensorError.self) { try SequenceClassifier(folder: folder) }
    }

    private func spoilt(_ name: String, _ change: (String) -> String) throws -> URL {
        let folder = try Fixture.copy(name)
        let file = folder.appendingPathComponent("config.json")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let changed = change(text)
        #expect(changed != text)
        try Data(changed.utf8).write(to: file)
        return folder
    }
}
