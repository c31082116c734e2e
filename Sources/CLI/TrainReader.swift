import Affect
import ArgumentParser
import Foundation

struct TrainReader: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader",
        abstract: "Train the reader of emotions on labelled texts.",
        discussion: """
            The texts are tab-separated with a header line: `text` and `labels7` (anger, disgust, \
            fear, joy or happiness, neutral, sadness, surprise; several with commas), as GoEmotions \
            has them. The same texts and seed give the same bytes.
            """)

    @Argument(help: "Texts to learn from, a TSV file.")
    var texts: String

    @Option(help: "Texts to judge by, a TSV file; never learned from.")
    var judge: String?

    @Option(name: .shortAndLong, help: "File to write the reader to.")
    var output = "reader.safetensors"

    @Option(help: "Number that every chance of the training follows from.")
    var seed: UInt64 = 1

    @Option(help: "Write the scores to this JSON file.")
    var json: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func run() throws {
        let judges = try judge.map { try LabelledText.read(URL(fileURLWithPath: $0)) }
        var training = ReaderTraining()
        training.seed = seed
        let line = ProgressLine(isQuiet: quiet)
        let reader = try training.train(
            on: try LabelledText.read(URL(fileURLWithPath: texts)),
            progress: { now in
                line.show(
                    "fit \(now.fit)/\(now.fits), pass \(now.pass)/\(now.passes), "
                        + "loss \(String(format: "%.4f", now.loss))",
                    isLast: now.fit == now.fits && now.pass == now.passes)
            })
        try reader.write(to: URL(fileURLWithPath: output))
        guard let judges else { return }
        let scores = reader.evaluate(on: judges)
        print(scores)
        if let json { try JSONLines.write(scores, toFile: json) }
    }
}
