import Affect
import ArgumentParser
import Encoders
import Foundation
import Signals
import Torch

struct EvaluateReader: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader",
        abstract: "Measure how well the readers of emotions read labelled texts, and how quickly.",
        discussion: """
            The texts are tab-separated with a header line: `text` and `labels7` or `label7` (anger, \
            disgust, fear, joy or happiness, neutral, sadness, surprise; several with commas), as \
            GoEmotions, MELD and XED have them; a column `lang` gives a line a language.

            Precision, recall and F1 are with thresholds found on every second text and measured on \
            the others. Accuracy, calibration and the table of mistakes are over all texts of one label.

              emotionmotion evaluate reader --data goemotions_dev.tsv
            """)

    @Option(help: "Texts with labels, a TSV file; may be given several times.")
    var data: [String]

    @OptionGroup var choice: ReaderOptions

    @Option(help: "Another fast reader, a file of `train reader`. (default: the program's own)")
    var fast: String?

    @Flag(
        help: "Read as a show does: emotes and emoji first, plain questions neutral, English only.")
    var asInAShow = false

    @Option(help: "Threads that read side by side.")
    var threads = 2

    @Option(help: "Write the scores to this JSON file.")
    var json: String?

    func validate() throws {
        guard !data.isEmpty else { throw ValidationError("Give --data FILE.tsv.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64.") }
    }

    func run() throws {
        TorchRuntime.useThreads(1)
        let readers = try readers()
        var results: [String: [String: ReaderTrial]] = [:]
        for file in data {
            let texts = try LabelledText.read(URL(fileURLWithPath: file))
            guard texts.count > 1 else { throw InputError.unreadable(file) }
            for (name, read) in readers {
                let trial = ReaderTrial(of: texts, threads: threads, moods: read)
                print(Self.words(trial, reader: name, file: file))
                results[name, default: [:]][file] = trial
                try printLanguages(in: file, texts: texts, read: read)
            }
        }
        if let json { try JSONLines.write(["readers": results], toFile: json) }
    }

    /// The readers to measure by their names: the one that was named, and the fast one.
    private func readers() throws -> [(String, @Sendable ([String]) -> [Mood])] {
        let text =
            try fast.map { try TextReader(contentsOf: URL(fileURLWithPath: $0)) } ?? TextReader()
        let fast = MessageReader(textReader: text, tokens: try ChatTokens())
        var readers: [(String, @Sendable ([String]) -> [Mood])] = []
        if let sentences = try choice.sentenceReader() {
            let name = choice.reader ?? "encoder"
            if asInAShow {
                readers.append(
                    (
                        name,
                        { texts in
                            var room = RoomReader(
                                reader: fast, sentences: sentences, mostTokens: .max)
                            return room.read(texts).map(\.mood)
                        }
                    ))
            } else {
                readers.append((name, { sentences.moods(of: $0, beside: text) }))
            }
        }
        if asInAShow {
            readers.append(("fast", { $0.map { fast.read($0).mood } }))
        } else {
            readers.append(("fast", { $0.map { text.mood(of: $0) } }))
        }
        return readers
    }

    private static func words(_ trial: ReaderTrial, reader: String, file: String) -> String {
        let name = URL(fileURLWithPath: file).lastPathComponent
        let whole = trial.whole
        func number(_ value: Double) -> String { String(format: "%.3f", value) }
        return """
            \(reader) on \(name)

            \(trial.scores)
            the other way round: macro-F1 \(number(trial.turned.macroF1))

            over all: accuracy \(number(whole.singleAccuracy)) on \(whole.singleTexts) texts of one \
            label, macro-F1 of the strongest \(number(whole.singleMacroF1)), calibration error \
            \(number(whole.calibrationError))

            \(whole.confusionTable)

            \(Int(trial.textsPerSecond)) messages a second on \(trial.threads) threads; \
            \(Int(trial.textsPerCPUSecond)) in a second of one core's time

            """
    }

    /// Accuracy in each language, where the file says what language a line is in.
    private func printLanguages(
        in file: String, texts: [LabelledText], read: @Sendable ([String]) -> [Mood]
    ) throws {
        let languages = Set(texts.compactMap(\.language)).sorted()
        for language in languages {
            let some = texts.filter { $0.language == language && $0.emotions.count == 1 }
            let right = zip(some, read(some.map(\.text))).count { $1.strongest == $0.emotions[0] }
            let share = Double(right) / Double(max(some.count, 1))
            print("\(language): accuracy \(String(format: "%.3f", share)) on \(some.count) texts")
        }
        if !languages.isEmpty { print("") }
    }
}
