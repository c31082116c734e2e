import Affect
import Foundation
import SafeTensors
import Signals
import Testing
import Torch

@testable import Encoders

@Suite struct EncoderTrainingTests {
    /// Sentences whose emotion one word tells; the base is a BERT of random weights.
    private func texts(_ count: Int, seed: UInt64) -> [LabelledText] {
        let words: [(String, Emotion, String)] = [
            ("sad", .sadness, "sadness"), ("happy", .happiness, "joy"),
            ("scared", .fear, "fear"), ("annoying", .anger, "annoyance"),
        ]
        let frames = ["i am so", "what a show,", "the music is", "right now it is", "we are all"]
        var random = SeededRandom(seed: seed)
        return (0..<count).map { number in
            let (word, emotion, detail) = words[number % words.count]
            let frame = frames.randomElement(using: &random) ?? ""
            return LabelledText(text: "\(frame) \(word)", emotions: [emotion], details: [detail])
        }
    }

    private func training(passes: Double, seed: UInt64 = 1) throws -> EncoderTraining {
        var settings = EncoderTraining.Settings()
        (settings.passes, settings.batch, settings.rate) = (passes, 8, 5e-3)
        (settings.blocks, settings.words, settings.seed) = ([0, 1], 300, seed)
        settings.dropout = 0
        return try EncoderTraining(
            settings, base: EncoderBase(folder: Fixture.folder("bert")),
            texts: texts(160, seed: 4))
    }

    @Test func aSmallEncoderLearnsItsTextsAndSurvivesPacking() throws {
        let training = try training(passes: 6)
        var losses: [Double] = []
        try training.run { losses.append($0.loss) }
        #expect(training.step == training.steps)
        #expect((losses.last ?? 9) < 0.5 * (losses.first ?? 0))

        let judges = texts(80, seed: 9)
        let reader = try training.reader(judgedBy: judges).reader()
        let moods = reader.moods(of: judges.map(\.text))
        let right = zip(moods, judges).count { $0.strongest == $1.emotions[0] }
        #expect(right > 72)
        #expect(reader.readsEnglishOnly)
        #expect(reader.configuration.shape.layers == 2)
    }

    @Test func whatIsWrittenReadsTheSame() throws {
        let training = try training(passes: 1)
        try training.run { _ in }
        let made = try training.reader(judgedBy: texts(40, seed: 9))
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("encoder-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try made.write(to: file)
        let (first, second) = (try made.reader(), try EncoderReader(contentsOf: file))
        let words = ["what a show", "so sad", ""]
        #expect(first.moods(of: words) == second.moods(of: words))
        #expect(first.configuration == second.configuration)
        #expect(first.tokens(of: "what a show") == second.tokens(of: "what a show"))
    }

    @Test func aTrainingThatWasStoppedGoesOnAsIfItHadNot() throws {
        struct Stop: Error {}
        let state = FileManager.default.temporaryDirectory
            .appendingPathComponent("state-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: state) }
        let whole = try training(passes: 2)
        try whole.run { _ in }
        let first = try training(passes: 2)
        #expect(throws: Stop.self) {
            try first.run { now in
                guard now.step == 10 else { return }
                try first.saveState(to: state)
                throw Stop()
            }
        }
        let second = try training(passes: 2)
        try second.resume(from: state)
        #expect(second.step == 10)
        try second.run { _ in }
        for (one, other) in zip(whole.model.parameters, second.model.parameters) {
            #expect(one.tensor.floats == other.tensor.floats, "\(one.name)")
        }
        let stranger = try training(passes: 2, seed: 7)
        #expect(throws: EncoderError.self) { try stranger.resume(from: state) }
    }

    @Test func aTrainingThatIsAskedToStopMakesNoFurtherStep() throws {
        let training = try training(passes: 2)
        var asked = 0
        try training.run {
            asked += 1
            return asked > 3
        } report: { _ in
        }
        #expect(training.step == 3)
        #expect(training.step < training.steps)
    }

    @Test func tooFewTextsAreRefused() throws {
        let base = try EncoderBase(folder: Fixture.folder("bert"))
        var settings = EncoderTraining.Settings()
        settings.blocks = [0, 1]
        #expect(throws: EncoderError.self) {
            try EncoderTraining(settings, base: base, texts: texts(3, seed: 1))
        }
        settings.blocks = [0, 5]
        #expect(throws: EncoderError.self) {
            try EncoderTraining(settings, base: base, texts: texts(80, seed: 1))
        }
        #expect(throws: EncoderError.self) {
            try EncoderBase(folder: Fixture.folder("roberta"))
        }
    }

    @Test func weightsOfSomethingElseAreRefused() throws {
        #expect(throws: EncoderError.self) { try EncoderReader(SafeTensorFile()) }
        let training = try training(passes: 1)
        var file = try training.reader(judgedBy: []).file
        file.entries["blocks.1.rise.weight"] = file.entries["blocks.1.output.weight"]
        #expect(throws: EncoderError.self) { try EncoderReader(file) }
        file.entries["blocks.1.rise.weight"] = nil
        #expect(throws: SafeTensorError.self) { try EncoderReader(file) }
        #expect(throws: SafeTensorError.self) {
            try EncoderReader(contentsOf: URL(fileURLWithPath: "/nowhere/encoder.safetensors"))
        }
    }

    @Test func chatWritingKeepsMostWordsAndFollowsTheSeed() {
        let augmentation = EncoderAugmentation()
        let sentence = "oh my god, i don't know what you are going to do about it, please stop."
        var (one, other) = (SeededRandom(seed: 5), SeededRandom(seed: 5))
        var changed = 0
        for _ in 0..<200 {
            let text = augmentation.text(sentence, using: &one)
            #expect(text == augmentation.text(sentence, using: &other))
            #expect(text.count > sentence.count / 2)
            if text != sentence { changed += 1 }
        }
        #expect((30...120).contains(changed))
    }
}
