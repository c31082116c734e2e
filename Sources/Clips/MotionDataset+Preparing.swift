import Foundation
import Signals

/// What `prepare` did: what it read, what it could not read and what cleaning changed.
public struct PrepareReport: Sendable, Equatable, Codable {
    /// A file that could not be read.
    public struct Fault: Sendable, Equatable, Codable {
        /// Its path from the prepared folder.
        public var path: String
        /// What is wrong with it, where, and what was expected.
        public var reason: String
    }

    /// How many clips were found, by form.
    public var found: [String: Int] = [:]
    /// Files that are no motion.
    public var ignored = 0
    /// What could not be read; empty when all is well.
    public var faults: [Fault] = []
    /// One report a clip that was read.
    public var cleaning: [CleaningReport] = []
    /// Clips without a mood, because their label says no emotion or no known word.
    public var withoutMood: [String] = []
    /// Clips of which nothing was left.
    public var lost: [String] { cleaning.filter { $0.framesKept == 0 }.map(\.name) }

    /// Adds what was done with later clips.
    mutating func add(_ later: PrepareReport) {
        found.merge(later.found) { $0 + $1 }
        ignored += later.ignored
        faults += later.faults
        cleaning += later.cleaning
        withoutMood += later.withoutMood
    }
}

extension MotionDataset {
    /// Frames a second that are assumed for a form that does not say it.
    public static let assumedRate = 30.0

    /// Reads and cleans every clip in a folder and the folders in it.
    ///
    /// Labels come from the folder's `labels.csv`, and for clips that it does not name from the words
    /// in their paths (`EmotionWords`); of those clips every tenth or so, by its name, validates. A
    /// clip that cannot be read is named in the report's `faults`, and the others go on. Throws
    /// `ClipError` when the folder holds no motion at all or none that can be read, or when its list of
    /// labels is broken.
    ///
    /// - Parameter progress: called after each clip with the number done, the number of all, and the
    ///   clip's path.
    public static func prepare(
        folder: URL, cleaning: ClipCleaning = ClipCleaning(),
        progress: (_ done: Int, _ all: Int, _ path: String) -> Void = { _, _, _ in }
    ) throws -> (dataset: MotionDataset, report: PrepareReport) {
        let reading = try ClipReading(folder: folder, cleaning: cleaning)
        var report = reading.report
        var clips: [BodyClip] = []
        reading.read(reading.all) { index, outcome in
            clips += outcome.clips
            report.add(outcome.report)
            progress(index + 1, reading.sources.count, reading.sources[index].path)
        }
        guard !clips.isEmpty else { throw reading.nothingRead(report) }
        report.faults += reading.missing
        return (MotionDataset(clips: clips), report)
    }
}

extension MotionSource {
    /// The label of a clip that no list names, from the words of its path.
    func label(in folder: URL) -> ClipLabel {
        let found =
            form == .meed ? EmotionWords.findMEEDCode(in: name) : EmotionWords.find(in: name)
        return ClipLabel(
            mood: found?.entry.mood, mapping: found?.entry.mapping ?? .unlabelled,
            source: folder.lastPathComponent, label: found?.word ?? "",
            split: name.isForValidation ? .validation : .train)
    }
}

extension String {
    /// True for about one name in ten, the same on every machine and in every run.
    fileprivate var isForValidation: Bool { utf8.fnv1a % 10 == 0 }
}
