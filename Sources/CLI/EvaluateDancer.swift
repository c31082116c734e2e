import ArgumentParser
import Clips
import Foundation
import Motion
import Signals
import Synchronization
import Torch
import Training

struct EvaluateDancer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dancer",
        abstract: "Hold a dancer against real motion: a table, a JSON file, a page with plots.",
        discussion: """
            Name the dataset that the dancer was trained on, and the seconds of gestures, as they \
            were given to `emotionmotion train`: the training clips are what it is held against, \
            the validation clips are what neither it nor the table's real motion has seen. \
            docs/metrics.md defines each number. The same dancer, dataset and seed give the same \
            numbers but for the cost, on the same machine.
            """)

    @Argument(
        help: "The dancer: default, open, or a safetensors file of weights. (default: default)")
    var dancer: String?

    @Option(name: .customLong("dancer"), help: "The same, as the other commands take it.")
    var dancerOption: String?

    @Option(help: "Folder of the dataset; without one, the program's own gestures are the motion.")
    var data: String?

    @Option(help: "Seconds an emotion of the program's own gestures to add; 0 for none.")
    var gestures = 240.0

    @Flag(
        help: """
            Hold it only against motion that is free for any use, as the open dancer may know no other.
            """)
    var onlyFree = false

    @Option(help: "Write the numbers to this JSON file.")
    var json: String?

    @Option(help: "Write a page with plots to this HTML file.")
    var html: String?

    @Option(help: "Generated clips in all, at least 70. (default: 504, or 84 with --quick)")
    var clips: Int?

    @Option(help: "How the next pose is drawn; docs/sampling.md explains each.")
    var sampling = Sampling.byWeight

    @Option(
        help: "How far the mood is taken beyond the model's own; 1 is no guidance. (default: 1.5)")
    var guidance: Float?

    @Option(help: "Number that every chance follows from.")
    var seed: UInt64 = 1

    @Option(help: "Threads to compute with.")
    var threads = 2

    @Flag(help: "Take a quick look: less of everything, so that the numbers scatter more.")
    var quick = false

    @Flag(
        help: """
            Take the briefest look, to hold many dancers against each other: ten clips and one long dance \
            a mood, no bad motion.
            """)
    var brief = false

    @Flag(
        help: "Dance ten minutes of eight seeds in each mood, however long it takes.")
    var full = false

    @Flag(name: .shortAndLong, help: "Say nothing but the table and errors.")
    var quiet = false

    func validate() throws {
        guard dancer == nil || dancerOption == nil else {
            throw ValidationError("Name one dancer, as DANCER or with --dancer.")
        }
        guard threads > 0 else { throw ValidationError("--threads is 1 or more.") }
        guard clips ?? 70 >= 70 else {
            throw ValidationError("--clips is 70 or more: fewer say nothing about seven moods.")
        }
        guard gestures >= 0, gestures.isFinite else {
            throw ValidationError("--gestures is a number of seconds, 0 or more.")
        }
        guard gestures > 0 || data != nil else {
            throw ValidationError("Name a dataset with --data, or ask for --gestures.")
        }
        guard (guidance ?? 0) >= 0, (guidance ?? 0).isFinite else {
            throw ValidationError("--guidance is 0 or more.")
        }
        guard [quick, full, brief].filter({ $0 }).count < 2 else {
            throw ValidationError("Ask for --brief, --quick or --full, one of them.")
        }
        // A quarter of an hour is too long to learn that there is no such folder.
        for path in [json, html].compactMap({ $0 }) {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw ValidationError("\(path) cannot be written: make the folder \(folder) first.")
            }
        }
    }

    func run() throws {
        TorchRuntime.useThreads(1)
        let checkpoint = try DancerCheckpoint.orStep(
            contentsOf: ShippedDancer.file(named: name))
        let clips = try motion()
        if let words = Self.knowledge(
            of: checkpoint.about, onlyFree: onlyFree,
            others: clips.filter { !$0.mayShip }.count)
        {
            say(words)
        }
        let evaluation = try DancerEvaluation(
            of: checkpoint, against: clips, settings: settings, dancing: dancing)
        let line = Mutex(ProgressLine(isQuiet: quiet))
        let report = try evaluation.run { progress in
            line.withLock { $0.show(progress.line, isLast: progress.share >= 1) }
        }
        print(report.table)
        if let json { try JSONLines.write(report, toFile: json) }
        if let html {
            let title = ShippedDancer(rawValue: name) == nil ? name : "the \(name) dancer"
            try Data(report.page(of: title).utf8).write(
                to: URL(fileURLWithPath: html), options: .atomic)
        }
    }

    private var name: String { dancer ?? dancerOption ?? ShippedDancer.standard.rawValue }

    private var dancing: Dancing {
        var dancing = Dancing()
        dancing.sampling = sampling
        if let guidance { dancing.guidance = guidance }
        return dancing
    }

    private var settings: EvaluationSettings {
        var settings: EvaluationSettings =
            brief ? .brief : quick ? .quick : full ? .full : EvaluationSettings()
        if let clips { settings.clipsPerMood = (clips + 6) / Emotion.count }
        settings.seed = seed
        settings.threads = threads
        return settings
    }

    /// The clips that dancers may learn from, as `train` takes them.
    private func motion() throws -> [BodyClip] {
        var clips =
            try data.map { try MotionDataset(contentsOf: URL(fileURLWithPath: $0)).clips } ?? []
        if gestures > 0 { clips += try MotionDataset.gestures(secondsPerEmotion: gestures).clips }
        let usable = clips.filter { onlyFree ? $0.mayShip : $0.about.use.mayTrain }
        guard !usable.isEmpty else {
            throw TrainingError.noUsableClips(found: clips.count, onlyFree: onlyFree)
        }
        return usable
    }

    /// What the reader of the table should know of what the dancer may know; nil when all is said.
    ///
    /// - Parameter others: clips of the reference that are not free for any use.
    static func knowledge(
        of about: DancerCheckpoint.About, onlyFree: Bool, others: Int
    ) -> String? {
        switch (about.isFreeForAnyUse, onlyFree) {
        case (true, false) where others > 0:
            "This dancer learned only from motion that is free for any use, and \(others) clips of "
                + "what it is held against are not: --only-free holds it against what it may know."
        case (true, _):
            "This dancer learned only from motion that is free for any use, and is held against such "
                + "motion alone."
        case (false, true):
            "The header of this dancer does not say that it learned only from free motion: it may know "
                + "more than what it is held against."
        case (false, false): nil
        }
    }
}
