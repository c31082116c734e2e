import Affect
import Foundation
import SafeTensors
import Signals
import Torch

/// Trains an encoder to read emotions, from a published one and texts that people have labelled.
///
/// The same base, texts, settings and seed give the same encoder on the same machine.
public final class EncoderTraining {
    /// How it learns.
    public struct Settings: Sendable, Equatable, Codable {
        /// Passes through the texts; the last may be a part of one.
        public var passes = 4.0
        /// Texts a step.
        public var batch = 64
        /// The longest step: it rises to this in the first steps, stays, and falls to 0 in the last
        /// ones (`coolingPasses`).
        public var rate = 2e-4
        /// Passes in which the steps become shorter, the last ones.
        public var coolingPasses = 1.0
        /// Share of the numbers hidden between layers.
        public var dropout = 0.1
        /// What the 28 finer emotions count beside the seven.
        public var detailShare = 0.5
        /// Share of each target spread over all emotions.
        public var smoothing = 0.03
        /// Words that are kept of the base's vocabulary.
        public var words = 6000
        /// Blocks that are kept of the base.
        public var blocks = [0, 2, 5]
        /// Every draw follows from it.
        public var seed: UInt64 = 1

        /// The settings that the shipped encoder was trained with.
        public init() {}

        /// Whether a training of these settings can go on with others: all but its end are the same.
        func isResumable(as other: Settings) -> Bool {
            var same = self
            (same.passes, same.coolingPasses) = (other.passes, other.coolingPasses)
            return same == other
        }
    }

    /// Where training stands.
    public struct Progress: Sendable {
        /// Steps made, and how many there are.
        public var step: Int
        /// How many steps there are in all.
        public var steps: Int
        /// Mean loss of the newest steps, in nats a text.
        public var loss: Double
        /// Whether a pass through the texts has just ended.
        public var endsPass: Bool
    }

    /// How it learns.
    public let settings: Settings
    let model: EmotionEncoder
    let vocabulary: EncoderVocabulary
    private let texts: [LabelledText]
    private let plain: [String]
    private let optimiser: AdamW
    private let augmentation = EncoderAugmentation()
    /// Steps made.
    public private(set) var step = 0
    private var loss = 0.0

    /// A training that has made no step; throws what is wrong with the base.
    public init(_ settings: Settings, base: EncoderBase, texts: [LabelledText]) throws {
        guard texts.count >= settings.batch else {
            throw EncoderError.weights(
                reason:
                    "\(texts.count) texts are too few to learn from, \(settings.batch) are a step")
        }
        guard settings.blocks.allSatisfy({ (0..<base.layers).contains($0) }) else {
            throw EncoderError.weights(
                reason: "the base has \(base.layers) blocks and not all of \(settings.blocks)")
        }
        self.settings = settings
        self.texts = texts
        plain = texts.map { EncoderText.plain($0.text) }
        let words = try base.kept(for: plain, count: settings.words)
        vocabulary = EncoderVocabulary(words.map { base.names[$0] })
        model = try base.encoder(
            blocks: settings.blocks, words: words, from: RandomSource(seed: settings.seed))
        optimiser = AdamW(model.parameters, AdamW.Configuration(decay: 0.01)) { _, tensor in
            tensor.dimensionCount > 1
        }
    }

    /// Texts that are learnt from.
    var textCount: Int { texts.count }

    /// Steps of one pass through the texts.
    public var stepsAPass: Int { texts.count / settings.batch }
    /// Steps of the whole training.
    public var steps: Int { Int(Double(stepsAPass) * settings.passes) }

    /// Makes all steps that are left, or those until `isStopped` says so; `report` hears of every tenth
    /// and of each pass's last, and may throw to stop.
    public func run(
        isStopped: () -> Bool = { false }, report: (Progress) throws -> Void
    ) throws {
        while step < steps {
            let pass = step / stepsAPass
            let batches = batches(ofPass: pass)
            for batch in batches[(step % stepsAPass)...] where step < steps {
                try Task.checkCancellation()
                if isStopped() { return }
                let loss = learn(batch)
                self.loss = self.loss == 0 ? loss : 0.98 * self.loss + 0.02 * loss
                step += 1
                let endsPass = step % stepsAPass == 0 || step == steps
                guard endsPass || step % 10 == 0 else { continue }
                try report(
                    Progress(step: step, steps: steps, loss: self.loss, endsPass: endsPass))
            }
        }
    }

