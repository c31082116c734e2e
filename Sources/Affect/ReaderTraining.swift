import Signals

/// Trains a text reader, from texts that people have labelled.
///
/// The same texts, settings and seed give the same reader, byte for byte, on the same machine.
public struct ReaderTraining: Sendable {
    /// Where training stands.
    public struct Progress: Sendable {
        /// The fit now at work, from 1. All but the last are for cross-validation, each on texts
        /// without one part; the last is the reader itself, on all of them.
        public var fit: Int
        /// How many fits there are.
        public var fits: Int
        /// The pass through the texts now ended, from 1.
        public var pass: Int
        /// How many passes a fit has.
        public var passes: Int
        /// Mean cross-entropy of the pass, in nats a text.
        public var loss: Double
    }

    /// Passes through the texts.
    public var passes = 8
    /// The weights after each of this many last passes are averaged.
    public var averagedPasses = 4
    /// The first step's length.
    public var rate: Float = 0.15
    /// Share of a text's features hidden at each pass, so that none is leant on alone.
    public var hiddenShare: Float = 0.4
    /// How strongly a weight is drawn to 0 each time its feature is seen.
    public var decay: Float = 5e-3
    /// Features found in fewer texts than this are not learnt.
    public var fewestTexts = 2
    /// 2 to this power buckets for the features, seven bytes each.
    public var bits = 18
    /// Parts for cross-validation.
    public var folds = 5
    /// What a teacher's moods count beside the labels, from 0 to 1, where there is a teacher.
    public var teacherShare: Float = 0.5
    /// All draws follow from it.
    public var seed: UInt64 = 1

    /// The settings that the shipped reader was trained with, the shipped encoder its teacher.
    public init() {}

    /// Trains a reader.
    ///
    /// `folds` fits on all parts but one say what moods texts get that were not learnt from; by them
    /// the moods are calibrated and the thresholds set (`ReaderCalibration`). One fit on all texts
    /// makes the reader. Throws `AffectError.reader` when there are fewer texts than folds, and
    /// `CancellationError` when the task is cancelled.
    ///
    /// - Parameter teacher: the moods that a better reader finds in the texts, one a text. The reader
    ///   learns them beside the labels: they also say how near an emotion came that was not chosen
    ///   (Hinton, Vinyals & Dean 2015, "Distilling the knowledge in a neural network").
    public func train(
        on texts: [LabelledText], teacher: [Mood]? = nil,
        progress: (Progress) -> Void = { _ in }
    ) throws -> TextReader {
        precondition(
            teacher.map { $0.count == texts.count } ?? true, "a teacher reads every text once")
        precondition((1...24).contains(bits), "bits is \(bits); 1 to 24 can be used")
        precondition(folds >= 2, "folds is \(folds); cross-validation needs 2 or more")
        precondition((0..<1).contains(hiddenShare), "hiddenShare is \(hiddenShare)")
        guard texts.count >= folds else {
            throw AffectError.reader(
                reason: "\(texts.count) texts are too few to learn from; give \(folds) or more")
        }
        var examples = texts.map { ReaderExample($0, bits: bits) }
        for (place, mood) in (teacher ?? []).enumerated() {
            examples[place].learn(mood, share: teacherShare)
        }
        var random = SeededRandom(seed: seed)
        let order = Array(examples.indices).shuffled(using: &random)

        func fit(_ number: Int, on chosen: [Int]) throws -> ReaderFit {
            var fit = ReaderFit(self, seed: seed &+ UInt64(number))
            try fit.run(examples, chosen: chosen) { pass, loss in
                progress(
                    Progress(
                        fit: number, fits: folds + 1, pass: pass, passes: passes, loss: loss))
            }
            return fit
        }
        var unseen = [SIMD8<Float>](repeating: .zero, count: examples.count)
        for fold in 0..<folds {
            let kept = order.indices.filter { $0 % folds != fold }.map { order[$0] }
            let model = try fit(fold + 1, on: kept)
            for place in order.indices where place % folds == fold {
                unseen[order[place]] = model.sums(of: examples[order[place]])
            }
        }
        let calibration = ReaderCalibration(sums: unseen, labels: texts)
        let model = try fit(folds + 1, on: order)
        return reader(model, calibration, words: knownWords(texts), texts: texts.count)
    }

    /// The fit's weights as bytes, with the calibration folded in.
    private func reader(
        _ model: ReaderFit, _ calibration: ReaderCalibration, words: Set<UInt32>, texts: Int
    ) -> TextReader {
        var largest = SIMD8<Float>(repeating: 1e-6)
        for row in model.weights {
            largest = pointwiseMax(largest, pointwiseMax(row, -row))
        }
        let unit = largest / 127
        let rows = model.weights.map { row in
            SIMD8<Int8>(truncatingIfNeeded: SIMD8<Int32>((row / unit).rounded(.toNearestOrEven)))
        }
        let sharpness = Float(calibration.sharpness)
        return TextReader(
            configuration: TextReader.Configuration(
                bits: bits, thresholds: calibration.thresholds, texts: texts, passes: passes,
                seed: seed),
            rows: rows, units: unit * sharpness,
            bias: model.bias * sharpness + SIMD8<Float>(calibration.shift), words: words)
    }

    /// Lower halves of the hashes of words found in `fewestTexts` texts.
    private func knownWords(_ texts: [LabelledText]) -> Set<UInt32> {
        var counts: [UInt64: Int] = [:]
        for text in texts {
            for word in Set(TextFeatures(text.text.scalarValues).words.map(\.hash)) {
                counts[word, default: 0] += 1
            }
        }
        return Set(
            counts.filter { $0.value >= fewestTexts }.keys.map { UInt32(truncatingIfNeeded: $0) })
    }
}
