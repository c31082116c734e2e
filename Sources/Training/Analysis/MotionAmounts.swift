import Clips
import Signals

/// How much motion there is, by emotion and by source.
struct MotionAmounts: Sendable {
    /// Clips of one source, emotion and split.
    struct Row: Sendable, Equatable {
        var source: String
        /// The emotion with the largest weight in the clips' moods; nil where none is known.
        var emotion: Emotion?
        var split: ClipSplit
        var clips: Int
        /// Seconds of these clips.
        var seconds: Double
    }

    /// Rows with clips: by source, then emotion, then split.
    let rows: [Row]
    /// Seconds of each emotion by its weight in the clips' moods, as `prepare` prints them.
    let weighted: [Emotion: Double]
    /// Clips that were left out, for their licence.
    let leftOut: Int

    /// The amounts of these clips.
    init(of clips: [BodyClip], leftOut: Int) {
        self.leftOut = leftOut
        weighted = MotionDataset(clips: clips).secondsByEmotion
        let emotions = Emotion.allCases.map { $0 as Emotion? } + [nil]
        let sources = Set(clips.map(\.source)).sorted()
        rows = sources.flatMap { source in
            emotions.flatMap { emotion in
                ClipSplit.allCases.compactMap { split in
                    let some = clips.filter {
                        $0.source == source && $0.mood?.group == emotion && $0.split == split
                    }
                    guard !some.isEmpty else { return nil }
                    return Row(
                        source: source, emotion: emotion, split: split, clips: some.count,
                        seconds: some.reduce(0) { $0 + $1.seconds })
                }
            }
        }
    }

    /// Seconds of the rows that are wanted.
    func seconds(where isWanted: (Row) -> Bool) -> Double {
        rows.filter(isWanted).reduce(0) { $0 + $1.seconds }
    }

    /// Clips of the rows that are wanted.
    func clips(where isWanted: (Row) -> Bool) -> Int {
        rows.filter(isWanted).reduce(0) { $0 + $1.clips }
    }
}

extension MotionAmounts: AnalysisFigure {
    var tables: [AnalysisTable] {
        [
            AnalysisTable(
                "motion", columns: ["source", "emotion", "split", "clips", "seconds"],
                rows: rows.map {
                    [
                        $0.source, $0.emotion?.rawValue ?? "", $0.split.rawValue, "\($0.clips)",
                        AnalysisTable.cell($0.seconds),
                    ]
                }),
            AnalysisTable(
                "emotions", columns: ["emotion", "clips", "seconds", "seconds_by_weight"],
                rows: Emotion.allCases.map { emotion in
                    [
                        emotion.rawValue, "\(clips { $0.emotion == emotion })",
                        AnalysisTable.cell(seconds { $0.emotion == emotion }),
                        AnalysisTable.cell(weighted[emotion] ?? 0),
                    ]
                }),
        ]
    }

    func add(to page: inout PlotPage) {
        page.heading("Clips and seconds")
        let emotions = Emotion.allCases.map { $0 as Emotion? } + [nil]
        page.plot(
            .stacks(
                emotions.map { emotion in
                    let name = emotion?.rawValue ?? "not known"
                    let count = clips { $0.emotion == emotion }
                    return (
                        name, "\(count) clips",
                        ClipSplit.allCases.map { split in
                            seconds { $0.emotion == emotion && $0.split == split }
                        }
                    )
                },
                parts: [("training", "one"), ("validation", "two")], title: "Seconds by emotion",
                x: "seconds"),
            caption: "Each clip counts for the emotion that weighs most in its mood."
                + (leftOut > 0
                    ? " \(leftOut) clips are left out: their licence does not allow this dancer."
                    : ""))
        page.plot(
            .stacks(
                Set(rows.map(\.source)).sorted().map { source in
                    (
                        source.isEmpty ? "(no name)" : source,
                        "\(clips { $0.source == source }) clips",
                        emotions.map { emotion in
                            seconds { $0.source == source && $0.emotion == emotion }
                        }
                    )
                },
                parts: Emotion.allCases.map { ($0.rawValue, $0.rawValue) }
                    + [("not known", "unknown")],
                title: "Seconds by source", x: "seconds"),
            caption: "Where the motion comes from, and of which emotion it is.")
    }
}
