import Foundation
import SafeTensors
import Signals
import Testing

@testable import Affect

@Suite struct TextReaderTests {
    private func temporary(_ name: String) -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent(
            "\(UUID().uuidString)-\(name)")
    }

    /// Two words an emotion, in every pairing with three words that say nothing.
    private func smallTexts() -> [LabelledText] {
        let words: [(Emotion, [String])] = [
            (.anger, ["rage", "furious"]), (.disgust, ["gross", "vile"]),
            (.fear, ["scared", "afraid"]), (.happiness, ["glad", "joyful"]),
            (.neutral, ["table", "window"]), (.sadness, ["crying", "lonely"]),
            (.surprise, ["sudden", "astonished"]),
        ]
        return words.flatMap { emotion, words in
            words.flatMap { word in
                ["so", "very", "quite"].map { text in
                    LabelledText(
                        text: "\(text) \(word)", emotions: [emotion],
                        details: [emotion == .happiness ? "joy" : emotion.rawValue])
                }
            }
        }
    }

    private func smallTraining() -> ReaderTraining {
        var training = ReaderTraining()
        training.bits = 12
        training.passes = 6
        training.averagedPasses = 2
        training.fewestTexts = 1
        training.hiddenShare = 0.1
        training.rate = 0.5
        training.folds = 3
        return training
    }

    @Test func aTeacherIsBelievedAsFarAsItsShare() throws {
        let texts = smallTexts()
        // A teacher who takes anger for fear and fear for anger.
        let teacher = texts.map { text in
            let swapped: [Emotion: Emotion] = [.anger: .fear, .fear: .anger]
            return Mood(swapped[text.emotions[0]] ?? text.emotions[0])
        }
        let angry = try #require(texts.first { $0.emotions == [.anger] }).text
        func taught(_ share: Float) throws -> Emotion {
            var training = smallTraining()
            training.teacherShare = share
            return try training.train(on: texts, teacher: teacher).mood(of: angry).strongest
        }
        #expect(try taught(0) == .anger)
        #expect(try taught(1) == .fear)
    }

    @Test func learnsASmallTableAndScoresIt() throws {
        let file = temporary("small.tsv")
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = smallTexts().map { text in
            let label = text.emotions[0] == .happiness ? "joy" : text.emotions[0].rawValue
            return "x\t\(text.text)\t\(label)\t\(label)"
        }
        try Data((["id\ttext\tlabels28\tlabels7"] + lines).joined(separator: "\r\n").utf8)
            .write(to: file)
        let texts = try LabelledText.read(file)
        #expect(texts == smallTexts())
        var passes = 0
        let reader = try smallTraining().train(on: texts) { progress in
            passes += 1
            #expect(progress.fits == 4 && progress.passes == 6)
        }
        #expect(passes == 24)
        let scores = reader.evaluate(on: texts)
        #expect(scores.singleAccuracy > 0.95)
        #expect(scores.texts == 42 && scores.singleTexts == 42)
        #expect(reader.mood(of: "quite FURIOUS!").strongest == .anger)
    }

    @Test func trainingIsRepeatableByteForByte() throws {
        let first = try smallTraining().train(on: smallTexts()).encoded().encoded()
        let second = try smallTraining().train(on: smallTexts()).encoded().encoded()
        #expect(first == second)
        var other = smallTraining()
        other.seed = 2
        let third = try other.train(on: smallTexts()).encoded().encoded()
        #expect(first != third)
    }

    @Test func aWrittenReaderReadsTheSame() throws {
        let file = temporary("reader.safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try smallTraining().train(on: smallTexts())
        try reader.write(to: file)
        let again = try TextReader(contentsOf: file)
        #expect(again.configuration == reader.configuration)
        for text in ["so gross", "very lonely", ""] {
            #expect(again.mood(of: text) == reader.mood(of: text))
        }
    }

    @Test func otherFilesAreRefusedInWords() throws {
        #expect(throws: AffectError.self) { try TextReader(SafeTensorFile()) }
        var file = try smallTraining().train(on: smallTexts()).encoded()
        file.entries["units"] = .init([1, 2], shape: [2])
        #expect {
            try TextReader(file)
        } throws: { error in
            "\(error)".contains("units is F32 [2] and not F32 [7]")
        }
        #expect(throws: (any Error).self) {
            try TextReader(contentsOf: URL(fileURLWithPath: "/nowhere/reader.safetensors"))
        }
    }

    @Test func tooFewTextsAreRefused() {
        #expect(throws: AffectError.self) { try smallTraining().train(on: []) }
    }

    @Test func brokenTablesAreNamedByLine() throws {
        func problem(_ text: String) throws -> String {
            let file = temporary("broken.tsv")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(text.utf8).write(to: file)
            do {
                _ = try LabelledText.read(file)
                return ""
            } catch let error as AffectError { return "\(error)" }
        }
        #expect(try problem("text\tlabels7\nhi\tjoy\n\nho\tfear,joy\n") == "")
        #expect(try problem("text\tlabels7\nhi\tjoy\nho\tglee\n").contains("Line 3"))
        #expect(try problem("text\tlabels7\nhi\n").contains("1 columns and not 2"))
        #expect(try problem("a\tb\n").contains("text and labels7"))
        #expect(throws: AffectError.self) {
            try LabelledText.read(URL(fileURLWithPath: "/nowhere.tsv"))
        }
    }

    @Test func scoresAreCountedAsDefined() throws {
        let labels: [LabelledText] = [
            .init(text: "", emotions: [.anger]), .init(text: "", emotions: [.anger, .fear]),
            .init(text: "", emotions: [.fear]),
        ]
        let moods = [
            Mood(.anger), try Mood([0.5, 0, 0.5, 0, 0, 0, 0]), Mood(.anger),
        ]
        let scores = ReaderScores(
            moods: moods, labels: labels, thresholds: Array(repeating: 0.5, count: 7))
        #expect(abs(scores.rows[0].f1 - 4 / 5) < 1e-12)
        #expect(abs(scores.rows[2].f1 - 2 / 3) < 1e-12)
        #expect(abs(scores.macroF1 - (4.0 / 5 + 2.0 / 3) / 7) < 1e-12)
        #expect(abs(scores.microF1 - 6 / 8) < 1e-12)
        #expect(scores.singleTexts == 2 && scores.singleAccuracy == 0.5)
        #expect(abs(scores.singleMacroF1 - (2.0 / 3) / 7) < 1e-12)
        let table = scores.description.split(separator: "\n")
        #expect(table.count == 10)
        #expect(table[1].hasSuffix("0.667      1.000      0.800      0.667"))
        #expect(table[1].hasPrefix("anger               2"))
    }

    @Test func writingIsNormalised() {
        func pieces(_ text: String) -> [String] {
            TextFeatures.pieces(of: text.scalarValues[...]).map {
                String(String.UnicodeScalarView($0.scalars.compactMap(Unicode.Scalar.init)))
            }
        }
        #expect(pieces("SOOOO good!!") == ["soo", "good", "!", "!"])
        #expect(pieces("don’t [NAME] 1234,5") == ["don't", "[name]", "0", ",", "0"])
        #expect(pieces("ＬＯＬ ❤️") == ["lol", "❤"])
        #expect(pieces("'quoted'") == ["'", "quoted", "'"])
        let many = TextFeatures(String(repeating: "word ", count: 500).scalarValues)
        #expect(many.pieceCount == TextFeatures.wordLimit)
    }

    @Test func theShippedReaderFitsItsBudget() throws {
        let reader = try TextReader()
        #expect(reader.configuration.texts == 43_309)
        let size = try reader.encoded().encoded().count
        #expect(size < 4_000_000)
    }

    /// GoEmotions' own development split, which neither weights nor thresholds were fitted on.
    @Test(.enabled(if: SharedData.has("goemotions_dev.tsv")))
    func theShippedReaderMeetsItsGoal() throws {
        let texts = try LabelledText.read(SharedData.file("goemotions_dev.tsv"))
        let scores = try TextReader().evaluate(on: texts)
        #expect(scores.texts == 5412)
        #expect(scores.macroF1 >= 0.59)
        #expect(scores.singleMacroF1 >= 0.58)
    }
}
