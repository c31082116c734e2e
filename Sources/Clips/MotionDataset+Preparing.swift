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
        let (sources, ignored) = try MotionSource.all(in: folder)
        guard !sources.isEmpty else { throw ClipError.noClips(path: folder.path) }
        let list = folder.appendingPathComponent("labels.csv")
        let hasList = FileManager.default.fileExists(atPath: list.path)
        let labels = hasList ? try MotionLabels(contentsOf: list) : nil

        var report = PrepareReport()
        report.ignored = ignored - (hasList ? 1 : 0)
        var clips: [BodyClip] = []
        var names: Set<String> = []
        for (index, source) in sources.enumerated() {
            report.found[source.form.rawValue, default: 0] += 1
            let row = labels?[source.path]
            let label = row?.label ?? source.label(in: folder)
            do {
                var clip = try source.read(
                    framesPerSecond: row?.framesPerSecond ?? assumedRate, about: label)
                // Two forms of one clip may lie side by side under one name.
                if !names.insert(clip.name).inserted { clip.name = source.path }
                let clean = cleaning.clean(clip)
                clips += clean.clips
                report.cleaning.append(clean.report)
                if label.mood == nil { report.withoutMood.append(source.name) }
            } catch let error as ClipError {
                report.faults.append(.init(path: source.path, reason: error.description))
            }
            progress(index + 1, sources.count, source.path)
        }
        guard !clips.isEmpty else {
            throw ClipError.nothingRead(
                path: folder.path, clips: sources.count,
                first: report.faults.first?.reason ?? "Nothing was left of it after cleaning.")
        }
        let paths = Set(sources.map(\.path))
        for row in labels?.rows ?? [] where !paths.contains(row.file) {
            report.faults.append(
                .init(
                    path: row.file,
                    reason: "labels.csv, line \(row.line), names it; it is not there"))
        }
        return (MotionDataset(clips: clips), report)
    }
}

extension MotionSource {
    /// The label of a clip that no list names, from the words of its path.
    fileprivate func label(in folder: URL) -> ClipLabel {
        let found =
            form == .meed ? EmotionWords.findMEEDCode(in: name) : EmotionWords.find(in: name)
        return ClipLabel(
            mood: found?.entry.mood, mapping: found?.entry.mapping ?? .unlabelled,
            source: folder.lastPathComponent, label: found?.word ?? "",
            split: name.isForValidation ? .validation : .train)
    }
}

extension String {
    /// True for about one name in ten, the same on every machine and in every run: FNV-1a of its
    /// bytes (Fowler, Noll & Vo).
    fileprivate var isForValidation: Bool {
        utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } % 10
            == 0
    }
}
