import Foundation
import Signals

/// How often an emotion was found and was there.
struct F1Counts {
    var hits = 0
    var falseAlarms = 0
    var misses = 0

    mutating func add(isFound: Bool, isRight: Bool) {
        switch (isFound, isRight) {
        case (true, true): hits += 1
        case (true, false): falseAlarms += 1
        case (false, true): misses += 1
        case (false, false): break
        }
    }

    var precision: Double { Double(hits) / Double(max(hits + falseAlarms, 1)) }
    var recall: Double { Double(hits) / Double(max(hits + misses, 1)) }
    /// Harmonic mean of precision and recall: `2 hits / (2 hits + false alarms + misses)`.
    var f1: Double { 2 * Double(hits) / Double(max(2 * hits + falseAlarms + misses, 1)) }
}

/// How well moods fit labels.
///
/// Seen in two ways: a text may have several emotions, and those are found whose weights reach their
/// thresholds; or, in what begins with `single`, only texts of one label are taken, and the strongest
/// emotion is found.
public struct ReaderScores: Codable, Sendable, Equatable {
    /// Scores of one emotion.
    public struct Row: Codable, Sendable, Equatable {
        /// The emotion.
        public var emotion: Emotion
        /// Texts with this label.
        public var texts: Int
        /// Where several may be found: share of the found that are right.
        public var precision: Double
        /// Where several may be found: share of the right that are found.
        public var recall: Double
        /// Where several may be found: harmonic mean of both.
        public var f1: Double
        /// Over texts of one label, by the strongest emotion: the same mean.
        public var singleF1: Double
    }

    /// One row an emotion, in the order of `Emotion.allCases`.
    public var rows: [Row]
    /// Texts scored.
    public var texts: Int
    /// Mean of the rows' `f1`.
    public var macroF1: Double
    /// F1 of all decisions together.
    public var microF1: Double
    /// Texts with one label.
    public var singleTexts: Int
    /// Share of them whose strongest emotion is the label.
    public var singleAccuracy: Double
    /// Mean of the rows' `singleF1`.
    public var singleMacroF1: Double
    /// Over texts of one label: how far the strongest weight is from the share of right answers, 0 at
    /// best.
    public var calibrationError: Double
    /// Over texts of one label: how often each label (the rows) was given each strongest emotion (the
    /// columns), in the order of `Emotion.allCases`.
    public var confusion: [[Int]]

    /// Scores moods, one a labelled text; `thresholds` are in the order of `Emotion.allCases`.
    public init(moods: [Mood], labels: [LabelledText], thresholds: [Double]) {
        precondition(
            moods.count == labels.count, "\(moods.count) moods for \(labels.count) labels")
        precondition(thresholds.count == Emotion.count, "\(thresholds.count) thresholds")
        var all = F1Counts()
        var right = 0
        var single = 0
        var answers: [(weight: Double, isRight: Bool)] = []
        var confusion = [[Int]](
            repeating: [Int](repeating: 0, count: Emotion.count), count: Emotion.count)
        var several = [F1Counts](repeating: F1Counts(), count: Emotion.count)
        var strongest = several
        for (mood, label) in zip(moods, labels) {
            for emotion in Emotion.allCases {
                let isFound = mood[emotion] >= thresholds[emotion.index]
                let isRight = label.emotions.contains(emotion)
                several[emotion.index].add(isFound: isFound, isRight: isRight)
                all.add(isFound: isFound, isRight: isRight)
                guard label.emotions.count == 1 else { continue }
                strongest[emotion.index].add(
                    isFound: mood.strongest == emotion, isRight: isRight)
            }
            guard label.emotions.count == 1 else { continue }
            single += 1
            let isRight = mood.strongest == label.emotions[0]
            if isRight { right += 1 }
            answers.append((mood[mood.strongest], isRight))
            confusion[label.emotions[0].index][mood.strongest.index] += 1
        }
        rows = Emotion.allCases.map { emotion in
            let counts = several[emotion.index]
            return Row(
                emotion: emotion, texts: counts.hits + counts.misses,
                precision: counts.precision, recall: counts.recall, f1: counts.f1,
                singleF1: strongest[emotion.index].f1)
        }
        texts = labels.count
        macroF1 = rows.reduce(0) { $0 + $1.f1 } / Double(Emotion.count)
        microF1 = all.f1
        singleTexts = single
        singleAccuracy = Double(right) / Double(max(single, 1))
        singleMacroF1 = rows.reduce(0) { $0 + $1.singleF1 } / Double(Emotion.count)
        calibrationError = Self.calibrationError(answers)
        self.confusion = confusion
    }
}

extension ReaderScores: CustomStringConvertible {
    /// A table of the rows with a line for all.
    public var description: String {
        func cells(_ name: String, _ texts: String, _ scores: [String]) -> String {
            func right(_ cell: String) -> String {
                String(repeating: " ", count: max(0, 11 - cell.count)) + cell
            }
            let left = name + String(repeating: " ", count: max(0, 10 - name.count))
            return left + ([texts] + scores).map(right).joined()
        }
        func number(_ score: Double) -> String { String(format: "%.3f", score) }
        let header = cells("emotion", "texts", ["precision", "recall", "F1", "single F1"])
        let body = rows.map { row in
            cells(
                row.emotion.rawValue, "\(row.texts)",
                [row.precision, row.recall, row.f1, row.singleF1].map(number))
        }
        let mean = cells(
            "mean", "\(texts)", ["", "", number(macroF1), number(singleMacroF1)])
        let accuracy =
            "accuracy on the \(singleTexts) texts of one label: \(number(singleAccuracy)), "
            + "calibration error \(number(calibrationError))"
        return ([header] + body + [mean, accuracy]).joined(separator: "\n")
    }

    /// The table of mistakes: a row a label, a column an emotion that was found the strongest.
    public var confusionTable: String {
        func cell(_ words: String) -> String {
            String(repeating: " ", count: max(1, 11 - words.count)) + words
        }
        func left(_ words: String) -> String {
            words + String(repeating: " ", count: max(0, 12 - words.count))
        }
        let names = Emotion.allCases.map(\.rawValue)
        let header = left("label, found") + names.map(cell).joined()
        let body = zip(names, confusion).map { name, row in
            left(name) + row.map { cell("\($0)") }.joined()
        }
        return ([header] + body).joined(separator: "\n")
    }
}

extension TextReader {
    /// Scores this reader on labelled texts, with its own thresholds.
    public func evaluate(on texts: [LabelledText]) -> ReaderScores {
        ReaderScores(
            moods: texts.map { mood(of: $0.text) }, labels: texts,
            thresholds: configuration.thresholds)
    }
}
