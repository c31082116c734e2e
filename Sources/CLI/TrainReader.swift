import Affect
import ArgumentParser
import Encoders
import Foundation
import Signals
import Torch

struct TrainReader: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader",
        abstract: "Train a reader of emotions on labelled texts.",
        discussion: """
            The texts are tab-separated with a header line: `text` and `labels7` (anger, disgust, \
            fear, joy or happiness, neutral, sadness, surprise; several with commas) and, where there \
            are, `labels28`, as GoEmotions has them. The same texts and seed give the same bytes.

            With --base, the folder of an uncased BERT such as all-MiniLM-L6-v2 (config.json, \
            tokenizer.json, model.safetensors), a small encoder of three of its blocks is trained, \
            which reads sentences; without, the fast reader of words.

              emotionmotion train reader texts.tsv --base MiniLM --output mine.safetensors
            """)

    @Argument(help: "Texts to learn from, a TSV file.")
    var texts: String

    @Option(help: "Texts to judge by, a TSV file; never learned from.")
    var judge: String?

    @Option(help: "Folder of the BERT that an encoder begins from.")
    var base: String?

    @Option(
        help: """
            Reader of sentences that the fast reader learns from beside the labels: a file of `train \
            reader --base`, a Hugging Face classifier's folder, or encoder for the one that ships.
            """)
    var teacher: String?

    @Option(help: "What the teacher counts beside the labels, from 0 to 1.")
    var teacherShare = ReaderTraining().teacherShare

    @Option(help: "Passes through the texts, for an encoder; the last may be a part of one.")
    var passes = EncoderTraining.Settings().passes

    @Option(help: "The last passes of an encoder's, in which its steps become shorter.")
    var coolingPasses = EncoderTraining.Settings().coolingPasses

    @Option(help: "Steps of an encoder's training, in place of --passes: 20 for a try.")
    var steps: Int?

    @Option(help: "Threads to train an encoder with.")
    var threads = 2

    @Option(name: .shortAndLong, help: "File to write the reader to.")
    var output = "reader.safetensors"

    @Option(help: "Number that every chance of the training follows from.")
    var seed: UInt64 = 1

    @Option(help: "Write the scores to this JSON file.")
    var json: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        guard passes > 0, passes <= 1000 else { throw ValidationError("--passes is above 0.") }
        guard coolingPasses > 0, coolingPasses <= passes else {
            throw ValidationError("--cooling-passes is above 0 and at most --passes.")
        }
        guard (0...1).contains(teacherShare) else {
            throw ValidationError("--teacher-share is from 0 to 1.")
        }
        if teacher != nil, base != nil {
            throw ValidationError("--teacher is for the fast reader: leave --base out.")
        }
        if let steps, steps < 1 { throw ValidationError("--steps is 1 or more.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64.") }
    }

    func run() throws {
        let judges = try judge.map { try LabelledText.read(URL(fileURLWithPath: $0)) }
        let learnt = try LabelledText.read(URL(fileURLWithPath: texts))
        let scores =
            try base.map { try trainEncoder(from: $0, on: learnt, judges: judges) }
            ?? trainWords(on: learnt, judges: judges)
        guard let scores else { return }
        print(scores)
        if let json { try JSONLines.write(scores, toFile: json) }
    }

    /// The fast reader; its scores where there are judges.
    private func trainWords(
        on texts: [LabelledText], judges: [LabelledText]?
    ) throws -> ReaderScores? {
        var training = ReaderTraining()
        training.seed = seed
        training.teacherShare = teacherShare
        let moods = try moodsOfTeacher(on: texts)
        let line = ProgressLine(isQuiet: quiet)
        let reader = try training.train(
            on: texts, teacher: moods,
            progress: { now in
                line.show(
                    "fit \(now.fit)/\(now.fits), pass \(now.pass)/\(now.passes), "
                        + "loss \(String(format: "%.4f", now.loss))",
                    isLast: now.fit == now.fits && now.pass == now.passes)
            })
        try reader.write(to: URL(fileURLWithPath: output))
        return judges.map { reader.evaluate(on: $0) }
    }

    private func moodsOfTeacher(on texts: [LabelledText]) throws -> [Mood]? {
        guard let teacher else { return nil }
        TorchRuntime.useThreads(1)
        let name = teacher == "encoder" ? nil : teacher
        guard let reader = try SentenceReaders.named(name) else {
            throw ValidationError("--teacher needs a reader of sentences.")
        }
        return reader.moods(of: texts.map { reader.tokens(of: $0.text) })
    }

    /// An encoder; it is there, ready to read, after each pass, and a training that was stopped, by
    /// Ctrl-C or otherwise, goes on where it stood. Nil where it was stopped, or has no judges.
    private func trainEncoder(
        from base: String, on texts: [LabelledText], judges: [LabelledText]?
    ) throws -> ReaderScores? {
        TorchRuntime.useThreads(threads)
        var settings = EncoderTraining.Settings()
        settings.seed = seed
        settings.passes = passes
        if let steps {
            // Half a step more, so that rounding takes none away.
            settings.passes = (Double(steps) + 0.5) / Double(texts.count / settings.batch)
        }
        settings.coolingPasses = min(coolingPasses, settings.passes)
        let training = try EncoderTraining(
            settings, base: EncoderBase(folder: URL(fileURLWithPath: base)), texts: texts)
        let file = URL(fileURLWithPath: output)
        let state = URL(fileURLWithPath: output + ".state")
        if FileManager.default.fileExists(atPath: state.path) { try training.resume(from: state) }

        let line = ProgressLine(isQuiet: quiet)
        let began = ContinuousClock.now
        let first = training.step
        let interruption = Interruption()
        try training.run {
            interruption.isAsked
        } report: { now in
            let spent = began.duration(to: .now) / .seconds(1)
            let left = spent / Double(now.step - first) * Double(now.steps - now.step)
            line.show(
                "step \(now.step)/\(now.steps), loss \(String(format: "%.4f", now.loss)), "
                    + "\(Int((left / 60).rounded(.up))) min left", isLast: now.step == now.steps)
            if now.step.isMultiple(of: 100) || now.endsPass { try training.saveState(to: state) }
            if now.endsPass { try training.reader(judgedBy: judges ?? []).write(to: file) }
        }
        guard training.step == training.steps else {
            try training.saveState(to: state)
            say("Stopped after step \(training.step); the same command goes on from there.")
            return nil
        }
        let made = try training.reader(judgedBy: judges ?? [])
        try made.write(to: file)
        try? FileManager.default.removeItem(at: state)
        guard let judges else { return nil }
        let reader = try made.reader()
        return ReaderScores(
            moods: reader.moods(of: judges.map(\.text)), labels: judges,
            thresholds: reader.thresholds)
    }
}