    /// The places of a pass's texts, those of about one length together.
    private func batches(ofPass pass: Int) -> [[Int]] {
        var random = SeededRandom(seed: settings.seed).split(UInt64(pass) + 1)
        let order = texts.indices.shuffled(using: &random).prefix(stepsAPass * settings.batch)
        let window = 50 * settings.batch
        var batches: [[Int]] = []
        for start in stride(from: 0, to: order.count, by: window) {
            let near = order[start..<min(start + window, order.count)].sorted {
                (plain[$0].utf8.count, $0) < (plain[$1].utf8.count, $1)
            }
            for first in stride(from: 0, to: near.count, by: settings.batch) {
                batches.append([Int](near[first..<(first + settings.batch)]))
            }
        }
        return batches.shuffled(using: &random)
    }

    /// One step on one batch; its loss before the step.
    private func learn(_ batch: [Int]) -> Double {
        TorchRuntime.seed(settings.seed &+ UInt64(step) &* 7919)
        var random = SeededRandom(seed: settings.seed ^ 0x5EED).split(UInt64(step))
        let tokens = batch.map {
            vocabulary.encode(
                augmentation.text(plain[$0], using: &random),
                limit: model.encoder.shape.longestText)
        }
        let input = TokenBatch(tokens, shape: model.encoder.shape)
        let labels = batch.map { texts[$0] }
        let loss = autocast {
            let found = model(input, dropout: settings.dropout)
            return found.emotions.to(.float32).crossEntropy(
                Self.target(labels), smoothing: settings.smoothing)
                + found.details.to(.float32).crossEntropy(Self.detailTarget(labels))
                * settings.detailShare
        }
        optimiser.configuration.learningRate = rate(at: step)
        optimiser.clearGradients()
        loss.backward()
        let norm = optimiser.clipGradients(to: 1)
        if norm.isFinite { optimiser.step() }
        return loss.item
    }

    /// Up in the first steps, level, and in a straight line down to 0. Nothing before the fall depends
    /// on how many passes there are, so that a training can be ended early and well.
    private func rate(at step: Int) -> Double {
        let rising = max(1, min(100, steps / 10))
        if step < rising { return settings.rate * Double(step + 1) / Double(rising) }
        let falling = max(1, min(steps - rising, Int(settings.coolingPasses * Double(stepsAPass))))
        return settings.rate * min(1, Double(steps - step) / Double(falling))
    }

    private static func target(_ texts: [LabelledText]) -> Tensor {
        var target = [Float](repeating: 0, count: texts.count * Emotion.count)
        for (row, text) in texts.enumerated() {
            let emotions = Set(text.emotions)
            for emotion in emotions {
                target[row * Emotion.count + emotion.index] = 1 / Float(emotions.count)
            }
        }
        return Tensor(target, shape: [texts.count, Emotion.count])
    }

    /// The finer emotions' shares; a row of zeros, which teaches nothing, where a text has none.
    private static func detailTarget(_ texts: [LabelledText]) -> Tensor {
        let count = FineEmotion.names.count
        var target = [Float](repeating: 0, count: texts.count * count)
        for (row, text) in texts.enumerated() {
            let places = text.details.compactMap { FineEmotion.names.firstIndex(of: $0) }
            for place in places { target[row * count + place] = 1 / Float(places.count) }
        }
        return Tensor(target, shape: [texts.count, count])
    }
}

extension EncoderTraining {
    private static var format: String { "emotionmotion encoder training 1" }

    /// Writes everything that a later run needs to go on as if this one had not stopped.
    public func saveState(to url: URL) throws {
        var file = SafeTensorFile()
        file.metadata = [
            "format": Self.format, "step": "\(step)",
            "settings": String(decoding: try JSONEncoder().encode(settings), as: UTF8.self),
        ]
        file.store(model.parameters, under: "model.")
        file.store(optimiser.state, under: "optimiser.")
        try file.write(to: url)
    }

    /// Goes on from a state of the same settings; only how many passes there are may differ.
    ///
    /// Throws `EncoderError.weights` when they differ, and `SafeTensorError` or `CheckpointError` when
    /// the file is not whole.
    public func resume(from url: URL) throws {
        let file = try SafeTensorFile(contentsOf: url)
        guard file.metadata["format"] == Self.format,
            let step = file.metadata["step"].flatMap({ Int($0) }),
            let text = file.metadata["settings"],
            let stored = try? JSONDecoder().decode(Settings.self, from: Data(text.utf8)),
            stored.isResumable(as: settings)
        else {
            throw EncoderError.weights(
                reason: "\(url.path) is no state of a training with these settings; remove it to "
                    + "begin anew")
        }
        try model.load(from: file, under: "model.")
        try optimiser.restore(from: file, under: "optimiser.")
        self.step = step
    }
}
